"""`tipline analyse` and `tipline evaluate`: what is understood of texts, and how well."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from app.clock import SystemClock
from app.problems import BadInput
from app.settings import load_settings

if TYPE_CHECKING:
    from nlp.inline import InlineAnalyser

_JSONL = (".jsonl", ".ndjson")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(analyse)
    app.command()(explain)
    app.command()(evaluate)


def analyse(
    file: Annotated[
        str, typer.Argument(help="Plain text, one tip a line; a .jsonl file; or - for a pipe.")
    ] = "-",
    now: Annotated[
        str, typer.Option(help="When the tips count as sent, for example 2026-03-27T22:40.")
    ] = "",
    rules_only: Annotated[
        bool, typer.Option("--rules-only", help="Without the model, as in degraded mode.")
    ] = False,
) -> None:
    """Print what is understood of texts, one JSON object a line.

    Offsets count characters and are half-open. In a .jsonl file each line is
    `{"id": ..., "text": ..., "ref": ...}`; `ref` says when it was sent.

        echo "weed sold at 9 Hill Road Leeds every night" | tipline analyse -
    """
    from nlp.contract import to_json
    from nlp.incoming import read_jsonl, read_lines

    at = _moment(now)
    read = read_jsonl if file.endswith(_JSONL) else read_lines
    with _opened(file) as lines:
        analyser = _analyser(rules_only=rules_only)
        for tip in read(lines, now=at):
            row = to_json(analyser.analyse_now(tip.text, tip.at), tip.id)
            sys.stdout.write(_json(row) + "\n")


def explain(
    text: Annotated[str, typer.Argument(help="The text, in quotes; or - for a pipe.")],
    now: Annotated[str, typer.Option(help="When it counts as sent: 2026-03-27T22:40.")] = "",
    html: Annotated[str, typer.Option(help="Also write a page of HTML to this file.")] = "",
    svg: Annotated[str, typer.Option(help="Also write it as a picture to this file.")] = "",
    rules_only: Annotated[
        bool, typer.Option("--rules-only", help="Without the model, as in degraded mode.")
    ] = False,
) -> None:
    """Show why a text is understood as it is.

    Draws the text with everything that was found, its clauses with their time, polarity and
    source, the rows of the triage table that spoke, whose the homes, jobs, phones and relatives
    are and whether they stay, and what would be kept of it.
    """
    from app.explaining import as_html, as_svg, print_explanation
    from nlp.explain import Explainer
    from nlp.model import load_model

    at = _moment(now)
    said = sys.stdin.read() if text == "-" else text
    model = None if rules_only else load_model(load_settings(os.environ).spacy_model or None)
    explained = Explainer(model.read if model else None).explain(said.strip(), at)
    print_explanation(explained)
    for file, drawn in ((html, as_html), (svg, as_svg)):
        if file:
            _write(file, drawn(explained))


def _write(file: str, content: str) -> None:
    try:
        Path(file).write_text(content, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadInput(f"{file} cannot be written; choose another file.") from error


def evaluate(
    file: Annotated[str, typer.Argument(help="Annotated tips: a .jsonl file.")] = "",
    report: Annotated[
        bool, typer.Option("--report", help="Measure our corpus and write nlp/REPORT.md.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
    errors: Annotated[int, typer.Option(min=0, help="Show at most so many errors.")] = 0,
    rules_only: Annotated[
        bool, typer.Option("--rules-only", help="Without the model, as in degraded mode.")
    ] = False,
) -> None:
    """Measure the analysis against annotated tips.

    Every figure is a share between 0 and 1. `missed_999` is the dangerous error: an
    emergency that went to the queue without a word. `--report` measures our own corpus beside
    the baseline, which needs two more packages:

        uv run --with dateparser==1.5.0 --with presidio-analyzer==2.2.366 tipline evaluate --report
    """
    if report:
        _write_report()
        return
    if not file:
        raise BadInput("Name a file of annotated tips, or use --report.")
    from nlp.evaluate.gold import read_gold
    from nlp.evaluate.scoring import evaluate as score

    with _opened(file) as lines:
        gold = read_gold(lines)
    analyser = _analyser(rules_only=rules_only)
    analyses = {}
    for number, tip in enumerate(gold, 1):
        analyses[tip.id] = analyser.analyse_now(tip.text, tip.at)
        _progress(number, len(gold))
    found = score(gold, analyses)
    sys.stdout.write(json.dumps(found.figures(), indent=None if as_json else 2) + "\n")
    for error in found.errors[:errors]:
        sys.stderr.write(f"{error.tip} {error.kind}: {error.what}\n")


def _write_report() -> None:
    from nlp.corpus.read import Split
    from nlp.evaluate.ablations import ablations
    from nlp.evaluate.baseline import Baseline
    from nlp.evaluate.floors import read_floors
    from nlp.evaluate.measure import Analyst, measure, read_split
    from nlp.evaluate.speed import MEMORY_TEXTS, measure_speed
    from nlp.evaluate.written import PATH, Column, write_report
    from nlp.inline import InlineAnalyser
    from nlp.model import load_model
    from nlp.parts import rule_parts

    model = load_model()
    analysts: dict[str, Analyst] = {
        "ours": _analyser(rules_only=False),
        "rules only": InlineAnalyser(model, parts=rule_parts()),
        "degraded": _analyser(rules_only=True),
        "baseline": Baseline(),
    }
    splits: dict[str, list[Column]] = {}
    for split in (Split.DEV, Split.TEST):
        tips = read_split(split)
        for name, analyst in analysts.items():
            sys.stderr.write(f"{name} on {split}\n")
            done = measure(analyst, tips, lambda n, whole=len(tips): _progress(n, whole))  # type: ignore[misc]  # the default binds the length
            splits.setdefault(split, []).append(Column(name, done))
    without = []
    for ablation in ablations(model):
        sys.stderr.write(f"without {ablation.name}\n")
        without.append((ablation, measure(ablation, read_split(Split.TEST))))
    sys.stderr.write("speed and memory\n")
    speed = measure_speed(
        analysts["ours"], read_split(Split.DEV), lambda n: _progress(n, MEMORY_TEXTS)
    )
    PATH.write_text(write_report(splits, without, read_floors(), speed), encoding="utf-8")
    sys.stdout.write(f"Written to {PATH.parent.name}/{PATH.name}.\n")


def _analyser(*, rules_only: bool) -> InlineAnalyser:
    from nlp.inline import InlineAnalyser
    from nlp.model import load_model

    settings = load_settings(os.environ)
    model = None if rules_only else load_model(settings.spacy_model or None)
    return InlineAnalyser(model, on_fault=_say_fault)


def _say_fault(part: str, error: str) -> None:
    sys.stderr.write(f"tipline: {part} failed on a text ({error}); more of it was cut.\n")


def _moment(now: str) -> datetime:
    """The local time that counts as now."""
    from nlp.incoming import LONDON

    if not now:
        return SystemClock().local()
    try:
        moment = datetime.fromisoformat(now)
        return moment.astimezone(LONDON).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise BadInput("--now is no date and time; write it like 2026-03-27T22:40.") from error


@contextmanager
def _opened(file: str) -> Iterator[TextIO]:
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a real stream can
        yield sys.stdin
        return
    try:
        stream = Path(file).open(encoding="utf-8", errors="replace")  # noqa: SIM115  # closed below
    except IsADirectoryError as error:
        raise BadInput(f"{file} is a folder; name a file of tips.") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"{file} cannot be read; check the name, or use - for a pipe.") from error
    with stream:
        yield stream


def _json(row: dict[str, object]) -> str:
    """JSON that any stream can carry: lone surrogates stay escaped."""
    said = json.dumps(row, ensure_ascii=False)
    return said if said.isprintable() else json.dumps(row)


def _progress(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {whole} tips" + ("\n" if done == whole else ""))
