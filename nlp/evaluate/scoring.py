"""How analyses compare with the annotations of their tips."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.analysis import Analysis, Finding
from nlp.contract import BadInput
from nlp.evaluate.gold import GoldTip, Span
from nlp.evaluate.report import Error, Report, overlaps
from nlp.evaluate.times import same_time


def evaluate(gold: Iterable[GoldTip], analyses: Mapping[str, Analysis]) -> Report:
    """Compare every annotated tip with its analysis.

    Args:
        gold: the annotated tips.
        analyses: analyses by the ids of the tips; others are ignored.

    Raises:
        BadInput: a tip has no analysis.
    """
    report = Report()
    for tip in gold:
        said = analyses.get(tip.id)
        if said is None:
            raise BadInput(f"There is no analysis of tip {tip.id}.")
        report.tips += 1
        _judge(report, tip, said)
        _places(report, tip, said)
        _times(report, tip, said)
        report.drugs.add(tip.drugs, _spans(said.drugs))
        _redaction(report, tip, said)
    return report


def _judge(report: Report, tip: GoldTip, said: Analysis) -> None:
    report.triage[tip.triage, said.triage] += 1
    if tip.triage is not said.triage:
        report.errors.append(Error(tip.id, "triage", f"{tip.triage} became {said.triage}"))
    report.safeguarding[tip.safeguarding, bool(said.safeguarding)] += 1
    if tip.safeguarding != bool(said.safeguarding):
        kind = "safeguarding missed" if tip.safeguarding else "safeguarding false"
        report.errors.append(Error(tip.id, kind, ", ".join(said.safeguarding)))
    report.in_scope += tip.in_scope == said.in_scope
    if tip.in_scope != said.in_scope:
        report.errors.append(Error(tip.id, "scope", f"{tip.in_scope} became {said.in_scope}"))


def _places(report: Report, tip: GoldTip, said: Analysis) -> None:
    """Places found at unnamed places or at strings to remove count neither way."""
    open_ = (*tip.generic, *tip.removed)
    have = [
        span
        for span in _spans(said.locations)
        if any(overlaps(span, w) for w in tip.places) or not any(overlaps(span, o) for o in open_)
    ]
    report.locations.add(tip.places, have)
    for kind, ours, theirs in (
        ("place missed", tip.places, have),
        ("place false", have, tip.places),
    ):
        for start, end in ours:
            if not any(overlaps((start, end), other) for other in theirs):
                report.errors.append(Error(tip.id, kind, tip.text[start:end]))


def _times(report: Report, tip: GoldTip, said: Analysis) -> None:
    report.times.add([t.span for t in tip.times], _spans(said.times))
    for gold in tip.times:
        hits = [t for t in said.times if overlaps(gold.span, (t.start, t.end))]
        if not hits:
            report.errors.append(Error(tip.id, "time missed", gold.text))
            continue
        right = any(same_time(gold, hit) for hit in hits)
        report.values = _tally(report.values, hit=right)
        report.by_kind[gold.kind] = _tally(report.by_kind.get(gold.kind, (0, 0)), hit=right)
        if not right:
            report.errors.append(Error(tip.id, "time value", gold.text))
    wanted = [t.span for t in tip.times]
    for time in said.times:
        if not any(overlaps((time.start, time.end), span) for span in wanted):
            report.errors.append(Error(tip.id, "time false", time.text))


def _redaction(report: Report, tip: GoldTip, said: Analysis) -> None:
    leaked = [string for string in tip.remove if survives(string, said.sanitised)]
    lost = [string for string in tip.keep if not survives(string, said.sanitised)]
    report.removed = (report.removed[0] + len(tip.remove), report.removed[1] + len(leaked))
    report.kept = (report.kept[0] + len(tip.keep), report.kept[1] + len(lost))
    if tip.remove:
        report.leaky = _tally(report.leaky, hit=bool(leaked))
    report.errors += [Error(tip.id, "leaked", string) for string in leaked]
    report.errors += [Error(tip.id, "lost", string) for string in lost]


def survives(string: str, text: str) -> bool:
    """Whether a string stands in a text as whole words, case and white space aside."""
    pattern = r"(?<!\w)" + re.escape(_squashed(string)) + r"(?!\w)"
    return re.search(pattern, _squashed(text)) is not None


def _squashed(text: str) -> str:
    return " ".join(text.split()).casefold()


def _spans(findings: Iterable[Finding]) -> list[Span]:
    return [(finding.start, finding.end) for finding in findings]


def _tally(counts: tuple[int, int], *, hit: bool) -> tuple[int, int]:
    return counts[0] + 1, counts[1] + hit
