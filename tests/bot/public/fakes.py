"""The world behind the line for tests of its Telegram side: plain, quick, and slow on demand."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.public.watch import Happening, Span
from core.analysis import (
    Analysis,
    Category,
    Danger,
    Drug,
    Place,
    PlaceKind,
    Reason,
    Time,
    TimeKind,
    Triage,
)
from core.errors import NotSaved
from core.outside import Outside
from core.ports import SessionKey
from core.receipt import Receipt, of_secret
from core.reporter import Reporter
from core.session import Session
from core.steering import FloodMode, Steady, Steering
from core.tip import Answer, Part, Tip
from core.turn import Reply

_DANGER = "knife"
_WHERE = "Hythe Hill"


class KeyTexts:
    """Texts that say their key and their values, so that a test names what is shown."""

    def render(self, reply: Reply) -> str:
        return " ".join([f"<{reply.key}>", *(str(value) for value in reply.values.values())])

    def option(self, name: str) -> str:
        return name.replace("_", " ").capitalize()

    def command(self, name: str) -> str:
        return f"what /{name} does"


class WordAlarm:
    def sounds(self, text: str) -> Reason | None:
        at = text.lower().find(_DANGER)
        if at < 0:
            return None
        end = at + len(_DANGER)
        return Reason(start=at, end=end, text=text[at:end], rule="test", code=Danger.WEAPON)


@dataclass
class SlowAnalyser:
    """Finds a place, a time and a drug in everything; waits while the gate is shut."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0
    seen: list[str] = field(default_factory=list)
    crash: type[Exception] | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    async def analyse(self, text: str, at: datetime) -> Analysis:  # noqa: ARG002  # the port's form
        self.waiting += 1
        try:
            await self.gate.wait()
        finally:
            self.waiting -= 1
        self.seen.append(text)
        if self.crash is not None:
            raise self.crash(text)
        end = min(4, len(text))
        span: dict[str, Any] = {"start": 0, "end": end, "text": text[:end], "rule": "test"}
        return Analysis(
            text=text,
            triage=Triage.QUEUE,
            locations=(Place(**span, kind=PlaceKind.AREA, town=_WHERE),),
            times=(Time(**span, kind=TimeKind.NOW),),
            drugs=(Drug(**span, drug="cocaine"),),
            sanitised=text,
        )


@dataclass
class PlainSessions:
    """Sessions in a dictionary; `expire` lets the life of all end."""

    kept: dict[bytes, Session] = field(default_factory=dict)
    is_over: bool = False
    saves: int = 0

    def key_of(self, chat: str) -> SessionKey:
        key = hashlib.blake2b(chat.encode(), digest_size=16).digest()
        return SessionKey(key, key, key)

    async def load(self, key: SessionKey) -> Session | None:
        return self.kept.get(key.current)

    async def save(self, key: SessionKey, session: Session) -> None:
        self.saves += 1
        self.kept[key.current] = session

    async def forget(self, key: SessionKey) -> None:
        self.kept.pop(key.current, None)

    async def take_ended(self) -> tuple[Session, ...]:
        if not self.is_over:
            return ()
        ended = tuple(self.kept.values())
        self.kept.clear()
        return ended


@dataclass
class PlainIntake:
    """Tips in a dictionary by their draft's secret, so that a draft is kept once."""

    tips: dict[bytes, Tip] = field(default_factory=dict)
    additions: list[tuple[Part, ...]] = field(default_factory=list)
    is_down: bool = False

    async def keep(self, secret: bytes, tip: Tip) -> Receipt:
        if self.is_down:
            raise NotSaved
        await asyncio.sleep(0)
        self.tips.setdefault(secret, tip)
        return of_secret(secret, b"pepper")

    async def recall(self, secret: bytes) -> Receipt | None:
        return of_secret(secret, b"pepper") if secret in self.tips else None

    async def add(self, receipt: Receipt, secret: bytes, parts: tuple[Part, ...]) -> bool:  # noqa: ARG002  # the port's form
        self.additions.append(parts)
        return True


@dataclass
class PlainMailbox:
    waiting: dict[str, tuple[Answer, ...]] = field(default_factory=dict)

    async def read(self, receipt: Receipt) -> tuple[Answer, ...]:
        return self.waiting.get(receipt.digits, ())

    async def burn(self, receipt: Receipt, answers: tuple[Answer, ...]) -> None:  # noqa: ARG002  # the port's form
        self.waiting.pop(receipt.digits, None)


class NoNews:
    async def latest(self, count: int) -> tuple[str, ...]:  # noqa: ARG002  # the port's form
        return ()


class PlainWording:
    def label(self, category: Category) -> str:
        return f"[{category}]"

    def understand(self, text: str, choices: Sequence[str]) -> str | None:
        return text if text in choices else None


class TestClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 24, 15, 0, tzinfo=UTC)

    def local(self) -> datetime:
        return datetime(2026, 11, 24, 15, 0)

    def ticks(self) -> float:
        return time.monotonic()


class SystemRandomness:
    def draw(self, count: int) -> bytes:
        return secrets.token_bytes(count)


@dataclass
class Behind:
    """Everything behind the line, within reach of a test."""

    analyser: SlowAnalyser = field(default_factory=SlowAnalyser)
    sessions: PlainSessions = field(default_factory=PlainSessions)
    intake: PlainIntake = field(default_factory=PlainIntake)
    mailbox: PlainMailbox = field(default_factory=PlainMailbox)

    def reporter(self, **more: Any) -> Reporter:
        """The line before it; ``more`` stands in place of parts of `Outside`."""
        outside = Outside(
            alarm=WordAlarm(),
            analyser=self.analyser,
            sessions=self.sessions,
            intake=self.intake,
            mailbox=self.mailbox,
            news=NoNews(),
            wording=PlainWording(),
            clock=TestClock(),
            randomness=SystemRandomness(),
            # Crowds in these tests are about Telegram's side; floods have tests of their own.
            helm=Steady(Steering(flood=FloodMode.OFF)),
        )
        return Reporter(replace(outside, **more))


class Tally:
    """A watch that counts."""

    def __init__(self) -> None:
        self.notes: Counter[Happening] = Counter()
        self.faults: Counter[tuple[Happening, str]] = Counter()
        self.spans: Counter[Span] = Counter()

    def note(self, what: Happening, /, **numbers: int) -> None:
        assert all(type(number) is int for number in numbers.values())
        self.notes[what] += 1

    def fault(self, what: Happening, error: type[BaseException], /) -> None:
        assert isinstance(error, type)
        self.faults[what, error.__name__] += 1

    def took(self, what: Span, seconds: float, /) -> None:
        assert seconds >= 0
        self.spans[what] += 1
