"""What a command is given, and what it may answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.staff.parts import Office
from bot.staff.texts import StaffTexts
from core.errors import TiplineError
from core.people import Member


class Wrong(TiplineError):
    """Arguments that do not fit; the sentence says why, or is empty."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Call:
    """A command as somebody sent it.

    Attributes:
        member: who, as their account stands now.
        words: what followed the command, word by word.
        rest: the same as typed.
    """

    member: Member
    words: tuple[str, ...]
    rest: str = field(repr=False)
    office: Office
    texts: StaffTexts

    @property
    def by(self) -> str:
        """Name of the account, for the audit."""
        return self.member.name


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: a text, a picture where there is one, and a question where one is open.

    Attributes:
        picture: PNG bytes, or None.
        choices: labels of buttons, and what a tap does.
    """

    text: str
    picture: bytes | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what stands on it, and what a tap does."""

    label: str
    then: Callable[[], Awaitable[Said]]


type Act = Callable[[Call], Awaitable[Said]]


def sure(call: Call, text: str, then: Callable[[], Awaitable[Said]]) -> Said:
    """A question to be answered with yes or no before something is done."""

    async def leave() -> Said:
        return Said(call.texts.say("cancelled"))

    say = call.texts.say
    return Said(text, choices=(Choice(say("yes"), then), Choice(say("no"), leave)))
