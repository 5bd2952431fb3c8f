"""Who is signed in: kept in the memory of this process alone, with the key each of them opened.

A *visit* is one signed-in browser (a *session* is a sender's conversation). Its token is known
only to the browser; here lies its SHA-256. When a visit ends its key is overwritten.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from core.desk_links import Compared
from core.desk_ports import Unlocked, Wanted
from core.desk_search import Searched
from core.gate import SignedIn
from core.ports import Clock
from core.searching import Sought

IDLE = timedelta(minutes=15)
"""A visit ends when nothing was asked for so long."""

LIFE = timedelta(hours=8)
"""A visit ends so long after it began, whatever was asked."""

_TOKEN_BYTES = 32


class Door(Enum):
    """Where somebody came in; what was given out at one opens nothing at the other."""

    PAGES = auto()
    """A browser with a cookie."""

    API = auto()
    """A program with a bearer token."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for the next page: what was done, or why it was not."""

    text: str
    is_problem: bool = False


@dataclass(frozen=True, slots=True)
class _Moment:
    """A time on two clocks: the wall runs on while a laptop sleeps, ticks cannot be set back."""

    wall: datetime
    ticks: float

    @classmethod
    def of(cls, clock: Clock) -> _Moment:
        return cls(clock.now(), clock.ticks())

    def since(self, earlier: _Moment) -> timedelta:
        return max(self.wall - earlier.wall, timedelta(seconds=self.ticks - earlier.ticks))


@dataclass(frozen=True, slots=True)
class LastSearch:
    """The last search of a visit.

    Attributes:
        typed: what was looked for, as typed.
        query: of the queue that it was asked from.
        sought: the same, to look for.
        wanted: which tips are looked through.
        result: what the last stretch found.
        looked_at: tips looked through so far.
    """

    typed: str = field(repr=False)
    query: str
    sought: Sought = field(repr=False)
    wanted: Wanted
    result: Searched | None = field(default=None, repr=False)
    looked_at: int = 0

    def with_more(self, found: Searched) -> LastSearch:
        """The same with its next stretch."""
        return replace(self, result=found, looked_at=self.looked_at + found.looked_at)


@dataclass(slots=True)
class Visit:
    """One signed-in browser, or program.

    Attributes:
        door: where it came in.
        name: of the account.
        key: the desk's key, or None when the account does not read.
        form_token: stands in every form; a form without it was not made by our pages.
        notice: what the next page says first.
        search: what was looked for last, and what was found.
        compared: tips that were compared with others, so that loading a page again opens nothing.
    """

    name: str
    key: Unlocked | None = field(repr=False)
    form_token: str = field(repr=False)
    began: _Moment
    seen: _Moment
    door: Door = Door.PAGES
    notice: Notice | None = None
    search: LastSearch | None = field(default=None, repr=False)
    compared: dict[str, Compared] = field(default_factory=dict, repr=False)

    def made_form(self, token: str) -> bool:
        """Whether a form with this token came from a page of this visit."""
        return hmac.compare_digest(self.form_token.encode(), token.encode())

    def take_notice(self) -> Notice | None:
        """The notice for this page; the page after it has none."""
        notice, self.notice = self.notice, None
        return notice

    def lock(self) -> None:
        """Forget the desk's key, and what was read with it."""
        self.compared.clear()
        self.search = None
        if self.key is not None:
            self.key.close()
        self.key = None


class Visits:
    """The visits of this process. A restart ends them all: the keys are gone anyway."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[bytes, Visit] = {}

    def begin(self, signed: SignedIn, door: Door = Door.PAGES) -> str:
        """Begin a visit; another one of the same account ends, whichever door it came by.

        Returns:
            The token for the browser: it is not kept here.
        """
        self.end_all_of(signed.member.name)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        now = _Moment.of(self._clock)
        self._kept[_digest(token)] = Visit(
            name=signed.member.name,
            key=signed.key,
            form_token=secrets.token_urlsafe(_TOKEN_BYTES),
            began=now,
            seen=now,
            door=door,
        )
        return token

    def find(self, token: str, *, is_by_hand: bool = True, door: Door = Door.PAGES) -> Visit | None:
        """The visit of a token while it lasts.

        Args:
            token: what the browser sent.
            is_by_hand: whether a person asked; a page that asks by itself does not keep a
                visit alive.
            door: where the token was shown.
        """
        self.sweep()
        visit = self._kept.get(_digest(token))
        if visit is not None and visit.door is not door:
            return None
        if visit is not None and is_by_hand:
            visit.seen = _Moment.of(self._clock)
        return visit

    def end(self, token: str) -> None:
        """End a visit; none is fine too."""
        self._forget(_digest(token))

    def end_all_of(self, name: str) -> None:
        """End whatever visits an account has."""
        for digest in [d for d, visit in self._kept.items() if visit.name == name]:
            self._forget(digest)

    def sweep(self) -> None:
        """End the visits whose time is up."""
        now = _Moment.of(self._clock)
        for digest, visit in list(self._kept.items()):
            if now.since(visit.seen) >= IDLE or now.since(visit.began) >= LIFE:
                self._forget(digest)

    def close(self) -> None:
        """End every visit."""
        for digest in list(self._kept):
            self._forget(digest)

    def _forget(self, digest: bytes) -> None:
        visit = self._kept.pop(digest, None)
        if visit is not None:
            visit.lock()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
