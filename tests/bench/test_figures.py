"""Are the figures of the bench right where the answer is known?"""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from itertools import islice

import pytest

from bench.drawing import Bars, Lines, picture
from bench.figures import Waits, load_of
from bench.memory import growth
from bench.senders import Sample
from bench.texts import EMERGENCY_EVERY, Kind, reports
from bench.usage import usage_of
from bench.written import merged


def test_quantiles_count_who_was_not_answered_as_longest() -> None:
    waits = Waits.of([0.1] * 98 + [None, None])
    assert (waits.count, waits.unanswered) == (100, 2)
    assert (waits.p50, waits.p95, waits.p99) == (0.1, 0.1, None)


def test_nobody_waits_for_nothing() -> None:
    assert Waits.of([]) == Waits(0, 0, None, None, None)


def test_only_what_is_done_within_the_span_counts_as_done() -> None:
    samples = [
        Sample(Kind.REST, 0.5, 0.1, 0.2, 0.2),  # before the span
        Sample(Kind.REST, 1.5, 0.1, 0.2, 0.2),
        Sample(Kind.CLEAR, 1.9, 0.05, 0.3, 0.3),  # written within, done after it
        Sample(Kind.REST, 1.6, None),
    ]
    load = load_of(samples, (1.0, 2.0), (0.5, 0.1))
    assert (load.done, load.rate, load.cpu_ms) == (1, 1.0, 500.0)
    assert load.waits[Kind.CLEAR].p50 == 0.05
    assert load.waits[Kind.REST].unanswered == 1
    assert load.generator_share(2) == pytest.approx(0.05)


def test_one_report_in_twenty_is_a_clear_emergency() -> None:
    kinds = [report.kind for report in islice(reports(), 2 * EMERGENCY_EVERY)]
    assert kinds.count(Kind.CLEAR) == kinds.count(Kind.HIDDEN) == 2


def test_growth_compares_the_end_with_what_was_there_after_the_start() -> None:
    line = [(float(at), 100.0 if at < 10 else 200.0 + at) for at in range(100)]
    early, late = growth(line)
    assert (early, late) == (214.5, 294.5)


def test_this_process_takes_time_and_memory() -> None:
    usage = usage_of(os.getpid())
    assert usage.resident[os.getpid()] > 1_000_000
    assert usage.cpu > 0
    assert usage_of(2**22 - 1).total == 0


def test_a_picture_is_well_formed_and_shows_what_is_missing() -> None:
    bars = Bars("Waits <in ms>", "ms", [("a & b", 12.0, 0), ("c", None, 1)])
    lines = Lines("Memory", "MB", {"bot": [(0.0, 100.0), (5.0, 120.0)], "none": []})
    drawn = picture([bars, lines])
    ET.fromstring(drawn)  # noqa: S314 - our own
    assert "no answer in time" in drawn


def test_sections_of_another_run_stay() -> None:
    first = merged("", "Title", "Why.", {"A": "one", "B": "two"})
    second = merged(first, "Title", "Why.", {"B": "three", "C": "four"})
    assert second == "# Title\n\nWhy.\n\n## A\n\none\n\n## B\n\nthree\n\n## C\n\nfour\n"
