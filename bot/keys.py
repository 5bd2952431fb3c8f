"""Which texts must a language have, and what is each one filled with?

Derived from the conversation itself where that is data; the rest is listed, and a test
compares the list with what the core shows.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.analysis import Category
from core.errors import ReceiptProblem
from core.script import COMMANDS, REFUSALS, SCRIPT

FRONTS = ("telegram", "terminal")
"""Where a text may be shown; what is said of who can read along differs."""

_FILLED: Mapping[str, frozenset[str]] = {
    "answers": frozenset({"text"}),
    "answers-none": frozenset({"text"}),
    "ask-challenge": frozenset({"thing"}),
    "ask-preview": frozenset({"report", "known", "others", "happening", "pin", "adding"}),
    "helplines": frozenset({"sign"}),
    "news": frozenset({"items"}),
    "notice": frozenset({"text"}),
    "receipt": frozenset({"code"}),
    "too-long": frozenset({"limit"}),
} | {
    f"code-{problem.replace('_', '-')}": frozenset({"digits", "needed"})
    for problem in ReceiptProblem
}  # fmt: skip

_BARE = frozenset(
    {
        "add-words", "added", "broken", "button-old", "challenge-wrong", "choose-one", "code-wait",
        "emergency", "emergency-again", "erased", "erased-not-all", "expired", "finish-first",
        "greeting", "hello-again", "help", "news-none", "not-added", "not-saved", "paused",
        "pin-not-added", "privacy", "refuse-other", "rush", "slow-down", "tell-us", "thanks",
        "unknown-command", "words-cut", "words-not-found",
    }
)  # fmt: skip

CHROME = frozenset({"terminal-cleared", "terminal-how", "terminal-no-button"})
"""What a front says around the conversation."""


def dashed(name: str) -> str:
    """A name of the core as texts are keyed: ``take_out`` is ``take-out``."""
    return name.replace("_", "-")


def option_names() -> frozenset[str]:
    """Every option that may be tapped."""
    return frozenset(name for step in SCRIPT.values() for name in step.choices)


def reply_keys() -> Mapping[str, frozenset[str]]:
    """Keys of what may be shown, each with the names of the values it is filled with."""
    asked = {f"ask-{dashed(key)}" for key in SCRIPT if key != "receipt"}
    told = {o.tell for step in SCRIPT.values() for o in step.outcomes.values() if o.tell}
    keys = asked | told | set(REFUSALS.values()) | _BARE | _FILLED.keys()
    return {key: _FILLED.get(key, frozenset()) for key in keys}


def text_keys() -> Mapping[str, frozenset[str]]:
    """Every key that a language must have, with the names of the values it may use."""
    labels = {f"option-{dashed(name)}" for name in option_names()}
    labels |= {f"command-{name}" for name in COMMANDS}
    labels |= {f"cut-{dashed(category)}" for category in Category}
    return {**reply_keys(), **dict.fromkeys(labels | CHROME, frozenset[str]())}
