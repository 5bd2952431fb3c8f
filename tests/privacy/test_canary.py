"""Nothing of a sender is left anywhere: planted words, names and ids, looked for in every sink.

The real bot runs as a process of its own against the test server. Conversations end well, are
cancelled, are refused, fail half-way; then every byte that the bot could have written is searched.
"""

import asyncio
import base64
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.clock import SystemClock
from bench.botapi import BotApi, Fault, Person
from storage.store import open_staff
from tests.support.processes import (
    ACCOUNT,
    PASSPHRASE,
    BotProcess,
    bot_process,
    database_of,
    make_desk,
)

pytestmark = [pytest.mark.alone, pytest.mark.model, pytest.mark.slow]

NAME = "Zxqvornella"
STREET = "Quillfeather"
WORDS = "flumpwax"
CONVERSATIONS = 50


async def wait_for(person: Person, words: str, seconds: float = 30.0) -> str:
    """Wait until a message of the bot with these words stands in the chat."""
    async with asyncio.timeout(seconds):
        while True:
            for text in person.reads():
                if words in text:
                    return text
            await asyncio.sleep(0.02)


def report(number: int) -> str:
    return (
        f"{NAME}{number} sells {WORDS}{number} weed from {number} {STREET}{number} Road Southend "
        f"every night, ring him on 07700 9{number:05d}. im {NAME}own and my number is 07700 900999"
    )


async def finish(api: BotApi, number: int) -> None:
    person = api.person(f"{NAME}{number}")
    person.say(report(number))
    await wait_for(person, "How do you know")
    person.tap("done")
    await wait_for(person, "This is your report")
    person.tap("send")
    await wait_for(person, "Your code")
    if number % 2:
        person.tap("have_code")
        await wait_for(person, "All clear")


async def cancel(api: BotApi, number: int) -> None:
    person = api.person(f"{NAME}{number}")
    person.say(report(number))
    await wait_for(person, "How do you know")
    person.say("/cancel")
    await wait_for(person, "All clear")


async def be_refused(api: BotApi, number: int) -> None:
    person = api.person(f"{NAME}{number}")
    for kind in ("voice", "contact", "document", "live_location"):
        person.attach(kind, caption=f"{WORDS}{number}")
    person.forward(report(number))
    person.forge(f"send:{NAME}{WORDS}{number}"[:64], person.say("hello"))
    person.say(f"/start {NAME}{WORDS}{number}")
    await api.quiet(30)


async def fail(api: BotApi, number: int) -> None:
    person = api.person(f"{NAME}{number}")
    api.fail("sendMessage", Fault(code=500), times=2, chat=person.id)
    api.fail("sendMessage", Fault(code=400, description=report(number)), chat=person.id)
    person.say(report(number))
    person.say(f"{WORDS}{number}\x00\ud83d " + "\u202e" + NAME)
    person.block()
    await api.quiet(60)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The database is in another's hands for the time of the block."""
    connection = sqlite3.connect(folder / "data" / "tipline.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


async def meet_a_locked_database(api: BotApi, folder: Path) -> None:
    person = api.person(f"{NAME}locked")
    person.say(report(77))
    await wait_for(person, "How do you know")
    person.tap("done")
    await wait_for(person, "This is your report")
    with locked(folder):
        person.tap("send")
        await wait_for(person, "could not save", 40)


def written(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def needles(people: list[Person]) -> list[bytes]:
    plain = [NAME, NAME.lower(), STREET, STREET.lower(), WORDS, "07700 9", "077009"]
    plain += [str(person.id) for person in people]
    plain += [str(person.user[k]) for person in people for k in ("username", "last_name")]
    encoded = [base64.b64encode(word.encode()).rstrip(b"=")[:-1] for word in plain[:6]]
    packed = [p.id.to_bytes(8, order) for p in people for order in ("big", "little")]
    return [word.encode() for word in plain] + encoded + packed


async def converse(api: BotApi, running: BotProcess) -> None:
    ways = (finish, finish, cancel, be_refused, fail)
    limit = asyncio.Semaphore(8)

    async def one(number: int) -> None:
        async with limit:
            await ways[number % len(ways)](api, number)

    async with asyncio.TaskGroup() as group:
        for number in range(CONVERSATIONS):
            group.create_task(one(number))
    await meet_a_locked_database(api, running.folder)


async def test_nothing_of_a_sender_is_left_anywhere(tmp_path: Path) -> None:
    await make_desk(tmp_path)
    async with BotApi() as api:
        people: list[Person] = []
        make = api.person

        def remembered(name: str = "Sam") -> Person:
            people.append(make(name))
            return people[-1]

        api.person = remembered  # type: ignore[method-assign]  # to know whom to look for
        async with bot_process(api, tmp_path) as running:
            await converse(api, running)
            alive = written(tmp_path)
            assert await running.stop() == 0
        stopped = written(tmp_path)
    assert "data/tipline.db" in stopped
    assert len(stopped["data/tipline.db"]) > 50_000
    leaks = {
        (name, needle)
        for files in (alive, stopped)
        for name, content in files.items()
        for needle in needles(people)
        if needle in content
    }
    assert leaks == set()
    clock = SystemClock()
    async with open_staff(database_of(tmp_path), tmp_path / "data", clock=clock) as staff:
        key = await staff.keyring.unlock(ACCOUNT, PASSPHRASE)
        from core.desk_ports import Wanted

        rows = await staff.desk.page(Wanted(), after=None, count=500)
        opened = [await staff.desk.open(row.id, key) for row in rows]
    texts = [part.analysis.text for tip in opened for part in tip.details.parts]
    assert len(rows) == 2 * CONVERSATIONS // 5
    assert all(f"{STREET}" in text for text in texts if NAME in text)
    assert [text for text in texts if f"{NAME}own" in text or "900999" in text] == []
