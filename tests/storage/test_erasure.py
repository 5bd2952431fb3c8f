"""What somebody finds who carries the disk away."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.desk_ports import Wanted
from core.errors import NoSuchTip, Tampered, WrongPassphrase
from core.receipt import of_number
from core.tip import Status
from storage.keyring import SqlKeyring
from storage.keys import KeyPair
from storage.sealed_tips import open_answers, seal_answer, seal_tip
from storage.sealing import open_key
from storage.shredder import SqlShredder
from storage.store import Store
from tests.storage.samples import PASSPHRASE, WORDS, Line, a_part, a_tip, files_of

pytestmark = pytest.mark.backends("sqlite")

SECRET, OTHER = bytes(range(100, 116)), bytes(range(116, 132))


@pytest.fixture
def line(store_line: Line) -> Line:
    return store_line


async def run(store: Store, *statements: str) -> None:
    """Change the database behind the store's back."""

    async def work(session: AsyncSession) -> None:
        await session.execute(text("PRAGMA defer_foreign_keys=ON"))
        for statement in statements:
            await session.execute(text(statement))

    await store.staff.desk.database.write(work)


async def blobs(store: Store, query: str) -> list[bytes]:
    async def work(session: AsyncSession) -> list[bytes]:
        return [row[0] for row in await session.execute(text(query))]

    return await store.staff.desk.database.read(work)


async def test_planted_words_are_nowhere_on_disk(line: Line, recovery: str) -> None:
    assert line.file
    tip = a_tip()
    receipt = await line.public.intake.keep(SECRET, tip)
    await line.public.intake.add(receipt, OTHER, (a_part(f"and again at {WORDS} today"),))
    await line.desk.answer(tip.id, "Was the Zanzibar van white?", by="ann")
    await line.desk.open(tip.id, line.key)
    answers = await line.public.mailbox.read(receipt)
    assert [answer.text for answer in answers] == ["Was the Zanzibar van white?"]
    needles = [
        "Zanzibar",
        "bakery",
        "51.54",
        receipt.digits,
        receipt.shown,
        PASSPHRASE,
        recovery,
        recovery.replace("-", ""),
    ]
    disk = files_of(line.file)
    assert [needle for needle in needles if needle.encode() in disk] == []
    assert line.key.secret not in disk
    assert SECRET not in disk


@pytest.mark.parametrize("how", ["shred", "burn", "expire"])
async def test_erased_bytes_are_in_no_file(line: Line, store: Store, how: str) -> None:
    assert line.file
    tip = a_tip()
    receipt = await line.public.intake.keep(SECRET, tip)
    await line.public.intake.add(receipt, OTHER, (a_part(),))
    await line.desk.answer(tip.id, "hello", by="ann")
    erased = [
        *await blobs(store, "SELECT body FROM answers"),
        *await blobs(store, "SELECT key_sealed FROM answers"),
    ]
    if how == "shred":
        erased += await blobs(store, "SELECT body FROM tips UNION SELECT body FROM additions")
        erased += await blobs(store, "SELECT sealed FROM tip_keys")
        erased += await blobs(store, "SELECT lookup FROM mailboxes")
    assert all(blob[-40:] in files_of(line.file) for blob in erased)
    if how == "shred":
        await line.shredder.shred(tip.id, by="ann", note="")
    elif how == "burn":
        await line.public.mailbox.burn(receipt, await line.public.mailbox.read(receipt))
    else:
        assert await line.shredder.expire_answers(line.clock.now().date().replace(day=28)) == 1
    left = files_of(line.file)
    assert not any(blob[at : at + 16] in left for blob in erased for at in range(0, len(blob), 16))


async def test_without_its_key_row_a_body_opens_with_nothing(line: Line, store: Store) -> None:
    tip = a_tip()
    await line.public.intake.keep(SECRET, tip)
    await run(store, "DELETE FROM tip_keys")
    with pytest.raises(NoSuchTip):
        await line.desk.open(tip.id, line.key)


async def test_an_old_passphrase_is_gone_from_disk(line: Line, store: Store) -> None:
    assert line.file
    (old,) = await blobs(store, "SELECT wrapped FROM accounts")
    await store.staff.keyring.change_passphrase("ann", PASSPHRASE, "another good one")
    assert old[-32:] not in files_of(line.file)


