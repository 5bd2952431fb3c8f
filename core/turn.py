"""What goes into a conversation and what comes out: events, replies and intents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.analysis import Analysis
from core.receipt import Receipt
from core.session import Session
from core.tip import Answer, Question

# What a person does.


@dataclass(frozen=True, slots=True)
class Said:
    """A text message, tidied. ``alarmed``: the fast check has answered it with 999 already."""

    text: str = field(repr=False)
    alarmed: bool = False


@dataclass(frozen=True, slots=True)
class Chose:
    """A tap on a button: its option, and the ticket that it carries."""

    option: str
    ticket: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command without its slash; whatever followed it is dropped before."""

    name: str


@dataclass(frozen=True, slots=True)
class Attached:
    """Something that is no text: `voice`, `contact`, `live_location`, `forward`, ..."""

    kind: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """A static pin on the map, WGS 84 degrees."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)


# What an intent came to.


@dataclass(frozen=True, slots=True)
class Analysed:
    """The analysis of a message."""

    question: Question
    analysis: Analysis = field(repr=False)
    alarmed: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """The report is on disk."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class NotKept:
    """The store could not commit; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What an old Send button found: its receipt, or nothing was kept."""

    receipt: Receipt | None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Answers for a receipt; none for an unknown code just as for no answer yet."""

    receipt: Receipt
    answers: tuple[Answer, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class LookUpRefused:
    """Too many codes were tried."""


@dataclass(frozen=True, slots=True)
class Added:
    """Whether the addition found its report."""

    done: bool


@dataclass(frozen=True, slots=True)
class NewsRead:
    """What staff published, newest first."""

    items: tuple[str, ...]


type Event = Said | Chose | Commanded | Attached | Pinned
type Result = (
    Analysed | Kept | NotKept | Recalled | LookedUp | LookUpRefused | Added | NewsRead
)  # fmt: skip


# What the conversation wants done; each is answered by a Result, except the last two.


@dataclass(frozen=True, slots=True)
class Analyse:
    """Understand a message."""

    question: Question
    text: str = field(repr=False)
    alarmed: bool = False


@dataclass(frozen=True, slots=True)
class Keep:
    """Seal and store the draft."""


@dataclass(frozen=True, slots=True)
class Recall:
    """Find the receipt of a draft that may have been stored before a crash."""

    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LookUp:
    """Read the answers for a receipt."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Add:
    """Seal and store the draft as an addition to a report."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class ReadNews:
    """Read what staff published."""


@dataclass(frozen=True, slots=True)
class Erase:
    """Delete the whole conversation from the chat and forget the session."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Delete the message just received from the chat."""


type Intent = Analyse | Keep | Recall | LookUp | Add | ReadNews | Erase | Drop


# What is shown.


@dataclass(frozen=True, slots=True)
class Option:
    """A button: its name (text key `option-NAME`) and the ticket that a tap must bring back."""

    name: str
    ticket: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to show.

    Attributes:
        key: key of its text in the locale.
        values: what the text is filled with; may hold the sender's own words.
        options: buttons, in order.
        is_passing: whether it only answers a tap and need not stay in the chat.
    """

    key: str
    values: Mapping[str, str | int] = field(default=MappingProxyType({}), repr=False)
    options: tuple[Option, ...] = ()
    is_passing: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a conversation: what is remembered, shown, and then to be done."""

    session: Session
    replies: tuple[Reply, ...] = ()
    intent: Intent | None = None
