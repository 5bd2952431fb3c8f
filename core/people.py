"""Who works at the desk, and what each role may do.

Nobody has every right: whoever makes accounts reads no tip, whoever reads the audit changes
nothing, and a tip leaves the desk only past two people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import TiplineError


class Role(StrEnum):
    """What an account is for."""

    ANALYST = "analyst"
    LEAD = "lead"
    MODERATOR = "moderator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What an account may do."""

    QUEUE = "queue"
    """See the plain columns of the queue, and counts of them."""

    READ = "read"
    """Break a seal; needs the desk's key."""

    STEER = "steer"
    """Claim, change a priority, set aside as junk, duplicate or held."""

    WORK = "work"
    """Grade, note, cut more, link, ask the sender, refer."""

    RELEASE = "release"
    """Let a graded tip leave the desk that somebody else graded."""

    LEAD = "lead"
    """Run operations, publish news, take out many tips at once, let an account read."""

    AUDIT = "audit"
    """Read what staff did."""

    PEOPLE = "people"
    """Make and remove accounts."""


_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ANALYST: frozenset({Right.QUEUE, Right.READ, Right.STEER, Right.WORK, Right.RELEASE}),
    Role.LEAD: frozenset(
        {Right.QUEUE, Right.READ, Right.STEER, Right.WORK, Right.RELEASE, Right.LEAD, Right.AUDIT}
    ),
    Role.MODERATOR: frozenset({Right.QUEUE, Right.STEER}),
    Role.AUDITOR: frozenset({Right.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Right.PEOPLE}),
}


class NotAllowed(TiplineError):
    """An account lacks a right."""

    def __init__(self, right: Right) -> None:
        super().__init__(f"Your account may not do this; it takes the right to {right}.")
        self.right = right


class NotAdmitted(TiplineError):
    """An account's role reads, but nobody has let it read yet."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody has let this account read yet. A lead does, with `tipline people admit`."
        )


class Standing(StrEnum):
    """How far an account has come."""

    WAITING = "waiting"
    """It may sign in, but nobody has let it read yet though its role reads."""

    ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An account as others see it."""

    name: str
    role: Role
    standing: Standing
    added: date

    def may(self, right: Right) -> bool:
        """Whether it may do something now."""
        if right is Right.READ and self.standing is not Standing.ACTIVE:
            return False
        return right in _RIGHTS[self.role]

    def must(self, right: Right) -> None:
        """Refuse what it may not do.

        Raises:
            NotAllowed: it may not.
        """
        if not self.may(right):
            raise NotAllowed(right)


def reads(role: Role) -> bool:
    """Whether accounts of a role read tips, so that they need the desk's key."""
    return Right.READ in _RIGHTS[role]


def may_invite(by: Member, role: Role, *, has_administrator: bool) -> bool:
    """Whether an account may invite somebody to a role.

    A desk begins with a lead alone; where there is no administrator, a lead invites the first.
    """
    begins = role is Role.ADMINISTRATOR and not has_administrator
    return by.may(Right.PEOPLE) or (begins and by.may(Right.LEAD))
