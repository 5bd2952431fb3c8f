"""Acts that somebody asked for in the staff bot, and that wait for their tap in the console.

A chat is in the hands of whoever holds the phone. What a thief of one must not do waits until the
same account says yes where both proofs of who it is were asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from core.desk_operations import Operating
from core.desk_ports import Unlocked
from core.errors import TiplineError
from core.people import Member, NotAllowed, Right

LIFE = timedelta(minutes=10)
"""How long an act waits: enough to sit down and sign in, too short to be forgotten and pressed."""

MOST = 5
"""Acts of one account that wait at once."""


class Deed(StrEnum):
    """What can be asked for. How to do it takes these arguments, none a word of a tip."""

    INVITE = "invite"
    """`name` and `role`."""

    ROLE = "role"
    """`name` and `role`."""

    REMOVE = "remove"
    """`name`."""

    PUBLISH = "publish"
    """`id` and `name` of an operation; the words are written in the console."""

    PAUSE = "pause"
    """`reason`."""

    RESUME = "resume"
    NOTICE = "notice"
    """What the first screen says, by language."""


RIGHTS: Mapping[Deed, Right] = MappingProxyType(
    {
        Deed.INVITE: Right.PEOPLE,
        Deed.ROLE: Right.PEOPLE,
        Deed.REMOVE: Right.PEOPLE,
        Deed.PUBLISH: Right.LEAD,
        Deed.PAUSE: Right.STEER,
        Deed.RESUME: Right.STEER,
        Deed.NOTICE: Right.STEER,
    }
)
"""Which right each takes, when it is asked for and when it is done."""

ON_ACCOUNTS = frozenset({Deed.INVITE, Deed.ROLE, Deed.REMOVE})
"""What changes who gets in: the passphrase is asked again, as everywhere in the console."""


class Outcome(StrEnum):
    """What became of an act."""

    DONE = "done"
    REFUSED = "refused"
    """The same person said no."""

    LATE = "late"
    """Nobody said anything in time."""


class NotPending(TiplineError):
    """It was done, refused, is over, or is somebody else's: which of them is not said."""

    def __init__(self) -> None:
        super().__init__(
            "This does not wait for you any more. Nothing was done just now; send the command "
            "again in the staff bot."
        )


class TooManyPending(TiplineError):
    """An account that asked for more than it taps."""

    def __init__(self) -> None:
        super().__init__(
            f"{MOST} acts wait for your tap in the console already. Say yes or no to them first."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An act that waits.

    Attributes:
        by: name of the account that asked, the only one that may say yes or no.
        arguments: as the deed takes them.
        until: when it is over, UTC.
    """

    id: str
    by: str
    deed: Deed
    arguments: Mapping[str, str]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An act of which the chat has still to be told.

    Attributes:
        message: number of the message that said that it waits, or None where none went out.
    """

    id: str
    chat: int = field(repr=False)
    message: int | None
    deed: Deed
    arguments: Mapping[str, str]
    outcome: Outcome


class PendingDesk(Protocol):
    """The side of the staff bot: it asks, and tells the chat what became of it."""

    async def ask(self, deed: Deed, arguments: Mapping[str, str], *, by: str, chat: int) -> str:
        """Keep an act until it is tapped, and write so into the audit; its id.

        Raises:
            TooManyPending: the account taps less than it asks for.
            NotAllowed: the chat is not the account's any more, or it lacks the right.
        """

    async def announced(self, act_id: str, message: int) -> None:
        """Remember the message that says that an act waits."""

    async def settled(self, count: int, *, besides: frozenset[int]) -> tuple[Settled, ...]:
        """Acts that were done or refused, or whose time is up, but for those of some chats."""

    async def told(self, act_id: str) -> None:
        """The chat knows: forget the act."""


class PendingBook(Protocol):
    """The side of the console: what waits for whom, and the tap."""

    async def of(self, name: str) -> tuple[Pending, ...]:
        """What waits for an account, the oldest first."""

    async def carry_out(self, act_id: str, *, by: str, text: str = "") -> str:
        """Do it and write so into the audit, in the transaction that uses the act up.

        Args:
            act_id: of the act.
            by: account that said yes.
            text: what is published.

        Returns:
            The code of an invitation, which is shown once; else "".

        Raises:
            NotPending: it does not wait for this account any more.
            NotAllowed: the account lacks the right by now.
            TiplineError: it cannot be done, for a reason of its own; it still waits.
        """

    async def refuse(self, act_id: str, *, by: str) -> None:
        """Say no, and write so into the audit.

        Raises:
            NotPending: it does not wait for this account any more.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapping:
    """The tap in the console."""

    book: PendingBook
    operating: Operating

    async def find(self, act_id: str, *, by: str) -> Pending:
        """An act that waits for an account.

        Raises:
            NotPending: it does not, any more.
        """
        for pending in await self.book.of(by):
            if pending.id == act_id:
                return pending
        raise NotPending

    async def yes(
        self, pending: Pending, *, member: Member, key: Unlocked | None, news: str = ""
    ) -> str:
        """Do what was asked for; returns and raises as `PendingBook.carry_out` does.

        Args:
            pending: what waits.
            member: who said yes.
            key: the desk's, where they have opened it: what is published is held against tips.
            news: what is published.

        Raises:
            OutreachRefused: the news cannot be told.
        """
        text = ""
        if pending.deed is Deed.PUBLISH:
            if key is None:
                raise NotAllowed(Right.READ)
            operation = pending.arguments["id"]
            text = await self.operating.checked(operation, news, key, member=member)
        return await self.book.carry_out(pending.id, by=member.name, text=text)
