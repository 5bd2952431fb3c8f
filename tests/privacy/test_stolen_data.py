"""A stolen copy of the whole data directory, with everything in it but a passphrase, opens nothing.

The thief has the database, its log, every secret file and our own program, and knows every name.
They run the program on the copy, take each key that lies there for the desk's key, and look for
words, keys and codes in every byte.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.errors import NoSuchTip, Tampered, WrongPassphrase
from core.grading import Grade
from core.people import Role
from storage.founding import Founder
from storage.keys import KeyPair, OpenKey
from storage.secret_files import load_public, load_staff
from storage.store import Store, open_store
from tests.storage.office import Office, a_member
from tests.storage.samples import LIMITS, WORDS, HandClock
from tests.storage.staffing import LEAD, LEAD_PHRASE, Staffed
from tests.support.founding import found

NOTE = "Quillfeather rang about the bakery"
ANSWER = "Do you know the colour of the van?"
GUESSES = (
    "",
    "password",
    LEAD_PHRASE.upper(),
    LEAD_PHRASE[:-1],
    f" {LEAD_PHRASE}",
    "practice only",
)


@dataclass
class Loot:
    """What the thief has, and what the desk knows."""

    url: str
    folder: Path
    secret: bytes
    recovery: str
    receipt: str
    clock: HandClock

    def everything(self) -> bytes:
        return b"".join(p.read_bytes() for p in sorted(self.folder.rglob("*")) if p.is_file())


@pytest.fixture
async def loot(tmp_path: Path) -> Loot:
    """A desk at work is copied while it runs; the original is gone."""
    data, clock = tmp_path / "data", HandClock()
    url = f"sqlite:///{data / 'tipline.db'}"
    founder = Founder(name=LEAD, passphrase=LEAD_PHRASE)
    recovery = await found(url, data, founder, clock=clock)
    async with open_store(url, data, clock=clock, limits=LIMITS) as store:
        people = Staffed(store.staff, clock)
        await people.set_up_codes(LEAD, LEAD_PHRASE)
        await people.join("adam", Role.ADMINISTRATOR, by=LEAD)
        await people.hire("ben", Role.ANALYST)
        key = await store.staff.keyring.unlock(LEAD, LEAD_PHRASE)
        office, ben = Office(store, clock, key), a_member("ben")
        await office.claimed(by=ben, id="one")
        await office.notebook.note("one", NOTE, member=ben)
        await office.desk.answer("one", ANSWER, key)
        await office.opened("one")
        grade = Grade(source="2", assessment="A", handling="P")
        await office.grading.grade("one", grade, member=ben)
        copy = tmp_path / "copy"
        shutil.copytree(data, copy)
        loot = Loot(
            url=f"sqlite:///{copy / 'tipline.db'}",
            folder=copy,
            secret=bytes(key.secret),
            recovery=recovery,
            receipt=people.codes["ben"],
            clock=clock,
        )
    shutil.rmtree(data)
    return loot


async def keys_that_lie_there(loot: Loot) -> list[bytes]:
    """Every secret file, and 32 bytes from anywhere in the files, taken for a key."""
    public, staff = load_public(loot.folder), load_staff(loot.folder)
    found = [public.pepper, public.receipt_salt, public.desk_public, staff.audit_key]
    everything = loot.everything()
    return found + [everything[at : at + 32] for at in range(0, len(everything) - 32, 997)]


async def test_no_name_and_no_guess_unlocks_it(loot: Loot) -> None:
    async with open_store(loot.url, loot.folder, clock=loot.clock, limits=LIMITS) as store:
        names = await store.staff.keyring.names()
        assert set(names) == {LEAD, "adam", "ben"}
        for name in (*names, "nobody"):
            for guess in GUESSES:
                with pytest.raises(WrongPassphrase):
                    await store.staff.keyring.unlock(name, guess)
                with pytest.raises(WrongPassphrase):
                    await store.staff.gate.sign_in(name, guess, "123456")


async def test_no_key_that_lies_there_opens_a_tip(loot: Loot) -> None:
    async with open_store(loot.url, loot.folder, clock=loot.clock, limits=LIMITS) as store:
        candidates = await keys_that_lie_there(loot)
        assert len(candidates) > 100
        for candidate in candidates[:150]:
            with pytest.raises(Tampered):
                await store.staff.desk.open("one", OpenKey("eve", candidate))


async def test_the_copy_is_good_and_the_passphrase_alone_is_missing(loot: Loot) -> None:
    """With the passphrase the same copy opens: so it was not closed for another reason."""
    async with open_store(loot.url, loot.folder, clock=loot.clock, limits=LIMITS) as store:
        key = await store.staff.keyring.unlock(LEAD, LEAD_PHRASE)
        opened = await store.staff.desk.open("one", key)
        assert WORDS in opened.details.parts[0].analysis.text


def test_no_word_and_no_key_stands_in_any_file(loot: Loot) -> None:
    everything = loot.everything()
    pair = KeyPair.of(loot.secret)
    needles = [
        *(text.encode() for text in (WORDS, NOTE, ANSWER, LEAD_PHRASE, loot.recovery)),
        *(loot.secret, loot.secret.hex().encode()),
        *(word.encode() for word in ("Zanzibar", "Quillfeather", "bakery", loot.receipt)),
    ]
    assert [needle for needle in needles if needle in everything] == []
    assert pair.public in everything  # the search itself finds what is there


async def test_a_tip_of_another_desk_is_not_found(tmp_path: Path, loot: Loot) -> None:
    """Whoever has a desk of their own, and its key, opens nothing of the copy with it."""
    other = tmp_path / "other"
    url = f"sqlite:///{other / 'tipline.db'}"
    founder = Founder(name="eve", passphrase="a desk of my own here")
    await found(url, other, founder, clock=loot.clock)
    async with open_store(url, other, clock=loot.clock, limits=LIMITS) as theirs:
        key = await theirs.staff.keyring.unlock("eve", "a desk of my own here")
        with pytest.raises(NoSuchTip):
            await theirs.staff.desk.open("one", key)
        await read_with(loot, key)


async def read_with(loot: Loot, key: OpenKey) -> None:
    store: Store
    async with open_store(loot.url, loot.folder, clock=loot.clock, limits=LIMITS) as store:
        with pytest.raises(Tampered):
            await store.staff.desk.open("one", key)
