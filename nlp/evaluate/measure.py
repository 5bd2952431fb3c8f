"""How well each analyser does on each split, by the ways in which tips differ."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core.analysis import Analysis
from nlp.corpus.read import Split, batches, rows
from nlp.evaluate.gold import GoldTip, tip_of
from nlp.evaluate.report import Report
from nlp.evaluate.scoring import evaluate

DIMENSIONS = ("triage", "register", "region")


class Analyst(Protocol):
    """Anything that understands a text at once."""

    def analyse_now(self, text: str, at: datetime) -> Analysis:
        """The analysis of a text sent at a local time."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An annotated tip, and what the report groups it by."""

    tip: GoldTip
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one analyser did on one split.

    Attributes:
        whole: the figures of all tips.
        groups: figures by dimension and value.
        median_ms: median time for a tip, in milliseconds.
    """

    whole: Report
    groups: dict[str, dict[str, Report]] = field(default_factory=dict)
    median_ms: float = 0.0


def read_split(split: Split) -> list[Labelled]:
    """The annotated tips of a split, in order of their files.

    Raises:
        BadInput: a tip is broken.
    """
    return [
        Labelled(tip_of(row, number), {name: str(row[name]) for name in DIMENSIONS})
        for path in batches(split)
        for number, row in enumerate(rows(path), 1)
    ]


def measure(
    analyst: Analyst, tips: Iterable[Labelled], told: Callable[[int], None] = lambda _: None
) -> Measured:
    """Analyse every tip and compare.

    Args:
        analyst: what is measured.
        tips: annotated tips.
        told: called with the number of tips done so far.
    """
    labelled = list(tips)
    analyses: dict[str, Analysis] = {}
    taken: list[float] = []
    for number, one in enumerate(labelled, 1):
        began = time.perf_counter()
        analyses[one.tip.id] = analyst.analyse_now(one.tip.text, one.tip.at)
        taken.append(time.perf_counter() - began)
        told(number)
    groups: dict[str, dict[str, Report]] = {}
    for dimension in DIMENSIONS:
        groups[dimension] = {
            value: evaluate([one.tip for one in some], analyses)
            for value, some in sorted(_grouped(labelled, dimension))
        }
    whole = evaluate([one.tip for one in labelled], analyses)
    median = sorted(taken)[len(taken) // 2] * 1000 if taken else 0.0
    return Measured(whole=whole, groups=groups, median_ms=median)


def _grouped(tips: list[Labelled], dimension: str) -> Iterator[tuple[str, list[Labelled]]]:
    for value in {one.groups[dimension] for one in tips}:
        yield value, [one for one in tips if one.groups[dimension] == value]


def figure(report: Report, path: str) -> float | None:
    """One figure of a report by its path: ``triage.recall_999``, ``in_scope_accuracy``."""
    value: Any = report.figures()
    for name in path.split("."):
        value = value[name]
    return None if value is None else float(value)
