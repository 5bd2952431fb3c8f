"""Does the line keep its promises when what stands behind it hangs, fails or crashes?"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from core.analysis import Analysis
from core.errors import NotSaved
from core.locks import Locks
from core.ports import SessionKey
from core.reporter import Reporter
from core.session import RECEIPT_LIFE, SESSION_LIFE, Session
from core.turn import Chose, Commanded, Reply, Said
from tests.support.fakes import MemoryIntake, MemorySessions, MemoryStage
from tests.support.fronts import CoreFront
from tests.support.scripted import read_rule
from tests.support.talk import World

RULES = tuple(
    map(read_rule, ["alarm: weapon = knife", "place: town = Maldon", "999: weapon = knife"])
)


@pytest.fixture
def world() -> World:
    return World(RULES)


@pytest.fixture
def front(world: World) -> CoreFront:
    return CoreFront(world)


def keys(stage: MemoryStage) -> list[str]:
    return [reply.key for reply in stage.shown]


async def to_preview(front: CoreFront, text: str = "a bloke sells in Maldon") -> Chose:
    """Write a report up to its preview; the tap that sends it."""
    await front.say(text)
    await front.tap("I'm done")
    send = front.stage.shown[-1].options[0]
    return Chose(send.name, send.ticket)


# The alarm comes before everything


class Hanging(MemorySessions):
    async def load(self, key: SessionKey) -> Session | None:
        del key
        await asyncio.Event().wait()
        return None


class Failing(MemorySessions):
    async def load(self, key: SessionKey) -> Session | None:
        del key
        raise NotSaved


class HangingAnalyser:
    async def analyse(self, text: str, at: datetime) -> Analysis:
        del text, at
        await asyncio.Event().wait()
        raise AssertionError


async def _within(reporter: Reporter, stage: MemoryStage, text: str) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.05):
            await reporter.talk(Said(text), stage)


async def test_the_alarm_is_answered_when_sessions_hang(world: World) -> None:
    stage = MemoryStage()
    await _within(world.start(sessions=Hanging(world.clock)), stage, "he has a knife")
    assert keys(stage) == ["emergency"]


async def test_the_alarm_is_answered_when_sessions_fail(world: World) -> None:
    stage = MemoryStage()
    await world.start(sessions=Failing(world.clock)).talk(Said("he has a knife"), stage)
    assert keys(stage) == ["emergency", "broken"]


async def test_the_alarm_is_answered_when_the_analysis_hangs(world: World) -> None:
    stage = MemoryStage()
    await _within(world.start(analyser=HangingAnalyser()), stage, "he has a knife")
    assert keys(stage) == ["emergency"]


async def test_the_alarm_does_not_wait_for_an_earlier_message(world: World) -> None:
    stage = MemoryStage()
    reporter = world.start(analyser=HangingAnalyser())
    first = asyncio.ensure_future(reporter.talk(Said("a bloke sells"), stage))
    await asyncio.sleep(0)
    await _within(reporter, stage, "he has a knife")
    assert keys(stage) == ["emergency"]
    first.cancel()


async def test_the_alarm_is_answered_over_the_limit(front: CoreFront) -> None:
    for _ in range(25):
        await front.say("a bloke sells")
    await front.say("he has a knife")
    assert keys(front.stage)[-1] == "emergency"


async def test_the_same_alarm_is_not_repeated_for_ever(world: World, front: CoreFront) -> None:
    for _ in range(10):
        await front.say("he has a knife")
    assert keys(front.stage).count("emergency") == 3
    world.clock.pass_by(60)
    await front.say("he has a knife")
    assert keys(front.stage).count("emergency") == 4


async def test_what_sounded_the_alarm_is_an_emergency_in_the_queue_too() -> None:
    world = World(RULES[:2])  # the analysis itself sees nothing
    front = CoreFront(world)
    await front.say("he has a knife in Maldon")
    await front.tap("Leave what I know")
    await front.tap("I'm done")
    await front.tap("Send")
    [tip] = world.intake.tips.values()
    assert (tip.priority, tip.details.dangers) == ("urgent", ("weapon",))


# Order


async def test_a_sender_is_answered_in_order_and_others_do_not_wait(world: World) -> None:
    go = asyncio.Event()

    class Slow:
        async def analyse(self, text: str, at: datetime) -> Analysis:
            if "slow" in text:
                await go.wait()
            return await world.analyser.analyse(text, at)

    reporter = world.start(analyser=Slow())
    alice, bob = MemoryStage("alice"), MemoryStage("bob")
    first = asyncio.ensure_future(reporter.talk(Said("slow in Maldon"), alice))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(reporter.talk(Said("on Monday"), alice))
    await reporter.talk(Said("a bloke in Maldon"), bob)
    assert (keys(alice), keys(bob)) == ([], ["ask-when"])
    go.set()
    await asyncio.gather(first, second)
    assert keys(alice) == ["ask-when", "ask-who"]


async def test_everybody_of_a_crowd_has_a_place_in_their_queue_before_any_is_taken_up(
    world: World,
) -> None:
    """Another process may get the next message of any of them: the place is what it sees."""
    places: list[bytes] = []
    taken_up: list[int] = []

    class Seen(Locks):
        @asynccontextmanager
        async def hold(self, key: bytes) -> AsyncIterator[None]:
            places.append(key)
            async with super().hold(key):
                yield

    class Noting:
        async def analyse(self, text: str, at: datetime) -> Analysis:
            taken_up.append(len(places))
            return await world.analyser.analyse(text, at)

    reporter = world.start(analyser=Noting(), locks=Seen())
    crowd = [MemoryStage(f"sender {number}") for number in range(50)]
    await asyncio.gather(*(reporter.talk(Said("a bloke in Maldon"), stage) for stage in crowd))
    assert taken_up[1:] == [50] * 49  # the first finds nobody before it


# Sending


async def test_no_receipt_is_shown_unless_the_report_is_kept(
    world: World, front: CoreFront
) -> None:
    send = await to_preview(front)
    world.intake.is_down = True
    await front.do(send)
    assert keys(front.stage)[-2:] == ["not-saved", "ask-preview"]
    assert "receipt" not in keys(front.stage)
    assert world.intake.tips == {}


async def test_the_receipt_is_that_of_the_stored_tip(world: World, front: CoreFront) -> None:
    await front.do(await to_preview(front))
    [receipt] = world.intake.receipts
    assert front.stage.shown[-1] == Reply(
        "receipt", {"code": receipt.shown}, front.stage.shown[-1].options
    )


async def test_a_double_tap_on_two_devices_stores_once(world: World, front: CoreFront) -> None:
    send = await to_preview(front)
    await asyncio.gather(
        world.reporter.talk(send, front.stage), world.reporter.talk(send, front.stage)
    )
    codes = [r.values["code"] for r in front.stage.shown if r.key == "receipt"]
    assert len(world.intake.tips) == 1
    assert len(codes) == 2
    assert len(set(codes)) == 1


@pytest.mark.parametrize("is_kept", [True, False], ids=["after the commit", "before it"])
async def test_a_crash_while_sending(*, world: World, front: CoreFront, is_kept: bool) -> None:
    class Crashes(MemoryIntake):
        async def keep(self, secret: bytes, tip: object) -> object:  # type: ignore[override]
            if is_kept:
                await world.intake.keep(secret, tip)  # type: ignore[arg-type]
            raise KeyboardInterrupt

    send = await to_preview(front)
    crashing = world.start(intake=Crashes())
    with pytest.raises(KeyboardInterrupt):
        await crashing.talk(send, front.stage)
    world.sessions.kept.clear()  # they were in memory
    world.reporter = world.start()
    await front.do(send)
    assert keys(front.stage)[-1] == ("receipt" if is_kept else "expired")
    assert len(world.intake.tips) == is_kept


async def test_a_crash_that_leaves_the_session_gives_the_same_receipt(
    world: World, front: CoreFront
) -> None:
    send = await to_preview(front)
    before = dict(world.sessions.kept)
    await front.do(send)
    world.sessions.kept = before  # the crash came before the session was saved
    await front.do(send)
    assert len(world.intake.tips) == 1
    assert len({r.values["code"] for r in front.stage.shown if r.key == "receipt"}) == 1


async def test_the_hour_of_arrival_is_all_that_is_kept_of_the_time(
    world: World, front: CoreFront
) -> None:
    await front.do(await to_preview(front))
    [tip] = world.intake.tips.values()
    assert tip.arrived.isoformat() == "2026-03-27T21:00:00+00:00"


async def test_a_store_that_cannot_be_read_is_said(world: World, front: CoreFront) -> None:
    send = await to_preview(front)
    await front.command("erase")
    world.intake.is_down = True
    await front.do(send)
    assert keys(front.stage)[-1] == "broken"


# Answers


async def _with_answer(world: World, front: CoreFront) -> str:
    await front.do(await to_preview(front))
    [receipt] = world.intake.receipts
    world.act("answer Which day?", receipt.shown)
    return receipt.shown


async def test_an_answer_is_shown_once(world: World, front: CoreFront) -> None:
    code = await _with_answer(world, front)
    await front.say(code)
    await front.say(code)
    assert [key for key in keys(front.stage) if "answers" in key] == ["answers", "answers-none"]


async def test_an_answer_that_was_not_shown_stays(world: World, front: CoreFront) -> None:
    code = await _with_answer(world, front)
    front.stage.is_down = True
    await front.say(code)
    front.stage.is_down = False
    await front.say(code)
    assert keys(front.stage)[-1] == "answers"


async def test_one_sender_cannot_use_up_the_tries_of_another(world: World) -> None:
    world.reporter = world.start()
    for name in "ab":
        stage = MemoryStage(name)
        for _ in range(5):
            await world.reporter.talk(Said("1234 5678 9012 3456 7888"), stage)
        assert set(keys(stage)) == {"answers-none"}


# Erasing


async def test_erase_clears_both_sides_and_forgets(world: World, front: CoreFront) -> None:
    await front.say("a bloke sells in Maldon")
    await front.command("erase")
    assert [getattr(m, "key", m) for m in front.stage.standing.values()] == ["erased"]
    assert world.sessions.kept == {}


async def test_what_came_too_fast_is_erased_too(world: World, front: CoreFront) -> None:
    for number in range(25):
        await front.say(f"a bloke sells {number}")
    world.clock.pass_by(60)
    await front.command("erase")
    assert [getattr(m, "key", m) for m in front.stage.standing.values()] == ["erased"]


async def test_what_was_said_of_a_fault_is_erased_too(world: World, front: CoreFront) -> None:
    world.reporter = world.start(sessions=Failing(world.clock))
    await front.say("a bloke sells")
    world.reporter._outside = world.start()._outside
    await front.command("erase")
    assert [getattr(m, "key", m) for m in front.stage.standing.values()] == ["erased"]


async def test_messages_that_are_too_old_are_not_said_to_be_gone(
    world: World, front: CoreFront
) -> None:
    await front.say("a bloke sells")
    front.stage.too_old = {1}
    await front.command("erase")
    assert keys(front.stage)[-1] == "erased-not-all"
    assert world.sessions.kept == {}


@pytest.mark.parametrize("sent", [True, False], ids=["receipt", "draft"])
async def test_an_ended_conversation_is_cleared_without_a_word(
    *, world: World, front: CoreFront, sent: bool
) -> None:
    send = await to_preview(front)
    if sent:
        await front.do(send)
    life = (RECEIPT_LIFE if sent else SESSION_LIFE).total_seconds()
    world.clock.pass_by(life - 1)
    assert await world.reporter.clear_ended(lambda _: front.stage) == 0
    world.clock.pass_by(1)
    assert await world.reporter.clear_ended(lambda _: front.stage) == 1
    assert front.stage.standing == {}


async def test_a_chat_that_is_down_loses_messages_and_nothing_else(world: World) -> None:
    stage = MemoryStage(is_down=True)
    await world.reporter.talk(Said("a bloke sells in Maldon"), stage)
    await world.reporter.talk(Commanded("help"), stage)
    [(session, _)] = world.sessions.kept.values()
    assert session.step == "when"
