"""Saved views: filters of the queue that an account gave a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from core.errors import BadView
from core.tidy import says_something, tidy

MOST = 20
"""Views of one account."""

LONGEST = 40
"""Characters of a view's name."""


@dataclass(frozen=True, slots=True)
class View:
    """Filters by name; ``query`` is the part of a link behind the question mark."""

    name: str
    query: str


class Views(Protocol):
    """The saved views of accounts."""

    async def of(self, account: str) -> tuple[View, ...]:
        """The views of an account, by name."""

    async def keep(self, account: str, view: View) -> None:
        """Save a view, in place of one with its name.

        Raises:
            BadView: the account has as many as there may be.
        """

    async def drop(self, account: str, name: str) -> bool:
        """Forget a view; whether the account had it."""


def named(typed: str, query: str) -> View:
    """A view as it is saved.

    Raises:
        BadView: its name says nothing or is too long, or there is nothing to save.
    """
    name = " ".join(tidy(typed).split())
    if not says_something(name) or len(name) > LONGEST or not query:
        raise BadView
    return View(name, query)
