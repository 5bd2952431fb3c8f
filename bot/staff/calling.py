"""What a command is given, and what it may answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.staff.parts import Office
from bot.staff.texts import StaffTexts
from core.errors import TiplineError
from core.pending import Deed
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something that was asked for and fits, and is not done yet.

    Where the table of commands sends the deed to the console it waits for a tap there; else a
    button asks for it here.

    Attributes:
        deed: what is to be done.
        arguments: as the deed takes them.
        question: what the button asks; "": the deed itself.
        now: does it here; None where the staff bot has no right to it.
    """

    deed: Deed
    arguments: Mapping[str, str]
    question: str = ""
    now: Callable[[], Awaitable[Said]] | None = None


type Act = Callable[[Call], Awaitable[Said | Wish]]


def sure(call: Call, text: str, then: Callable[[], Awaitable[Said]]) -> Said:
    """A question to be answered with yes or no before something is done."""

    async def leave() -> Said:
        return Said(call.texts.say("cancelled"))

    say = call.texts.say
    return Said(text, choices=(Choice(say("yes"), then), Choice(say("no"), leave)))
