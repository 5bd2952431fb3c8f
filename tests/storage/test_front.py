"""How a desk begins, who gets in, and what each side holds."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import WrongPassphrase
from storage.faults import (
    BadName,
    BadRecoveryKey,
    DeskExists,
    DeskKeyChanged,
    NameTaken,
    NoDesk,
    NotMigrated,
    WeakPassphrase,
)
from storage.founding import Founder, create_desk
from storage.keys import KeyPair, OpenKey
from storage.migrating import migrate
from storage.recovery_code import write_code
from storage.store import Limits, PublicSide, Store, open_public, open_staff, open_store
from storage.stretching import Cost
from tests.storage.samples import CHEAP, LIMITS, PASSPHRASE, HandClock, a_tip

SECRET = bytes(16)
GOOD = "gravel otter plinth mango"
SLOWER = Cost(passes=2, memory_kib=8192)


class TestFounding:
    async def test_a_second_desk_is_refused_and_the_first_stays(
        self, url: str, data_dir: Path, clock: HandClock, store: Store
    ) -> None:
        tip = a_tip()
        await store.public.intake.keep(SECRET, tip)
        founder = Founder(name="eve", passphrase=GOOD)
        with pytest.raises(DeskExists):
            await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)
        async with open_store(url, data_dir, clock=clock, limits=LIMITS) as again:
            key = await again.staff.keyring.unlock("ann", PASSPHRASE)
            assert (await again.staff.desk.open(tip.id, key)).details == tip.details

    async def test_a_weak_passphrase_founds_nothing(
        self, url: str, data_dir: Path, clock: HandClock
    ) -> None:
        founder = Founder(name="ann", passphrase="password")
        with pytest.raises(WeakPassphrase):
            await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)
        assert not data_dir.exists()

    async def test_a_directory_of_another_desk_is_refused_and_its_pin_stays(
        self, url: str, other_url: str, data_dir: Path, clock: HandClock, recovery: str
    ) -> None:
        del recovery
        founder = Founder(name="eve", passphrase=GOOD)
        with pytest.raises(DeskExists):
            await create_desk(other_url, data_dir, founder, clock=clock, cost=CHEAP)
        async with open_store(url, data_dir, clock=clock, limits=LIMITS) as store:
            assert await store.staff.keyring.names() == ("ann",)

    @pytest.mark.backends("sqlite")
    async def test_a_founding_that_fails_can_be_tried_again(
        self, url: str, data_dir: Path, clock: HandClock
    ) -> None:
        await migrate(url)
        lock = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        refuse = "BEFORE INSERT ON accounts BEGIN SELECT RAISE(FAIL, 'x'); END"
        lock.execute(f"CREATE TRIGGER no {refuse}")
        founder = Founder(name="ann", passphrase=GOOD)
        with pytest.raises(IntegrityError):
            await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)
        lock.execute("DROP TRIGGER no")
        lock.close()
        assert await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)

    @pytest.mark.parametrize("name", ["", "system", "a b", "ann\n", "ännä", "x" * 41, "a/b"])
    async def test_a_bad_name_founds_nothing(
        self, url: str, data_dir: Path, clock: HandClock, name: str
    ) -> None:
        founder = Founder(name=name, passphrase=GOOD)
        with pytest.raises(BadName):
            await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)
        assert not data_dir.exists()

    @pytest.mark.parametrize("is_practice", [True, False])
    async def test_the_desk_knows_whether_it_is_for_practice(
        self, url: str, data_dir: Path, clock: HandClock, *, is_practice: bool
    ) -> None:
        founder = Founder(name="ann", passphrase=GOOD, is_practice=is_practice)
        await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)
        async with open_staff(url, data_dir, clock=clock, limits=LIMITS) as staff:
            assert await staff.keyring.is_practice() is is_practice
            (entry,) = await staff.audit.latest(9)
            assert (entry.by, entry.action) == ("ann", "founded")


class TestOpening:
    async def test_not_migrated(
        self, url: str, other_url: str, data_dir: Path, clock: HandClock
    ) -> None:
        await create_desk(
            url, data_dir, Founder(name="ann", passphrase=GOOD), clock=clock, cost=CHEAP
        )
        with pytest.raises(NotMigrated):
            async with open_store(other_url, data_dir, clock=clock):
                pass
        await migrate(other_url)
        with pytest.raises(NoDesk):
            async with open_store(other_url, data_dir, clock=clock):
                pass

    async def test_no_secrets(self, url: str, tmp_path: Path, clock: HandClock) -> None:
        with pytest.raises(NoDesk):
            async with open_public(url, tmp_path / "nothing", clock=clock):
                pass

    async def test_a_desk_key_put_in_the_place_of_ours_stores_nothing(
        self, url: str, data_dir: Path, clock: HandClock, store: Store
    ) -> None:
        async def work(session: AsyncSession) -> None:
            theirs = KeyPair.draw().public
            await session.execute(text("UPDATE desks SET public_key = :key"), {"key": theirs})

        await store.staff.desk.database.write(work)
        for side in (open_public, open_staff):
            with pytest.raises(DeskKeyChanged):
                async with side(url, data_dir, clock=clock):
                    pass

    async def test_what_one_side_keeps_the_other_opens(
        self, url: str, data_dir: Path, clock: HandClock, recovery: str
    ) -> None:
        del recovery
        tip = a_tip()
        async with open_public(url, data_dir, clock=clock, limits=LIMITS) as public:
            receipt = await public.intake.keep(SECRET, tip)
        async with open_staff(url, data_dir, clock=clock, limits=LIMITS) as staff:
            key = await staff.keyring.unlock("ann", PASSPHRASE)
            assert (await staff.desk.open(tip.id, key)).details == tip.details
            await staff.desk.answer(tip.id, "thanks", by="ann")
        async with open_public(url, data_dir, clock=clock, limits=LIMITS) as public:
            assert [a.text for a in await public.mailbox.read(receipt)] == ["thanks"]
            assert await public.intake.keep(SECRET, a_tip()) == receipt

    async def test_the_public_side_has_no_way_to_a_tip(self, store: Store) -> None:
        ways = {"intake", "mailbox", "news", "steering", "pulses"}
        assert {field.name for field in fields(PublicSide)} == ways
        verbs = {name for name in dir(store.public.intake) if not name.startswith("_")}
        assert verbs == {"keep", "recall", "add", "database", "receipts", "secrets", "clock"}


class TestKeyring:
    async def test_unlocking_is_audited(self, store: Store) -> None:
        key = await store.staff.keyring.unlock("ann", PASSPHRASE)
        assert key.name == "ann"
        (entry,) = await store.staff.audit.latest(1)
        assert (entry.by, entry.action, entry.subject) == ("ann", "unlocked", "ann")

    async def test_a_second_account_opens_the_same_tips(self, store: Store) -> None:
        keyring, tip = store.staff.keyring, a_tip()
        await store.public.intake.keep(SECRET, tip)
        await keyring.add("ben", "bens passphrase", key=await keyring.unlock("ann", PASSPHRASE))
        key = await keyring.unlock("ben", "bens passphrase")
        assert (await store.staff.desk.open(tip.id, key)).details == tip.details
        assert await keyring.names() == ("ann", "ben")

    async def test_a_name_is_given_once(self, store: Store) -> None:
        keyring = store.staff.keyring
        key = await keyring.unlock("ann", PASSPHRASE)
        with pytest.raises(NameTaken):
            await keyring.add("ann", "another one here", key=key)
        assert (await keyring.unlock("ann", PASSPHRASE)).name == "ann"

    async def test_a_removed_account_opens_nothing(self, store: Store) -> None:
        keyring = store.staff.keyring
        await keyring.add("ben", "bens passphrase", key=await keyring.unlock("ann", PASSPHRASE))
        assert await keyring.remove("ben", by="ann")
        assert not await keyring.remove("ben", by="ann")
        with pytest.raises(WrongPassphrase):
            await keyring.unlock("ben", "bens passphrase")

    async def test_a_changed_passphrase_counts_and_the_old_one_does_not(self, store: Store) -> None:
        keyring = store.staff.keyring
        with pytest.raises(WrongPassphrase):
            await keyring.change_passphrase("ann", "wrong", GOOD)
        await keyring.change_passphrase("ann", PASSPHRASE, GOOD)
        assert (await keyring.unlock("ann", GOOD)).name == "ann"
        with pytest.raises(WrongPassphrase):
            await keyring.unlock("ann", PASSPHRASE)

    async def test_the_recovery_key_gives_an_account_a_new_passphrase(
        self, store: Store, recovery: str
    ) -> None:
        keyring, tip = store.staff.keyring, a_tip()
        await store.public.intake.keep(SECRET, tip)
        key = await keyring.recover(recovery.lower(), "ann", GOOD)
        assert (await store.staff.desk.open(tip.id, key)).details == tip.details
        assert (await keyring.unlock("ann", GOOD)).name == "ann"
        assert "recovered" in [e.action for e in await store.staff.audit.latest(9)]

    async def test_the_recovery_key_makes_an_account_where_none_is_left(
        self, store: Store, recovery: str
    ) -> None:
        keyring = store.staff.keyring
        await keyring.remove("ann", by="ann")
        await keyring.recover(recovery, "new", GOOD)
        assert await keyring.names() == ("new",)

    async def test_another_desks_recovery_key_is_refused(self, store: Store) -> None:
        with pytest.raises(BadRecoveryKey, match="another desk"):
            await store.staff.keyring.recover(write_code(bytes(32)), "ann", GOOD)

    async def test_a_real_desk_refuses_weak_passphrases_everywhere(
        self, url: str, data_dir: Path, clock: HandClock
    ) -> None:
        founder = Founder(name="ann", passphrase=GOOD)
        recovery = await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)
        async with open_staff(url, data_dir, clock=clock, limits=LIMITS) as staff:
            keyring = staff.keyring
            key: OpenKey = await keyring.unlock("ann", GOOD)
            for deed in (
                keyring.add("ben", "password1234", key=key),
                keyring.change_passphrase("ann", GOOD, "password1234"),
                keyring.recover(recovery, "ann", "password1234"),
            ):
                with pytest.raises(WeakPassphrase):
                    await deed
            assert await keyring.names() == ("ann",)

    async def test_an_account_row_planted_in_the_database_opens_nothing(self, store: Store) -> None:
        tip = a_tip()
        await store.public.intake.keep(SECRET, tip)
        planted = (
            "INSERT INTO accounts SELECT 'eve', desk, public_key, salt, passes, memory_kib, "
            "wrapped, desk_sealed, added, role FROM accounts"
        )

        async def work(session: AsyncSession) -> None:
            await session.execute(text(planted))

        await store.staff.desk.database.write(work)
        with pytest.raises(WrongPassphrase):
            await store.staff.keyring.unlock("eve", PASSPHRASE)

    @pytest.mark.alone
    async def test_an_unknown_name_takes_as_long_as_a_wrong_passphrase(
        self, url: str, data_dir: Path, clock: HandClock, recovery: str
    ) -> None:
        del recovery
        slower = Limits(receipt=CHEAP, passphrase=SLOWER)
        async with open_staff(url, data_dir, clock=clock, limits=slower) as staff:
            await staff.keyring.change_passphrase("ann", PASSPHRASE, GOOD)
            spent: dict[str, list[float]] = {"ann": [], "nobody": []}
            for _ in range(15):
                for name, times in spent.items():
                    began = time.perf_counter()
                    with pytest.raises(WrongPassphrase):
                        await staff.keyring.unlock(name, "wrong")
                    times.append(time.perf_counter() - began)
        # The quickest of many: what else the machine does only ever adds to a time.
        ratio = min(spent["ann"]) / min(spent["nobody"])
        assert 0.6 < ratio < 1.6
