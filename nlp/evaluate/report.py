"""What an evaluation found: counts, the figures made of them, and the list of errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.analysis import Triage
from nlp.evaluate.gold import Span


def overlaps(a: Span, b: Span) -> bool:
    """Whether two spans share a code point."""
    return a[0] < b[1] and b[0] < a[1]


def share(part: float | None, whole: float | None) -> float | None:
    """``part`` of ``whole`` to four places; None where there is nothing to share."""
    return round(part / whole, 4) if whole and part is not None else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """The harmonic mean; None where either is unknown or both are nought."""
    if precision is None or recall is None:
        return None
    return share(2 * precision * recall, precision + recall)


@dataclass(slots=True)
class SpanCounts:
    """Counts of annotated and found spans of one kind.

    Attributes:
        gold: annotated.
        said: found by the analysis.
        found: annotated ones that a found one overlaps.
        right: found ones that overlap an annotated one.
        exact: equal ones.
    """

    gold: int = 0
    said: int = 0
    found: int = 0
    right: int = 0
    exact: int = 0

    def add(self, gold: Iterable[Span], said: Iterable[Span]) -> None:
        """Count the spans of one tip."""
        want, have = list(gold), list(said)
        self.gold += len(want)
        self.said += len(have)
        self.found += sum(any(overlaps(w, h) for h in have) for w in want)
        self.right += sum(any(overlaps(h, w) for w in want) for h in have)
        self.exact += len(set(want) & set(have))

    def figures(self) -> dict[str, float | None]:
        """Precision, recall and F1 by overlap, and F1 of equal spans."""
        precision, recall = share(self.right, self.said), share(self.found, self.gold)
        exact = f1(share(self.exact, self.said), share(self.exact, self.gold))
        return {
            "gold": self.gold,
            "precision": precision,
            "recall": recall,
            "f1": f1(precision, recall),
            "exact_f1": exact,
        }


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that went wrong: the tip, what kind of error, and the words concerned."""

    tip: str
    kind: str
    what: str


type Figures = dict[str, float | dict[str, float | None] | None]


@dataclass(slots=True)
class Report:
    """The outcome of an evaluation.

    Attributes:
        triage: how often a tip of the first class was given the second.
        safeguarding: likewise for (annotated, given).
        values: times found, and those of them with the right value.
        removed: strings to remove, and those of them that survived.
        kept: strings to keep, and those of them that were lost.
        leaky: tips with strings to remove, and those of them that leak one.
        by_kind: for each annotated kind of time (times found, values right).
        errors: in the order of the tips.
    """

    tips: int = 0
    in_scope: int = 0
    triage: Counter[tuple[Triage, Triage]] = field(default_factory=Counter)
    safeguarding: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    locations: SpanCounts = field(default_factory=SpanCounts)
    times: SpanCounts = field(default_factory=SpanCounts)
    drugs: SpanCounts = field(default_factory=SpanCounts)
    values: tuple[int, int] = (0, 0)
    removed: tuple[int, int] = (0, 0)
    kept: tuple[int, int] = (0, 0)
    leaky: tuple[int, int] = (0, 0)
    by_kind: dict[str, tuple[int, int]] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)

    def figures(self) -> Figures:
        """Every figure, as shares between 0 and 1; None where nothing was annotated.

        ``missed_999`` is the dangerous error: an emergency that went to the queue.
        """
        guard = self.safeguarding
        hits = guard[True, True]
        return {
            "tips": self.tips,
            "triage": self._triage_figures(),
            "safeguarding": {
                "precision": share(hits, hits + guard[False, True]),
                "recall": share(hits, hits + guard[True, False]),
            },
            "in_scope_accuracy": share(self.in_scope, self.tips),
            "locations": self.locations.figures(),
            "times": self.times.figures()
            | {"value_accuracy": share(self.values[1], self.values[0])},
            "drugs": self.drugs.figures(),
            "source": {
                "leak_rate": share(self.removed[1], self.removed[0]),
                "leaky_tips": share(self.leaky[1], self.leaky[0]),
                "keep_loss": share(self.kept[1], self.kept[0]),
            },
        }

    def by_class(self) -> dict[str, dict[str, int]]:
        """For each annotated class how many tips were given each class."""
        return {
            gold.value: {said.value: self.triage[gold, said] for said in Triage} for gold in Triage
        }

    def _triage_figures(self) -> dict[str, float | None]:
        given, queue, ask, emergency = self.triage, Triage.QUEUE, Triage.ASK, Triage.EMERGENCY
        whole = {g: sum(n for (gold, _), n in given.items() if gold is g) for g in Triage}
        heeded = given[ask, ask] + given[ask, emergency]
        return {
            "recall_999": share(given[emergency, emergency], whole[emergency]),
            "missed_999": share(given[emergency, queue], whole[emergency]),
            "false_999": share(given[queue, emergency], whole[queue]),
            "needless_ask": share(given[queue, ask], whole[queue]),
            "ask_not_ignored": share(heeded, whole[ask]),
            "accuracy": share(sum(given[g, g] for g in Triage), self.tips),
        }
