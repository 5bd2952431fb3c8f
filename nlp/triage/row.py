"""What one row of the triage table is: which events it fits, and what it calls for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.analysis import Danger, Triage
from nlp.qualifiers.model import Tense, When
from nlp.triage.entries import Kind
from nlp.triage.events import Event

_ANY_KIND = frozenset(Kind)
_ANY_WHEN = frozenset(When)
_ANY_TENSE = frozenset(Tense)


def _always(_: Event) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table.

    Attributes:
        name: what it says, for the explanation.
        call: what it calls for.
        kinds, whens, tenses: what an event must be among.
        also: a further condition.
        code: the danger to name instead of the sign's own.
        clear: whether the fast check may act on it alone.
    """

    name: str
    call: Triage
    kinds: frozenset[Kind] = _ANY_KIND
    whens: frozenset[When] = _ANY_WHEN
    tenses: frozenset[Tense] = _ANY_TENSE
    also: Callable[[Event], bool] = _always
    code: Danger | None = None
    clear: bool = False

    def fits(self, event: Event) -> bool:
        """Whether the row speaks of the event."""
        return (
            event.sign.entry.kind in self.kinds
            and event.when in self.whens
            and event.tense in self.tenses
            and self.also(event)
        )
