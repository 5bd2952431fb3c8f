"""The least that a worker can analyse with: it starts in a fraction of a second.

For tests of how workers are kept, fed and lost; that what is shipped works in them has its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.analysis import Reason, Safeguarding, Triage
from nlp.outfit import Outfit
from nlp.parts import Parts
from nlp.pipeline import Reader
from nlp.plain import read_plain


@dataclass(frozen=True, slots=True)
class Calm:
    """What is said of every text."""

    triage: Triage = Triage.QUEUE
    reasons: tuple[Reason, ...] = ()
    safeguarding: tuple[Safeguarding, ...] = ()
    in_scope: bool = True


class Nothing:
    """Finds nothing, and hears no alarm."""

    def find(self, *_: object, **__: object) -> tuple[Any, ...]:
        return ()

    def judge(self, *_: object) -> Calm:
        return Calm()

    def sounds(self, _: str) -> None:
        return None


def read_bare(_: str | None) -> Reader:
    """A reader that cuts words, whatever the setting for the model."""
    return read_plain


def bare_parts() -> Parts:
    nothing = Nothing()
    return Parts(
        places=nothing, times=nothing, drugs=nothing, vehicles=nothing, phones=nothing,
        handles=nothing, people=nothing, judge=nothing, alarm=nothing, redactor=nothing,
        label=str,
    )  # fmt: skip


BARE = Outfit(reader=read_bare, parts=bare_parts)
