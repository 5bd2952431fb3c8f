"""Steering and signs of life in memory: the same as in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from core.steering import FloodMode, Pulse, Slot, Steering, Traffic
from storage.chain import Act, Action
from storage.memory_state import State
from storage.pulses import slot_of


@dataclass(slots=True)
class MemorySteering:
    """Steers the line (core.steering.SteeringDesk)."""

    state: State
    steering: Steering = field(default=Steering())

    async def read(self) -> Steering:
        """As it stands."""
        return self.steering

    async def pause(self, *, by: str, note: str) -> None:
        """Turn new reports away."""
        self.steering = replace(self.steering, is_paused=True)
        self.state.record(Act(by=by, action=Action.PAUSED, note=note))

    async def resume(self, *, by: str) -> None:
        """Take reports again."""
        self.steering = replace(self.steering, is_paused=False)
        self.state.record(Act(by=by, action=Action.RESUMED))

    async def set_notice(self, language: str, text: str, *, by: str) -> None:
        """Put a notice on the first screen of a language; "" takes it back."""
        others = {key: said for key, said in self.steering.notices.items() if key != language}
        notices: Mapping[str, str] = {**others, language: text} if text else others
        self.steering = replace(self.steering, notices=notices)
        act = Act(by=by, action=Action.NOTICE_SET, subject=language, note=text)
        self.state.record(act)

    async def set_flood(self, mode: FloodMode, *, by: str) -> None:
        """Say whether newcomers are asked for a tap."""
        self.steering = replace(self.steering, flood=mode)
        self.state.record(Act(by=by, action=Action.FLOOD_SET, note=mode.value))


@dataclass(slots=True)
class MemoryPulses:
    """Signs of life and traffic (core.steering.Pulses and PulseBoard); nothing reads tens here."""

    last: dict[str, Pulse] = field(default_factory=dict)
    counted: dict[datetime, Traffic] = field(default_factory=dict)

    async def beat(self, pulse: Pulse, traffic: Traffic) -> None:
        """Keep a sign of life, and add traffic to this slot of the day."""
        self.last[pulse.process] = pulse
        slot = slot_of(pulse.at)
        before, more = asdict(self.counted.get(slot, Traffic())), asdict(traffic)
        self.counted[slot] = Traffic(**{name: before[name] + more[name] for name in before})

    async def pulses(self) -> tuple[Pulse, ...]:
        """The last sign of each process, newest first."""
        return tuple(sorted(self.last.values(), key=lambda pulse: pulse.at, reverse=True))

    async def slots(self, since: datetime) -> tuple[Slot, ...]:
        """Traffic since a moment, oldest first."""
        return tuple(Slot(at, t) for at, t in sorted(self.counted.items()) if at >= since)
