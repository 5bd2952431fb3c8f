"""The conversation as data: its steps, what may be tapped at each, and where that leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from core.session import THINGS
from core.tip import HowKnown, OthersKnow, Question


class Takes(StrEnum):
    """What a text means at a step."""

    REPORT = "report"
    """It is analysed and becomes part of the report."""
    WORDS = "words"
    """It names words to take out."""
    CODE = "code"
    """It is a receipt."""


class Marker(StrEnum):
    """Where an outcome may lead besides a step."""

    NEXT = "@next"
    """The next question that is worth asking, or the preview."""
    DANGER = "@danger"
    """The 999 answer, then the sender's situation."""
    STOP = "@stop"
    """The draft is dropped; the chat can be erased."""
    SEND = "@send"
    """Seal and store; the Send button carries its own ticket."""
    ERASE = "@erase"
    """The chat is cleared and everything forgotten."""
    RETURN = "@return"
    """Back to the start of a conversation with nothing written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tap leads to: a step or a marker, what is told first, and what the draft notes."""

    to: str
    tell: str = ""
    notes: Mapping[str, object] = field(default=MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Step:
    """One question. Its text is ``ask-KEY``; a text answers ``question``."""

    key: str
    outcomes: Mapping[str, Outcome] = field(default=MappingProxyType({}))
    takes: Takes = Takes.REPORT
    question: Question = Question.MORE

    @property
    def choices(self) -> tuple[str, ...]:
        """The options that may be tapped, in order."""
        return tuple(self.outcomes)


def _question(key: str, question: Question, **outcomes: Outcome) -> Step:
    """A question about what is missing: every one can be skipped, and ended."""
    ways = {"skip": Outcome(Marker.NEXT), "done": Outcome(Marker.NEXT, notes={"finished": True})}
    return Step(key, outcomes | ways, question=question)


_STEPS = (
    Step("idle", question=Question.REPORT),
    Step(
        "scope",
        {"leave_anyway": Outcome(Marker.NEXT), "stop": Outcome(Marker.STOP)},
    ),
    Step("challenge", dict.fromkeys(THINGS, Outcome(Marker.NEXT)), question=Question.REPORT),
    Step(
        "now",
        {
            "yes": Outcome(Marker.DANGER, notes={"happening": "yes"}),
            "no": Outcome(Marker.NEXT, notes={"happening": "no"}),
            "not_sure": Outcome(Marker.DANGER, notes={"happening": "not_sure"}),
        },
    ),
    Step(
        "situation",
        {
            "can_ring": Outcome("leave", tell="ring-now"),
            "cannot_speak": Outcome("phone"),
            "cannot_hear": Outcome("text_ways"),
            "leave": Outcome(Marker.NEXT),
            "stop": Outcome(Marker.STOP),
        },
    ),
    Step(
        "phone",
        {
            "mobile": Outcome("leave", tell="silent-mobile"),
            "landline": Outcome("leave", tell="silent-landline"),
        },
    ),
    Step(
        "text_ways",
        {
            "text_999": Outcome("registered"),
            "sign_language": Outcome("leave", tell="sign-language"),
            "textphone": Outcome("leave", tell="textphone"),
        },
    ),
    Step(
        "registered",
        {
            "yes": Outcome("leave", tell="text-999-ready"),
            "no": Outcome("leave", tell="text-999-not-ready"),
        },
    ),
    Step("leave", {"leave": Outcome(Marker.NEXT), "stop": Outcome(Marker.STOP)}),
    Step(
        "pin",
        {"place_yes": Outcome(Marker.NEXT), "place_no": Outcome(Marker.NEXT, tell="pin-dropped")},
    ),
    _question("where", Question.WHERE),
    _question("town", Question.TOWN),
    _question("when", Question.WHEN),
    _question("who", Question.WHO),
    _question(
        "how_known",
        Question.HOW_KNOWN,
        saw=Outcome(Marker.NEXT, notes={"how_known": HowKnown.SAW}),
        told=Outcome(Marker.NEXT, notes={"how_known": HowKnown.TOLD}),
        heard=Outcome(Marker.NEXT, notes={"how_known": HowKnown.HEARD}),
    ),
    _question(
        "others_know",
        Question.MORE,
        others_yes=Outcome(Marker.NEXT, notes={"others_know": OthersKnow.YES}),
        others_no=Outcome(Marker.NEXT, notes={"others_know": OthersKnow.NO}),
        others_not_sure=Outcome(Marker.NEXT, notes={"others_know": OthersKnow.NOT_SURE}),
    ),
    Step(
        "preview",
        {
            "send": Outcome(Marker.SEND),
            "take_out": Outcome("take_out"),
            "change": Outcome("change"),
            "cancel": Outcome(Marker.ERASE),
        },
    ),
    Step("take_out", {"back": Outcome("preview")}, takes=Takes.WORDS),
    Step("change", {"back": Outcome("preview")}, question=Question.REPORT),
    Step("receipt", {"have_code": Outcome(Marker.ERASE)}, question=Question.REPORT),
    Step("code", {"back": Outcome(Marker.RETURN)}, takes=Takes.CODE),
    Step(
        "reading",
        {"add": Outcome("add"), "finish": Outcome(Marker.ERASE)},
        question=Question.ADDITION,
    ),
    Step("add", {"finish": Outcome(Marker.ERASE)}, question=Question.ADDITION),
    Step("ended", {"erase": Outcome(Marker.ERASE)}, question=Question.REPORT),
)

SCRIPT: Mapping[str, Step] = MappingProxyType({step.key: step for step in _STEPS})
"""Every step by its key."""

MARKERS = frozenset(Marker)

GATE = frozenset({"situation", "phone", "text_ways", "registered", "leave"})
"""Steps of the 999 gate: the answer has been given, and the sender is in the middle of it."""

FRESH = frozenset({"idle", "receipt", "ended"})
"""Steps at which a text begins a new report."""

REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "voice": "refuse-voice",
        "audio": "refuse-voice",
        "video": "refuse-voice",
        "video_note": "refuse-voice",
        "document": "refuse-file",
        "photo": "refuse-photo",
        "live_location": "refuse-location",
        "own_location": "refuse-location",
        "forward": "refuse-forward",
        "quote": "refuse-forward",
    }
)
"""Text key of the refusal by kind of attachment; any other kind is ``refuse-other``."""

COMMANDS: tuple[str, ...] = (
    "start",
    "help",
    "danger",
    "code",
    "news",
    "privacy",
    "cancel",
    "erase",
)
"""Commands of the public bot, in the order of its menu; texts are ``command-NAME``."""
