"""The outside of the sender's use cases, in memory: plain, small and without surprises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import NotSaved
from core.ports import SessionKey
from core.receipt import Receipt, of_secret
from core.session import Session
from core.tip import Answer, Part, Tip
from core.turn import Reply

PEPPER = b"pepper of the fakes"


@dataclass
class FakeClock:
    """A clock that goes only when told."""

    at: datetime = datetime(2026, 3, 27, 21, 41, 17, tzinfo=UTC)
    passed: float = 0.0

    def now(self) -> datetime:
        return self.at

    def local(self) -> datetime:
        return self.at.astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None)

    def ticks(self) -> float:
        return self.passed

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.passed += seconds


@dataclass
class Counting:
    """Bytes that never repeat, and are the same in every run."""

    drawn: int = 0

    def draw(self, count: int) -> bytes:
        self.drawn += 1
        return self.drawn.to_bytes(count, "big")


@dataclass
class MemorySessions:
    """Sessions by chat, with their life."""

    clock: FakeClock
    kept: dict[bytes, tuple[Session, float]] = field(default_factory=dict)

    def key_of(self, chat: str) -> SessionKey:
        name = chat.encode()
        return SessionKey(lock=name, current=name, previous=name)

    async def load(self, key: SessionKey) -> Session | None:
        session, until = self.kept.get(key.current, (None, 0.0))
        return session if until > self.clock.ticks() else None

    async def save(self, key: SessionKey, session: Session) -> None:
        self.kept[key.current] = (session, self.clock.ticks() + session.life.total_seconds())

    async def forget(self, key: SessionKey) -> None:
        self.kept.pop(key.current, None)

    async def take_ended(self) -> tuple[Session, ...]:
        ended = [k for k, (_, until) in self.kept.items() if until <= self.clock.ticks()]
        return tuple(self.kept.pop(key)[0] for key in ended)


@dataclass
class MemoryIntake:
    """Stored tips and additions; ``is_down`` makes every call fail."""

    tips: dict[bytes, Tip] = field(default_factory=dict)
    added: dict[bytes, tuple[Receipt, tuple[Part, ...]]] = field(default_factory=dict)
    is_down: bool = False

    async def keep(self, secret: bytes, tip: Tip) -> Receipt:
        self._check()
        self.tips.setdefault(secret, tip)
        return of_secret(secret, PEPPER)

    async def recall(self, secret: bytes) -> Receipt | None:
        self._check()
        return of_secret(secret, PEPPER) if secret in self.tips else None

    async def add(self, receipt: Receipt, secret: bytes, parts: tuple[Part, ...]) -> bool:
        self._check()
        if receipt not in self.receipts:
            return False
        self.added.setdefault(secret, (receipt, parts))
        return True

    @property
    def receipts(self) -> list[Receipt]:
        return [of_secret(secret, PEPPER) for secret in self.tips]

    @property
    def words(self) -> list[str]:
        """What analysts read, one text for each tip."""
        return [
            "\n".join(part.analysis.text for part in tip.details.parts)
            for tip in self.tips.values()
        ]

    def _check(self) -> None:
        if self.is_down:
            raise NotSaved


@dataclass
class MemoryMailbox:
    """Answers by receipt, gone once burnt."""

    waiting: dict[Receipt, tuple[Answer, ...]] = field(default_factory=dict)
    is_down: bool = False

    async def read(self, receipt: Receipt) -> tuple[Answer, ...]:
        if self.is_down:
            raise NotSaved
        return self.waiting.get(receipt, ())

    async def burn(self, receipt: Receipt, answers: tuple[Answer, ...]) -> None:
        left = tuple(a for a in self.waiting.get(receipt, ()) if a not in answers)
        self.waiting[receipt] = left


@dataclass
class MemoryNews:
    """What staff published, newest first."""

    items: tuple[str, ...] = ()

    async def latest(self, count: int) -> tuple[str, ...]:
        return self.items[:count]


@dataclass
class MemoryStage:
    """A chat that remembers what stands in it.

    ``standing`` holds the messages of both sides by number; ``is_down`` loses what is shown.
    """

    chat: str = "alice"
    incoming: tuple[int, ...] = ()
    standing: dict[int, Reply | str] = field(default_factory=dict)
    shown: list[Reply] = field(default_factory=list)
    count: int = 0
    is_down: bool = False
    too_old: set[int] = field(default_factory=set)

    def receive(self, text: str) -> None:
        """A message of the sender comes to stand in the chat."""
        self.count += 1
        self.standing[self.count] = text
        self.incoming = (self.count,)

    async def show(self, reply: Reply) -> tuple[int, ...]:
        if self.is_down:
            return ()
        self.count += 1
        self.shown.append(reply)
        if not reply.is_passing:
            self.standing[self.count] = reply
        return () if reply.is_passing else (self.count,)

    async def erase(self, messages: Sequence[int]) -> bool:
        for message in messages:
            if message not in self.too_old:
                self.standing.pop(message, None)
        return not self.too_old & set(messages)
