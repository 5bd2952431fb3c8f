"""What a sender is told when conversations cannot be remembered: a draft is lost, never a tip."""

from __future__ import annotations

from core.errors import SessionsAway
from core.ports import SessionKey
from core.receipt import Receipt
from core.session import Session
from core.tip import Tip
from core.turn import Chose, Said
from tests.support.fakes import MemoryIntake, MemorySessions
from tests.support.fronts import CoreFront
from tests.support.scripted import read_rule
from tests.support.talk import World

RULES = tuple(map(read_rule, ["alarm: weapon = knife", "place: town = Maldon"]))


class Leaving(MemorySessions):
    """Sessions that can be away."""

    is_away = False

    async def load(self, key: SessionKey) -> Session | None:
        if self.is_away:
            raise SessionsAway
        return await super().load(key)

    async def save(self, key: SessionKey, session: Session) -> None:
        if self.is_away:
            raise SessionsAway
        await super().save(key, session)


class Cutting(MemoryIntake):
    """An intake after whose commit the sessions are away."""

    sessions: Leaving

    async def keep(self, secret: bytes, tip: Tip) -> Receipt:
        receipt = await super().keep(secret, tip)
        self.sessions.is_away = True
        return receipt


async def to_send(front: CoreFront) -> Chose:
    await front.say("a bloke sells in Maldon")
    await front.tap("I'm done")
    send = front.stage.shown[-1].options[0]
    return Chose(send.name, send.ticket)


def a_world() -> tuple[World, Leaving]:
    world = World(RULES)
    leaving = Leaving(world.clock)
    world.sessions = leaving
    world.reporter = world.start()
    return world, leaving


async def test_while_it_is_away_nothing_is_kept_and_the_sender_is_told_to_try_again() -> None:
    world, leaving = a_world()
    front = CoreFront(world)
    send = await to_send(front)
    leaving.is_away = True
    await world.reporter.talk(send, front.stage)
    assert front.stage.shown[-1].key == "broken"
    assert world.intake.tips == {}
    leaving.is_away = False
    await world.reporter.talk(send, front.stage)
    assert front.stage.shown[-1].key == "receipt"
    assert len(world.intake.tips) == 1


async def test_an_emergency_is_answered_while_it_is_away() -> None:
    world, leaving = a_world()
    front = CoreFront(world)
    leaving.is_away = True
    await world.reporter.talk(Said("he has a knife"), front.stage)
    assert [reply.key for reply in front.stage.shown] == ["emergency", "broken"]


async def test_a_tip_that_was_kept_gets_its_code_even_if_nothing_can_be_remembered() -> None:
    world, leaving = a_world()
    intake = Cutting()
    intake.sessions = leaving
    world.intake = intake
    world.reporter = world.start()
    front = CoreFront(world)
    send = await to_send(front)
    await world.reporter.talk(send, front.stage)
    assert front.stage.shown[-1].key == "receipt"
    assert len(intake.tips) == 1
    leaving.is_away = False
    leaving.kept.clear()
    await world.reporter.talk(send, front.stage)
    assert front.stage.shown[-1].key == "receipt"
    assert len(intake.tips) == 1
