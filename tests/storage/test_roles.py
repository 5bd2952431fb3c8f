"""Each process signs in to PostgreSQL as itself, and can do its own work and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from app.staff import staff_office
from app.wiring import office_of
from bench.postgres import PostgresServer
from bot.staff.calling import Call, Wish
from bot.staff.commands import COMMANDS
from bot.staff.texts import StaffTexts
from core.alerts import AlertKind, Wait, urgent_of
from core.desk_ports import Wanted
from core.errors import NotSaved
from core.janitor import sweep
from core.pending import Deed, Outcome
from core.people import Role
from core.steering import Pulse, Traffic
from core.tip import Priority, Status
from storage.faults import NoRoles
from storage.roles import apply_grants, grants
from storage.store import PublicSide, StaffSide, Store, open_public, open_staff
from storage.tables import Record
from tests.bot.staff.test_commands import EXAMPLES, RIGHT
from tests.storage.samples import LIMITS, PASSPHRASE, START, HandClock, a_part, a_tip
from tests.support.accounts import urls_of

pytestmark = pytest.mark.backends("postgres")

SECRET, OTHER = bytes(range(16)), bytes(range(16, 32))
PROCESSES = ("public", "staff", "console", "janitor")
ALL = Wanted(statuses=())

type Opening[Side] = Callable[[str], AbstractAsyncContextManager[Side]]


@pytest.fixture
async def urls(url: str, store: Store, postgres_server: PostgresServer) -> dict[str, str]:
    """A URL for each process, with an account that has its role."""
    del store
    return await urls_of(url, postgres_server, *PROCESSES)


@pytest.fixture
def as_public(urls: dict[str, str], data_dir: Path, clock: HandClock) -> Opening[PublicSide]:
    @asynccontextmanager
    async def opening(process: str) -> AsyncIterator[PublicSide]:
        async with open_public(urls[process], data_dir, clock=clock, limits=LIMITS) as side:
            yield side

    return opening


@pytest.fixture
def as_staff(urls: dict[str, str], data_dir: Path, clock: HandClock) -> Opening[StaffSide]:
    @asynccontextmanager
    async def opening(process: str) -> AsyncIterator[StaffSide]:
        async with open_staff(urls[process], data_dir, clock=clock, limits=LIMITS) as side:
            yield side

    return opening


async def test_the_public_bot_does_all_of_its_work(
    store: Store, as_public: Opening[PublicSide], as_staff: Opening[StaffSide]
) -> None:
    tip = a_tip()
    await store.staff.news.publish("Two arrests.", by="ann")
    async with as_public("public") as public:
        receipt = await public.intake.keep(SECRET, tip)
        assert await public.intake.keep(SECRET, tip) == receipt
        assert await public.intake.recall(SECRET) == receipt
        assert await public.intake.add(receipt, OTHER, (a_part(),))
        await store.staff.desk.answer(tip.id, "Which day?", by="ann")
        answers = await public.mailbox.read(receipt)
        await public.mailbox.burn(receipt, answers)
        assert await public.mailbox.read(receipt) == ()
        assert await public.news.latest(1) == ("Two arrests.",)
    async with as_staff("public") as staff:  # before it starts it looks whose desk this is
        assert await staff.keyring.is_practice()
    assert len(await store.staff.outbox.pending(9)) == 1


READS = (
    *("SELECT body FROM tips", "SELECT area FROM tips", "SELECT arrived FROM tips"),
    *("SELECT * FROM tip_keys", "SELECT body FROM additions", "SELECT * FROM accounts"),
    *("SELECT * FROM notes", "SELECT * FROM traces", "SELECT * FROM outbox"),
    *("SELECT * FROM audit", "SELECT wrapped FROM accounts", "SELECT recovery_sealed FROM desks"),
    "INSERT INTO tips SELECT * FROM tips RETURNING body",
)
CHANGES = (
    *("UPDATE tips SET status = 'junk'", "DELETE FROM tips", "DELETE FROM tip_keys"),
    *("UPDATE mailboxes SET tip = ''", "INSERT INTO audit_head VALUES (1, 1, '')"),
    *("DELETE FROM audit", "INSERT INTO news (published, text) VALUES ('2026-01-01', 'x')"),
    *("CREATE TABLE mine (id text)", "DROP TABLE tips", "TRUNCATE answers"),
    "UPDATE desks SET public_key = ''",
)


def refused(urls: dict[str, str], process: str, statement: str) -> bool:
    """Whether the account of a process is refused a statement for want of a right."""
    with psycopg.connect(urls[process]) as connection:
        try:
            connection.execute(statement.encode())
        except psycopg.errors.InsufficientPrivilege:
            return True
    return False


@pytest.mark.parametrize("statement", [*READS, *CHANGES])
def test_the_public_bot_reads_no_tip_and_changes_nothing(
    urls: dict[str, str], statement: str
) -> None:
    assert refused(urls, "public", statement)


@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET note = ''", "DELETE FROM audit", "TRUNCATE audit", "DROP TABLE audit"],
)
def test_nobody_rewrites_the_audit(urls: dict[str, str], process: str, statement: str) -> None:
    assert refused(urls, process, statement)


@pytest.mark.parametrize("process", ["public", "staff", "janitor"])
@pytest.mark.parametrize(
    "statement",
    ["SELECT body FROM tips", "SELECT sealed FROM tip_keys", "SELECT desk_sealed FROM accounts"],
)
def test_only_the_console_reads_what_is_sealed(
    urls: dict[str, str], process: str, statement: str
) -> None:
    assert refused(urls, process, statement)
    assert not refused(urls, "console", statement)


async def test_moderators_steer_and_count(store: Store, as_staff: Opening[StaffSide]) -> None:
    await store.public.intake.keep(SECRET, a_tip(priority=Priority.URGENT))
    async with as_staff("staff") as staff:
        (row,) = await staff.desk.page(ALL, after=None, count=9)
        assert (await staff.desk.counts(ALL)).total == 1
        row = await staff.desk.set_priority(row, Priority.LOW, by="mo", note="calm")
        row = await staff.desk.move(row, Status.JUNK, by="mo", note="", claim_until=None)
        (notice,) = await staff.outbox.pending(9)
        await staff.outbox.done((notice.number,))
        await staff.news.publish("Thank you.", by="mo")
        await staff.news.withdraw("Thank you.", by="mo", note="")
    assert (await store.staff.desk.row(row.id)).status is Status.JUNK


async def test_the_console_opens_and_works(store: Store, as_staff: Opening[StaffSide]) -> None:
    tip = a_tip()
    await store.public.intake.keep(SECRET, tip)
    async with as_staff("console") as staff:
        key = await staff.keyring.unlock("ann", PASSPHRASE)
        assert (await staff.desk.open(tip.id, key)).details == tip.details
        await staff.desk.answer(tip.id, "Thank you.", by="ann")
        assert await staff.audit.first_break() is None


async def test_the_janitor_destroys_what_it_cannot_read(
    store: Store, as_staff: Opening[StaffSide], clock: HandClock
) -> None:
    receipt = await store.public.intake.keep(SECRET, a_tip())
    await store.public.intake.add(receipt, OTHER, (a_part(),))
    clock.wait(timedelta(days=366))
    async with as_staff("janitor") as staff:
        swept = await sweep(staff.shredder, date(2027, 4, 1))
        assert await staff.invitations.expire() == 0
    assert (swept.tips, await store.staff.desk.page(ALL, after=None, count=9)) == (1, ())


def test_every_table_is_the_consoles_and_every_right_is_of_a_table_that_there_is() -> None:
    tables = {*Record.metadata.tables, "alembic_version"}
    assert {*grants()["console"]} == tables
    for rights in grants().values():
        assert {*rights} <= tables


async def test_sqlite_has_no_roles(tmp_path: Path) -> None:
    (tmp_path / "x.db").touch()
    with pytest.raises(NoRoles):
        await apply_grants(f"sqlite:///{tmp_path / 'x.db'}")


async def test_the_staff_bot_steers_and_tells_with_its_own_role(
    store: Store, as_public: Opening[PublicSide], as_staff: Opening[StaffSide]
) -> None:
    await store.staff.invitations.invite("adam", Role.ADMINISTRATOR, by="ann")
    await store.public.intake.keep(SECRET, a_tip(priority=Priority.URGENT))
    async with as_staff("staff") as staff:
        await staff.steering.pause(by="ann", note="nobody on duty")
        await staff.steering.set_notice("en", "Busy.", by="ann")
        (notice,) = await staff.alerts.waiting(9)
        await staff.alerts.raise_([("ann", urgent_of(notice))], [notice.number])
        assert await staff.seats.member(7) is None
        assert await staff.seats.everybody() == ()
        assert await staff.alerts.open(9) == ()
        assert await staff.pulses.pulses() == ()
        (row,) = await staff.desk.page(ALL, after=None, count=9)
        await staff.watchbook.keep_waits({row.id: Wait.from_now(START), "gone": Wait(START)}, [])
        assert await staff.watchbook.waits() == {row.id: Wait.from_now(START)}
        await staff.watchbook.turn(AlertKind.FLOODED, is_on=True, about=[])
        assert await staff.watchbook.alarms() == {AlertKind.FLOODED}
    async with as_public("public") as public:
        assert (await public.steering.read()).is_paused
        pulse = Pulse(process="one", at=START)
        await public.pulses.beat(pulse, Traffic(messages=30))
        await public.pulses.beat(pulse, Traffic(messages=30))


@pytest.mark.parametrize(("typed", "name"), [*RIGHT, *EXAMPLES])
async def test_every_command_of_the_staff_bot_works_with_its_role(
    store: Store,
    as_staff: Opening[StaffSide],
    clock: HandClock,
    tmp_path: Path,
    typed: str,
    name: str,
) -> None:
    side, tip = store.staff, a_tip()
    await store.public.intake.keep(SECRET, tip)
    for each, role in {"adam": Role.ADMINISTRATOR, "bob": Role.MODERATOR}.items():
        by = "ann" if each == "adam" else "adam"
        code = await side.invitations.invite(each, role, by=by)
        await side.invitations.redeem(code, f"{PASSPHRASE} {each}", None)
    for chat, each in enumerate(("ann", "adam", "bob"), 1):
        await side.seats.take(await side.seats.invite(each, by="adam"), chat)
    await side.work.operations.begin("Harbour", ("SS1",), START.date(), None, by="ann")
    if typed.startswith(("/release_claim", "/reopen")):
        await side.desk.move(
            await side.desk.row(tip.id), Status.CLAIMED, by="ann", note="", claim_until=None
        )
    async with as_staff("staff") as staff:
        office = staff_office(office_of(staff, clock), tmp_path)
        member = await staff.seats.member(call_chat(name))
        assert member is not None
        word, _, rest = typed[1:].replace("TIP", tip.id).replace("3f2a81c0", tip.id).partition(" ")
        call = Call(member, tuple(rest.split()), rest, office, StaffTexts.load())
        done = await COMMANDS[word].act(call)
        if isinstance(done, Wish) and done.deed in COMMANDS[word].console:
            await office.pending.ask(done.deed, done.arguments, by=name, chat=call_chat(name))
        elif isinstance(done, Wish):
            assert done.now is not None
            await done.now()
        elif done.choices:
            await done.choices[0].then()


def call_chat(name: str) -> int:
    return 1 if name == "ann" else 2


async def test_the_staff_bot_asks_for_what_only_the_console_may_do(
    store: Store, as_staff: Opening[StaffSide], urls: dict[str, str]
) -> None:
    code = await store.staff.invitations.invite("adam", Role.ADMINISTRATOR, by="ann")
    await store.staff.invitations.redeem(code, f"{PASSPHRASE} adam", None)
    seat = await store.staff.seats.invite("adam", by="adam")
    invited = {"name": "bea", "role": "auditor"}
    async with as_staff("staff") as staff:
        await staff.seats.take(seat, 7)
        act = await staff.pending.ask(Deed.INVITE, invited, by="adam", chat=7)
        await staff.pending.announced(act, 12)
        with pytest.raises(NotSaved):
            await staff.pending.carry_out(act, by="adam")
    async with as_staff("console") as console:
        assert await console.pending.carry_out(act, by="adam")
    async with as_staff("staff") as staff:
        (settled,) = await staff.pending.settled(9, besides=frozenset())
        assert (settled.outcome, settled.message) == (Outcome.DONE, 12)
        await staff.pending.told(act)
    for statement in (
        "UPDATE accounts SET role = 'lead'",
        "INSERT INTO invitations SELECT * FROM invitations",
        "UPDATE pending_acts SET account = 'ann'",
    ):
        assert refused(urls, "staff", statement)
