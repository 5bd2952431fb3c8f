"""What the staff bot needs from the outside: which chats are of which members of staff.

Staff are known people: unlike a sender's, their chats are kept, since alerts go there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from core.people import Member


@dataclass(frozen=True, slots=True)
class Duty:
    """When somebody is told of what.

    Attributes:
        rank: place on the rota, 1 first; 0: not on it.
        quiet: hours of the local clock from and until which only urgent things are told, or None.
    """

    rank: int = 0
    quiet: tuple[int, int] | None = None

    def is_quiet(self, hour: int) -> bool:
        """Whether an hour of the local clock lies in the quiet ones."""
        if self.quiet is None:
            return False
        start, end = self.quiet
        return start <= hour < end if start < end else hour >= start or hour < end


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of staff and the chat in which the staff bot talks with them."""

    member: Member
    chat: int = field(repr=False)
    duty: Duty = Duty()


class Seats(Protocol):
    """Chats of members of staff."""

    async def invite(self, name: str, *, by: str) -> str:
        """A code that ties a chat to an account: told once, good once, and for a day.

        Raises:
            NotAllowed: ``by`` may not, or is gone.
            TiplineError: there is no such account.
        """

    async def take(self, code: str, chat: int) -> Member | None:
        """Tie a chat to the account of a code, in place of the chat it had; None: no such code."""

    async def member(self, chat: int) -> Member | None:
        """Who sits in a chat, as their account stands now; None for everybody else."""

    async def everybody(self) -> tuple[Seat, ...]:
        """All chats of staff, by name of the account."""

    async def colleagues(self) -> tuple[Member, ...]:
        """All accounts by name, with a chat or without; whether they read is not looked up."""

    async def set_rota(self, names: tuple[str, ...], *, by: str) -> None:
        """Say who is told first of what is urgent, and who next; others are off the rota.

        Raises:
            NotAllowed: ``by`` may not, or is gone.
            TiplineError: one of them has no chat.
        """

    async def set_quiet(self, name: str, quiet: tuple[int, int] | None) -> None:
        """Set one's own quiet hours."""

    async def leave(self, name: str, *, by: str) -> bool:
        """Untie an account's chat; whether it had one.

        Raises:
            NotAllowed: ``by`` may not, or is gone, and it is not their own.
        """
