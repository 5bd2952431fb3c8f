"""Conversations in progress that several processes share: sealed, in Redis, which keeps no disk.

A value is 8 bytes of the hour under whose key it is sealed, 8 bytes of when its life ends
(milliseconds since 1970), and the sealed session. All of that, and the name it lies under, is
authenticated. Which conversations have ended is read from a sorted set of their names.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from nacl.utils import random

from core.errors import Tampered
from core.ports import Clock, SessionKey
from core.session import Session
from storage.epochs import NAME_BYTES, Epochs
from storage.redis_server import RedisServer
from storage.sealing import Kind, seal, unseal

ENDS = b"ends"
_PREFIX = b"s:"
_HEAD = struct.Struct(">Qq")
_LINGERS = timedelta(hours=2)
"""For so long after its end a conversation waits for somebody to erase its chat."""
_LOT = 200


@dataclass(frozen=True, slots=True)
class _Kept:
    name: bytes
    epoch: int
    ends: int
    body: bytes = field(repr=False)

    @property
    def head(self) -> bytes:
        return _HEAD.pack(self.epoch, self.ends)


class RedisSessions:
    """Sealed sessions of all processes (core.ports.Sessions). Time is the wall clock's, in UTC."""

    def __init__(self, server: RedisServer, epochs: Epochs, clock: Clock) -> None:
        self._server = server
        self._epochs = epochs
        self._clock = clock

    def key_of(self, chat: str) -> SessionKey:
        """The key of a chat."""
        now = self._clock.now()
        number = self._epochs.number(now)
        return SessionKey(
            lock=self._epochs.lock(chat, now),
            current=self._epochs.epoch(number).name(chat),
            previous=self._epochs.epoch(number - 1).name(chat),
        )

    async def load(self, key: SessionKey) -> Session | None:
        """The session, or None when there is none, its life has ended, or it does not open.

        Raises:
            SessionsAway: the server cannot be reached; this and the others alike.
        """
        for kept in await self._found(key):
            return None if kept.ends <= self._now() else self._open(kept)
        return None

    async def save(self, key: SessionKey, session: Session) -> None:
        """Keep a session for `Session.life` from now; an ended one under its key is set aside."""
        commands: list[tuple[Any, ...]] = []
        for old in await self._found(key):
            commands += self._gone(old.name)
            ended = self._open(old) if old.ends <= self._now() else None
            if ended is not None:
                commands += self._put(random(NAME_BYTES), ended, old.ends)
        ends = self._now() + int(session.life.total_seconds() * 1_000)
        commands += self._put(key.current, session, ends)
        await self._server.together(*commands)

    async def forget(self, key: SessionKey) -> None:
        """Destroy a session; none is fine too."""
        await self._server.together(*self._gone(key.previous), *self._gone(key.current))

    async def take_ended(self) -> tuple[Session, ...]:
        """Remove and return sessions whose life has ended; each goes to one process only."""
        due = ("ZRANGEBYSCORE", ENDS, "-inf", self._now(), "LIMIT", 0, _LOT)
        taken = []
        for name in await self._server.call(*due):
            removed, raw = await self._server.together(
                ("ZREM", ENDS, name), ("GETDEL", _PREFIX + name)
            )
            session = self._open(_read(name, raw)) if removed and raw else None
            if session is not None:
                taken.append(session)
        return tuple(taken)

    async def _found(self, key: SessionKey) -> list[_Kept]:
        names = (key.current, key.previous)
        raws = await self._server.call("MGET", *(_PREFIX + name for name in names))
        return [_read(name, raw) for name, raw in zip(names, raws, strict=True) if raw]

    def _put(self, name: bytes, session: Session, ends: int) -> list[tuple[Any, ...]]:
        epoch = self._epochs.epoch(self._epochs.number(self._clock.now()))
        head = _HEAD.pack(epoch.number, ends)
        body = seal(session, epoch.sealing, kind=Kind.SESSION, name=name + head)
        left = ends - self._now() + int(_LINGERS.total_seconds() * 1_000)
        lives = max(left, 1)
        return [
            ("SET", _PREFIX + name, head + body, "PX", lives),
            ("ZADD", ENDS, ends, name),
        ]

    def _gone(self, name: bytes) -> list[tuple[Any, ...]]:
        return [("DEL", _PREFIX + name), ("ZREM", ENDS, name)]

    def _open(self, kept: _Kept) -> Session | None:
        """The session; what was changed, or is of another seed, is no session."""
        key = self._epochs.epoch(kept.epoch).sealing
        try:
            return unseal(Session, kept.body, key, kind=Kind.SESSION, name=kept.name + kept.head)
        except Tampered:
            return None

    def _now(self) -> int:
        return int(self._clock.now().timestamp() * 1_000)


def _read(name: bytes, raw: bytes) -> _Kept:
    epoch, ends = _HEAD.unpack_from(raw.ljust(_HEAD.size, b"\x00"))
    return _Kept(name, epoch, ends, raw[_HEAD.size :])
