"""What must every store do for steering and signs of life, whatever it stands on?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.steering import FloodMode, Pulse, PulseBoard, Pulses, Steering, SteeringDesk, Traffic
from storage.memory import MemoryStore
from storage.pulses import KEPT
from storage.store import Store
from tests.storage.samples import START, HandClock

PULSE = Pulse(process="one", at=START, degraded=2, workers_lost=1)


EVERYWHERE = pytest.mark.backends("memory", "sqlite", "postgres")


@pytest.fixture
def desk(backend: str, request: pytest.FixtureRequest, clock: HandClock) -> SteeringDesk:
    if backend == "memory":
        return MemoryStore(clock).steering
    store: Store = request.getfixturevalue("store")
    return store.staff.steering


@pytest.fixture
def pulses(store: Store) -> Pulses:
    return store.public.pulses


@pytest.fixture
def board(store: Store) -> PulseBoard:
    return store.staff.pulses


@EVERYWHERE
async def test_a_line_that_nobody_steers_is_open(desk: SteeringDesk) -> None:
    assert await desk.read() == Steering()


@EVERYWHERE
async def test_what_is_steered_is_read(desk: SteeringDesk) -> None:
    await desk.pause(by="mo", note="no analyst tonight")
    await desk.set_flood(FloodMode.ON, by="mo")
    await desk.set_notice("en", "Answers take a week.", by="mo")
    assert await desk.read() == Steering(
        is_paused=True, notices={"en": "Answers take a week."}, flood=FloodMode.ON
    )
    await desk.resume(by="mo")
    await desk.set_notice("en", "Busy.", by="mo")
    assert await desk.read() == Steering(notices={"en": "Busy."}, flood=FloodMode.ON)
    await desk.set_notice("en", "", by="mo")
    assert (await desk.read()).notices == {}


async def test_every_act_is_in_the_audit(store: Store) -> None:
    steering = store.staff.steering
    await steering.pause(by="mo", note="no analyst tonight")
    await steering.resume(by="mo")
    await steering.set_flood(FloodMode.OFF, by="mo")
    await steering.set_notice("en", "Busy.", by="mo")
    acts = [(e.by, e.action, e.subject, e.note) for e in await store.staff.audit.latest(4)]
    assert acts[::-1] == [
        ("mo", "paused", "", "no analyst tonight"),
        ("mo", "resumed", "", ""),
        ("mo", "flood_set", "", "off"),
        ("mo", "notice_set", "en", "Busy."),
    ]
    assert await store.staff.audit.first_break() is None


async def test_the_public_side_reads_what_staff_steer(store: Store) -> None:
    await store.staff.steering.pause(by="mo", note="full")
    assert (await store.public.steering.read()).is_paused


async def test_the_last_sign_of_each_process_is_seen(pulses: Pulses, board: PulseBoard) -> None:
    later = Pulse(process="one", at=START + timedelta(seconds=15), is_flooded=True)
    other = Pulse(process="two", at=START + timedelta(seconds=5))
    for pulse in (PULSE, other, later):
        await pulses.beat(pulse, Traffic())
    assert await board.pulses() == (later, other)


async def test_traffic_is_written_in_tens_and_the_rest_is_carried(
    pulses: Pulses, board: PulseBoard
) -> None:
    await pulses.beat(PULSE, Traffic(messages=9, reports=12))
    await pulses.beat(PULSE, Traffic(messages=4))
    (slot,) = await board.slots(START - timedelta(hours=1))
    assert slot.at == START.replace(minute=40, second=0, microsecond=0)
    assert slot.traffic == Traffic(messages=10, reports=10)


async def test_fewer_than_ten_leave_no_trace(pulses: Pulses, board: PulseBoard) -> None:
    for minutes in range(0, 60, 10):
        at = START + timedelta(minutes=minutes)
        await pulses.beat(Pulse(process="one", at=at), Traffic(messages=9, reports=1))
    assert await board.slots(START - timedelta(hours=1)) == ()


async def test_old_signs_are_destroyed(pulses: Pulses, board: PulseBoard, clock: HandClock) -> None:
    await pulses.beat(PULSE, Traffic(messages=10))
    clock.wait(KEPT + timedelta(minutes=1))
    await pulses.beat(Pulse(process="new", at=clock.now()), Traffic())
    assert [pulse.process for pulse in await board.pulses()] == ["new"]
    assert await board.slots(START - timedelta(hours=1)) == ()
