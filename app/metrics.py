"""What the bot counts for whoever keeps it running, in the form that Prometheus reads.

No label names anybody. And since a database of metrics keeps every number with its second, no
number may tell when somebody wrote: what senders cause is shown in steps of twenty answers, or
of an hour. What only machines cause is shown at once. CPU and memory of the process are left out:
they would tell the second of every analysis.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TextIO

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from app.inside import Page
from app.logs import Event, Log
from bot.public.watch import Happening
from nlp.bounds import Outcome

CROWD = 20
"""Answers that are shown together, and the least depth of a queue that is shown."""

STEP = 3_600.0
"""Seconds after which fewer are shown: a tip is kept with its hour too."""

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
"""Upper bounds in seconds; an answer is given up after 120 (bot.public.setup.Timing)."""

OF_MACHINES = frozenset(
    {
        Happening.READY,
        Happening.STOPPED,
        Happening.TOKEN_REFUSED,
        Happening.FETCH_FAILED,
        Happening.FETCH_SLOWED,
        Happening.WINDOW_FULL,
        Happening.LOOP_FAULT,
        Happening.SECRET_REFUSED,
        Happening.MALFORMED,
        Happening.TOO_LARGE,
        Happening.HOOK_MOVED,
    }
)
"""Happenings behind which there is no sender, or a crowd of them."""


class CountedLog(Log):
    """A log that counts what it is told."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.happened: Counter[str] = Counter()
        self.buckets = [0] * (len(BUCKETS) + 1)
        self.seconds = 0.0

    def note(self, what: StrEnum, /, **numbers: float) -> None:
        """Log and count an event."""
        super().note(what, **numbers)
        self.happened[what.value] += 1

    def fault(self, what: StrEnum, error: type[BaseException], /) -> None:
        """Log and count a fault."""
        super().fault(what, error)
        self.happened[what.value] += 1

    def took(self, what: StrEnum, seconds: float, /) -> None:
        """Count a duration; the log has no line for it."""
        del what  # there is one kind
        self.buckets[bisect_left(BUCKETS, seconds)] += 1
        self.seconds += seconds

    @property
    def answers(self) -> int:
        """Answers so far."""
        return sum(self.buckets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauges:
    """What is looked at when somebody reads the metrics.

    Attributes:
        analyses: texts by how they were answered, since the start.
        waiting: texts that wait for a worker or are in one.
        working: pieces of work begun and not ended.
        workers_lost: workers that died, since the start.
        is_ready: whether updates are taken.
        is_flooded: whether newcomers are asked for a tap.
    """

    analyses: Callable[[], Mapping[Outcome, int]]
    waiting: Callable[[], int]
    working: Callable[[], int]
    workers_lost: Callable[[], int]
    is_ready: Callable[[], bool]
    is_flooded: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Step:
    """What senders caused, as it stood when it was shown last."""

    at: float
    happened: Mapping[str, int] = field(default_factory=dict)
    buckets: tuple[int, ...] = (0,) * (len(BUCKETS) + 1)
    seconds: float = 0.0
    analyses: Mapping[Outcome, int] = field(default_factory=dict)
    share: float = 0.0


class Meters(Collector):
    """The metrics of a bot."""

    def __init__(self, log: CountedLog, gauges: Gauges, ticks: Callable[[], float]) -> None:
        """Args: ``ticks`` gives seconds that only go forward."""
        self._log = log
        self._gauges = gauges
        self._ticks = ticks
        self._step = _Step(ticks())
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def page(self) -> Page:
        """The metrics as text."""
        return Page(generate_latest(self._registry), content_type=CONTENT_TYPE_LATEST)

    def collect(self) -> Iterable[Metric]:
        """All metrics."""
        self._go_on()
        yield self._happenings()
        yield self._answers()
        yield self._analyses()
        look = self._gauges
        lost = CounterMetricFamily("tipline_workers_lost", "Workers of the analysis that died")
        lost.add_metric([], look.workers_lost())
        yield lost
        for name, what, value in (
            (
                "degraded_share",
                "Share of the last step's texts that rules alone read",
                self._step.share,
            ),
            ("analyses_waiting", f"Texts in the analysis; 0 below {CROWD}", _crowd(look.waiting())),
            ("updates_in_work", f"Work not yet ended; 0 below {CROWD}", _crowd(look.working())),
            ("ready", "1 while updates are taken", look.is_ready()),
            ("flooded", "1 while newcomers are asked for a tap", look.is_flooded()),
        ):
            yield GaugeMetricFamily(f"tipline_{name}", what, value=float(value))

    def _go_on(self) -> None:
        """Take the next step, if it has a crowd in it or its hour is over."""
        now, log = self._ticks(), self._log
        if log.answers - sum(self._step.buckets) < CROWD and now - self._step.at < STEP:
            return
        analyses = dict(self._gauges.analyses())
        news = {how: number - self._step.analyses.get(how, 0) for how, number in analyses.items()}
        total = sum(news.values())
        self._step = _Step(
            at=now,
            happened=dict(log.happened),
            buckets=tuple(log.buckets),
            seconds=log.seconds,
            analyses=analyses,
            share=1 - news.get(Outcome.MODEL, 0) / total if total else 0.0,
        )

    def _happenings(self) -> Metric:
        family = CounterMetricFamily("tipline_happenings", "What happened", labels=["what"])
        for what in sorted({*map(str, Happening), *map(str, Event)}):
            shown = self._log.happened if what in OF_MACHINES else self._step.happened
            family.add_metric([what], shown.get(what, 0))
        return family

    def _answers(self) -> Metric:
        family = HistogramMetricFamily("tipline_answer_seconds", "From an update to its answer")
        total, buckets = 0, []
        for bound, count in zip((*map(str, BUCKETS), "+Inf"), self._step.buckets, strict=True):
            total += count
            buckets.append((bound, total))
        family.add_metric([], buckets, self._step.seconds)
        return family

    def _analyses(self) -> Metric:
        family = CounterMetricFamily(
            "tipline_analyses", "Texts by how they were read", labels=["how"]
        )
        for how in Outcome:
            family.add_metric([str(how)], self._step.analyses.get(how, 0))
        return family


def _crowd(depth: int) -> int:
    return depth if depth >= CROWD else 0
