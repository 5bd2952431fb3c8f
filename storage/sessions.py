"""Conversations in progress: in memory only, sealed, under names that rotate every hour."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

from nacl.utils import random

from core.ports import Clock, SessionKey
from core.session import Session
from storage.sealing import KEY_BYTES, Kind, seal, unseal

EPOCH_SECONDS = 3600.0
CAPACITY = 20_000
"""Conversations at once; the oldest make room."""

_NAME_BYTES = 16


@dataclass(frozen=True, slots=True)
class _Epoch:
    """The secrets of one hour: one names sessions, the other seals them."""

    number: int
    naming: bytes = field(repr=False)
    sealing: bytes = field(repr=False)

    @classmethod
    def draw(cls, number: int) -> _Epoch:
        return cls(number, random(KEY_BYTES), random(KEY_BYTES))

    def name(self, chat: str) -> bytes:
        raw = chat.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(raw, digest_size=_NAME_BYTES, key=self.naming).digest()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A sealed session: since when it has ended is read without opening it."""

    name: bytes
    epoch: int
    ends: float
    body: bytes = field(repr=False)


class MemorySessions:
    """Sealed sessions of one process (core.ports.Sessions).

    A session is found under the name of this hour or of the hour before; older names cannot be
    made any more. Time is the clock's ticks: setting the wall clock changes nothing.
    """

    def __init__(self, clock: Clock, *, capacity: int = CAPACITY) -> None:
        self._clock = clock
        self._capacity = capacity
        self._lock = random(KEY_BYTES)
        self._current = _Epoch.draw(self._hour())
        self._previous = _Epoch.draw(self._current.number - 1)
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()
        self._ended: list[_Kept] = []

    def key_of(self, chat: str) -> SessionKey:
        """The key of a chat."""
        self._rotate()
        raw = chat.encode("utf-8", "surrogatepass")
        return SessionKey(
            lock=hashlib.blake2b(raw, digest_size=_NAME_BYTES, key=self._lock).digest(),
            current=self._current.name(chat),
            previous=self._previous.name(chat),
        )

    async def load(self, key: SessionKey) -> Session | None:
        """The session, or None when there is none or its life has ended."""
        self._rotate()
        kept = self._kept.get(key.current) or self._kept.get(key.previous)
        if kept is None or kept.ends <= self._clock.ticks():
            return None
        return self._open(kept)

    async def save(self, key: SessionKey, session: Session) -> None:
        """Keep a session for `Session.life` from now; an ended one under its key is set aside."""
        self._rotate()
        now = self._clock.ticks()
        for name in (key.previous, key.current):
            old = self._kept.pop(name, None)
            if old is not None and old.ends <= now:
                self._set_aside(old)
        ends = now + session.life.total_seconds()
        self._kept[key.current] = self._seal(key.current, session, ends)
        while len(self._kept) > self._capacity:
            self._set_aside(self._kept.popitem(last=False)[1])

    async def forget(self, key: SessionKey) -> None:
        """Destroy a session; none is fine too."""
        self._kept.pop(key.previous, None)
        self._kept.pop(key.current, None)

    async def take_ended(self) -> tuple[Session, ...]:
        """Remove and return sessions whose life has ended, or that had to make room."""
        self._rotate()
        now = self._clock.ticks()
        for name in [name for name, kept in self._kept.items() if kept.ends <= now]:
            self._set_aside(self._kept.pop(name))
        taken, self._ended = self._ended, []
        return tuple(self._open(kept) for kept in taken)

    def _hour(self) -> int:
        return int(self._clock.ticks() // EPOCH_SECONDS)

    def _rotate(self) -> None:
        """Draw new secrets once the hour has changed, and forget those of two hours ago.

        Sessions sealed under what is forgotten have ended long before: a life is shorter than
        an hour. They are sealed anew for `take_ended`, so that their chats can be erased.
        """
        hour = self._hour()
        if hour == self._current.number:
            return
        stays = self._current if hour == self._current.number + 1 else _Epoch.draw(hour - 1)
        going = [
            kept for kept in (*self._ended, *self._kept.values()) if kept.epoch != stays.number
        ]
        opened = [(kept, self._open(kept)) for kept in going]
        self._ended = [kept for kept in self._ended if kept.epoch == stays.number]
        for kept, _ in opened:
            self._kept.pop(kept.name, None)
        self._previous, self._current = stays, _Epoch.draw(hour)
        for kept, session in opened:
            self._set_aside(self._seal(kept.name, session, kept.ends))

    def _set_aside(self, kept: _Kept) -> None:
        self._ended.append(kept)
        del self._ended[: -self._capacity]

    def _seal(self, name: bytes, session: Session, ends: float) -> _Kept:
        body = seal(session, self._current.sealing, kind=Kind.SESSION, name=name)
        return _Kept(name, self._current.number, ends, body)

    def _open(self, kept: _Kept) -> Session:
        epoch = self._current if kept.epoch == self._current.number else self._previous
        return unseal(Session, kept.body, epoch.sealing, kind=Kind.SESSION, name=kept.name)