SWAP_BODIES = (
    "CREATE TEMP TABLE swapped AS SELECT id, body FROM tips",
    "UPDATE tips SET body = (SELECT body FROM swapped WHERE swapped.id <> tips.id)",
)
NEXT_VERSION = "UPDATE tips SET body = CAST(x'02' || substr(body, 2) AS BLOB)"
SWAP_KEYS = (
    "CREATE TEMP TABLE swapped_keys AS SELECT id, sealed FROM tip_keys",
    "UPDATE tip_keys SET sealed = (SELECT s.sealed FROM swapped_keys s WHERE s.id <> tip_keys.id)",
)


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(SWAP_BODIES, id="bodies moved"),
        pytest.param(SWAP_KEYS, id="keys moved"),
        pytest.param((*SWAP_BODIES, *SWAP_KEYS), id="bodies moved with their keys"),
        pytest.param(("UPDATE tips SET body = substr(body, 1, length(body) - 1)",), id="cut"),
        pytest.param(("UPDATE tips SET body = x''",), id="emptied"),
        pytest.param(("UPDATE tips SET body = 'words'",), id="replaced by text"),
        pytest.param((NEXT_VERSION,), id="version"),
        pytest.param(("UPDATE tip_keys SET sealed = zeroblob(80)",), id="key zeroed"),
        pytest.param(("UPDATE tip_keys SET sealed = x''",), id="key emptied"),
    ],
)
async def test_changed_ciphertext_does_not_open_and_is_audited(
    line: Line, store: Store, statements: tuple[str, ...]
) -> None:
    tips = [a_tip(), a_tip()]
    for secret, tip in zip((SECRET, OTHER), tips, strict=True):
        await line.public.intake.keep(secret, tip)
    await run(store, *statements)
    for tip in tips:
        with pytest.raises(Tampered) as tampered:
            await line.desk.open(tip.id, line.key)
        assert "bakery" not in str(tampered.value)
    assert [e.action for e in await line.audit.latest(2)] == ["unreadable", "opened"]


async def test_an_addition_moved_to_another_tip_still_shows_as_such(
    line: Line, store: Store
) -> None:
    tip = a_tip()
    receipt = await line.public.intake.keep(SECRET, tip)
    await line.public.intake.add(receipt, OTHER, (a_part(),))
    await run(store, "UPDATE additions SET body = (SELECT body FROM tips)")
    with pytest.raises(Tampered):
        await line.desk.open(tip.id, line.key)


async def test_a_changed_answer_is_not_shown(line: Line, store: Store) -> None:
    tip = a_tip()
    receipt = await line.public.intake.keep(SECRET, tip)
    for words in ("one", "two"):
        await line.desk.answer(tip.id, words, by="ann")
    await run(store, "UPDATE answers SET body = zeroblob(2089) WHERE number = 1")
    assert [a.text for a in await line.public.mailbox.read(receipt)] == ["two"]


async def test_a_thief_without_a_passphrase_opens_nothing(line: Line, store: Store) -> None:
    """All files and secrets of the host are in the thief's hands; only passphrases are not."""
    tip = a_tip()
    await line.public.intake.keep(SECRET, tip)
    keyring: SqlKeyring = store.staff.keyring
    for name in ("ann", "root", ""):
        for guess in ("", "password", PASSPHRASE.upper()):
            with pytest.raises(WrongPassphrase):
                await keyring.unlock(name, guess)
    directory = line.file.parent.parent if line.file else Path()
    everything = b"".join(p.read_bytes() for p in sorted(directory.rglob("*")) if p.is_file())
    assert line.key.secret not in everything
    assert line.key.secret.hex().encode() not in everything
    sealed = seal_tip(tip, KeyPair.of(line.key.secret).public)
    candidates = [everything[at : at + 32] for at in range(0, len(everything) - 32, 61)]
    for candidate in candidates:
        with pytest.raises(Tampered):
            open_key(sealed.key, candidate)


@pytest.mark.alone
async def test_an_unknown_receipt_takes_as_long_as_one_without_answers(line: Line) -> None:
    known = await line.public.intake.keep(SECRET, a_tip())
    unknown = of_number(4)
    spent: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(60):
        for is_known, receipt in ((True, known), (False, unknown)):
            began = time.perf_counter()
            assert await line.public.mailbox.read(receipt) == ()
            spent[is_known].append(time.perf_counter() - began)
    ratio = statistics.median(spent[True]) / statistics.median(spent[False])
    assert 0.7 < ratio < 1.4


@pytest.mark.alone
def test_an_empty_mailbox_is_opened_no_faster_than_one_with_an_answer() -> None:
    pair = KeyPair.draw()
    answers = [seal_answer("hello", pair.public)]
    spent: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(100):
        for count, times in spent.items():
            began = time.perf_counter()
            assert len(open_answers(answers[:count], pair.secret)) == count
            times.append(time.perf_counter() - began)
    assert statistics.median(spent[0]) > 0.5 * statistics.median(spent[1])


async def test_a_desk_sees_only_its_own(line: Line, store: Store) -> None:
    tip = a_tip()
    await line.public.intake.keep(SECRET, tip)
    row = await line.desk.row(tip.id)
    other = replace(store.staff.desk, desk="0" * 16)
    stranger = SqlShredder(database=other.database, recorder=other.recorder, desk=other.desk)
    assert await other.page(Wanted(statuses=()), after=None, count=9) == ()
    for deed in (
        other.row(tip.id),
        other.open(tip.id, line.key),
        other.move(row, Status.JUNK, by="eve", note="", claim_until=None),
        other.answer(tip.id, "x", by="eve"),
        stranger.shred(tip.id, by="eve", note=""),
    ):
        with pytest.raises(NoSuchTip):
            await deed
