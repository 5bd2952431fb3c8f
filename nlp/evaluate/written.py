"""The report as a page: targets, figures beside the baseline, groups, ablations, worst errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.evaluate.ablations import Ablation
from nlp.evaluate.floors import Floor
from nlp.evaluate.measure import DIMENSIONS, Measured, figure
from nlp.evaluate.report import Report
from nlp.evaluate.speed import Speed

PATH = Path(__file__).parents[1] / "REPORT.md"

_GROUP_FIGURES = (
    "triage.recall_999",
    "triage.missed_999",
    "triage.false_999",
    "triage.ask_not_ignored",
    "safeguarding.recall",
    "in_scope_accuracy",
    "locations.f1",
    "times.f1",
    "drugs.f1",
    "source.leak_rate",
    "source.keep_loss",
)
_ABLATED = frozenset({*_GROUP_FIGURES, "triage.needless_ask", "locations.exact_f1"})
_SAME = 0.0005
"""A smaller change is none."""
_WORST = ("triage 999", "leaked", "safeguarding missed", "triage ask", "lost")
WORST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Column:
    """An analyser's name and what it did on one split."""

    name: str
    measured: Measured


def write_report(
    splits: Mapping[str, Sequence[Column]],
    without: Sequence[tuple[Ablation, Measured]],
    floors: Sequence[Floor],
    speed: Speed,
) -> str:
    """The page in Markdown.

    Args:
        splits: for each split the columns to show; the first one is ours. Of the last one the
            worst errors are not told, so that nobody writes rules for them.
        without: what was measured on the last split with one component left out.
        floors: figures with their targets, in the order they are shown.
        speed: of our analysis.
    """
    lines = [*_HEAD]
    for split, columns in splits.items():
        ours = columns[0].measured
        lines += [f"\n## On the {split} split: {ours.whole.tips} tips\n"]
        lines += _figures(columns, floors)
        lines += ["\nWhat became of each class (ours):\n", *_classes(ours.whole)]
        for dimension in DIMENSIONS[1:]:
            lines += [f"\nBy {dimension} (ours):\n", *_groups(ours.groups[dimension])]
        lines += ["\nValues of times found, by kind (ours):\n", *_kinds(ours.whole)]
    first = next(iter(splits.values()))[0].measured.whole
    last = [*splits.values()][-1][0].measured.whole
    lines += [f"\n## What each component is worth, on the {[*splits][-1]} split\n"]
    lines += _ablations(last, without, floors)
    lines += ["\n## The ten worst errors on the first split\n", *_worst(first)]
    lines += ["\n## Speed and memory\n", *_speed(speed)]
    return "\n".join(lines) + "\n"


def _speed(speed: Speed) -> Iterator[str]:
    yield "Processor time in one process on one core, both measured in turn in the same run.\n"
    yield "| what | figure | target |"
    yield "|---|---|---|"
    yield f"| whole analysis, median for a tip | {speed.ours_ms:.1f} ms | |"
    yield f"| base model's tok2vec and ner alone | {speed.base_ms:.1f} ms | |"
    yield f"| ratio | {speed.ratio:.2f} | <= 1.8 |"
    yield f"| a text of 4,000 characters | {speed.long_ms:.0f} ms | < 150 |"
    yield f"| a text of 8,000 characters | {speed.twice_ms:.0f} ms | linear |"
    yield f"| memory grown between text 2,000 and text 20,000 | {speed.grown_mb:.1f} MB | flat |"


_HEAD = (
    "# How well tips are understood",
    "",
    "Written by `tipline evaluate --report`; do not edit. Every figure is a share between 0 and 1.",
    "`missed_999` is the dangerous error: an emergency that went to the queue without a word.",
    "The test split was written by five hands who had seen neither rules nor other tips; no rule",
    "was written from it, and nothing is trained or chosen on it. The trained parts learned from",
    "the dev split: its figures say how well they remember, not how well they generalise.",
    "*baseline* is plain spaCy entities, keywords, dateparser and Presidio on the same tips in the",
    "same run; *rules only* leaves the trained parts out, and shows what they add; *degraded* is",
    "what senders get when no worker answers: no base model, no trained model of words.",
)


def _figures(columns: Sequence[Column], floors: Sequence[Floor]) -> Iterator[str]:
    names = [column.name for column in columns]
    yield f"| figure | target | {' | '.join(names)} |"
    yield "|---|---|" + "---|" * len(names)
    for floor in floors:
        values = [_shown(figure(c.measured.whole, floor.path)) for c in columns]
        yield f"| {floor.path} | {floor.sign} {floor.target} | {' | '.join(values)} |"
    times = [f"{column.measured.median_ms:.1f}" for column in columns]
    yield f"| median ms for a tip | | {' | '.join(times)} |"


def _ablations(
    ours: Report, without: Sequence[tuple[Ablation, Measured]], floors: Sequence[Floor]
) -> Iterator[str]:
    """How much each figure rises or falls without a component; bold where it gets worse."""
    paths = [floor for floor in floors if floor.path in _ABLATED]
    yield "How much each figure changes when one component is left out; bold where it gets worse.\n"
    yield f"| without | that is | {' | '.join(_short(floor.path) for floor in paths)} |"
    yield "|---|---|" + "---|" * len(paths)
    for ablation, measured in without:
        cells = [_change(floor, ours, measured.whole) for floor in paths]
        yield f"| {ablation.name} | {ablation.about} | {' | '.join(cells)} |"


def _change(floor: Floor, ours: Report, theirs: Report) -> str:
    before, after = figure(ours, floor.path), figure(theirs, floor.path)
    if before is None or after is None:
        return "-"
    change = after - before
    if abs(change) < _SAME:
        return "0"
    worse = (change > 0) == floor.is_error
    return f"**{change:+.3f}**" if worse else f"{change:+.3f}"


def _short(path: str) -> str:
    return path.rpartition(".")[2] if "f1" not in path else path


def _classes(report: Report) -> Iterator[str]:
    yield "| annotated | 999 | ask | 101 |"
    yield "|---|---|---|---|"
    for gold, said in report.by_class().items():
        yield f"| {gold} | {said['999']} | {said['ask']} | {said['101']} |"


def _groups(groups: Mapping[str, Report]) -> Iterator[str]:
    short = [_short(path) for path in _GROUP_FIGURES]
    yield f"| | tips | {' | '.join(short)} |"
    yield "|---|---|" + "---|" * len(short)
    for name, report in groups.items():
        values = [_shown(figure(report, path)) for path in _GROUP_FIGURES]
        yield f"| {name} | {report.tips} | {' | '.join(values)} |"


def _kinds(report: Report) -> Iterator[str]:
    yield "| kind | found | right |"
    yield "|---|---|---|"
    for kind, (found, right) in sorted(report.by_kind.items()):
        yield f"| {kind} | {found} | {right} |"


def _worst(report: Report) -> Iterator[str]:
    def rank(error: tuple[int, str]) -> tuple[int, int]:
        place = next((n for n, kind in enumerate(_WORST) if error[1].startswith(kind)), len(_WORST))
        return place, error[0]

    told = [f"{error.kind} {error.what}" for error in report.errors]
    order = sorted(enumerate(told), key=rank)
    for number, _ in order[:WORST_SHOWN]:
        error = report.errors[number]
        yield f"- {error.tip}: {error.kind}: {error.what}"


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
