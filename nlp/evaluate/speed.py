"""How fast the analysis is beside the base model's own parts, and whether its memory grows."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nlp.evaluate.measure import Analyst, Labelled

LONG = 4_000
"""Characters of a long text: as much as one Telegram message holds."""

ROUNDS = 5
MEMORY_TEXTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What was measured, all in one run.

    Attributes:
        ours_ms, base_ms: median time for a tip of the whole analysis, and of the base model's
            tok2vec and ner alone.
        long_ms: median time for a text of 4,000 characters.
        twice_ms: the same for 8,000, which shows that time grows with the length only.
        grown_mb: resident memory after all texts less that after the first tenth.
    """

    ours_ms: float
    base_ms: float
    long_ms: float
    twice_ms: float
    grown_mb: float

    @property
    def ratio(self) -> float:
        """How many times the base model's time the whole analysis takes."""
        return self.ours_ms / self.base_ms


def measure_speed(
    analyst: Analyst, tips: Sequence[Labelled], told: Callable[[int], None] = lambda _: None
) -> Speed:
    """Measure; tips are taken in turn by both, so that the machine's moods hit both.

    Args:
        analyst: the whole analysis, in this process.
        tips: what is read.
        told: called with the number of texts done for the memory figure.
    """
    base = _base()
    ours_taken: list[float] = []
    base_taken: list[float] = []
    for _ in range(ROUNDS):
        for one in tips:
            ours_taken.append(_timed(lambda t=one.tip: analyst.analyse_now(t.text, t.at)))  # type: ignore[misc]  # the default binds the tip
            base_taken.append(_timed(lambda t=one.tip: base(t.text)))  # type: ignore[misc]  # likewise
    at = tips[0].tip.at
    whole = " ".join(one.tip.text for one in tips)
    return Speed(
        ours_ms=statistics.median(ours_taken),
        base_ms=statistics.median(base_taken),
        long_ms=_median_of(analyst, whole[:LONG], at),
        twice_ms=_median_of(analyst, whole[: 2 * LONG], at),
        grown_mb=_growth(analyst, tips, told),
    )


def _base() -> Callable[[str], object]:
    """The base model's tok2vec and ner, as they come."""
    import spacy

    from nlp.model import default_folder

    language = spacy.load(default_folder())
    language.select_pipes(enable=["tok2vec", "ner"])
    return language


def _median_of(analyst: Analyst, text: str, at: datetime) -> float:
    return statistics.median(
        _timed(lambda: analyst.analyse_now(text, at)) for _ in range(2 * ROUNDS + 1)
    )


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time that work takes."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _growth(analyst: Analyst, tips: Sequence[Labelled], told: Callable[[int], None]) -> float:
    early = 0.0
    for number in range(1, MEMORY_TEXTS + 1):
        one = tips[number % len(tips)]
        # A new word each time: nothing of a text may stay.
        analyst.analyse_now(f"{one.tip.text} zq{number}", one.tip.at)
        if number == MEMORY_TEXTS // 10:
            early = _resident_mb()
        if number % 100 == 0:
            told(number)
    return _resident_mb() - early


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20
