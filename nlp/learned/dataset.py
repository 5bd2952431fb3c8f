"""What the learned parts are trained on: annotated tips and labelled lines, read by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.analysis import Danger, Redaction, Triage
from nlp.contract import BadInput
from nlp.corpus.marked import SPANS, marked_files, marked_lines
from nlp.corpus.read import Split, batches, rows
from nlp.document import Document
from nlp.evaluate.gold import GoldTip, read_gold
from nlp.findings import Findings
from nlp.parts import rule_parts
from nlp.pipeline import Pipeline, Reader
from nlp.plain import read_plain
from nlp.sender.redactor import Redactor
from nlp.triage.judge import Judge, Verdict

LINES = Path(__file__).parent.parent / "corpus" / "lines"

_COLUMNS = 5
SENT = datetime(2026, 3, 27, 21, 40)
"""When a labelled line counts as sent: they tell no times that depend on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text with what is known of it; None is what nobody has said.

    Attributes:
        batch: the file that it is from.
        removed: ``[start, end)`` of the words that tell who wrote.
        tip: its annotation, for a tip.
    """

    batch: str
    text: str
    at: datetime
    triage: Triage | None = None
    dangers: tuple[Danger, ...] = ()
    safeguarding: bool | None = None
    in_scope: bool | None = None
    removed: tuple[tuple[int, int], ...] | None = None
    tip: GoldTip | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled text with what the rules made of it."""

    labelled: Labelled
    doc: Document
    findings: Findings
    verdict: Verdict
    cuts: tuple[Redaction, ...]


def tips(split: Split) -> Iterator[Labelled]:
    """The annotated tips of a split.

    Raises:
        BadInput: a file is broken.
    """
    for path in batches(split):
        gold = read_gold(path.read_text(encoding="utf-8").splitlines())
        for tip, row in zip(gold, rows(path), strict=True):
            yield Labelled(
                batch=path.stem,
                text=tip.text,
                at=tip.at,
                triage=tip.triage,
                dangers=tuple(Danger(code) for code in row["reasons"]),
                safeguarding=tip.safeguarding,
                in_scope=tip.in_scope,
                removed=tip.removed,
                tip=tip,
            )


def lines(split: Split, folder: Path = LINES) -> Iterator[Labelled]:
    """The labelled lines of a split: triage, danger or -, safeguarding, in scope, text.

    Raises:
        BadInput: a line is broken; the sentence names the file and the line.
    """
    for path in sorted(folder.glob(f"{split}-*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield _line(line, path, number)


def _line(line: str, path: Path, number: int) -> Labelled:
    cells = line.split("\t")
    try:
        triage, danger, guarded, scope, text = cells
        if len(cells) != _COLUMNS or {guarded, scope} - {"0", "1"}:
            raise BadInput(f"{path.name} line {number} has a column that is neither 0 nor 1.")
        return Labelled(
            batch=path.stem,
            text=text,
            at=SENT,
            triage=Triage(triage),
            dangers=() if danger == "-" else (Danger(danger),),
            safeguarding=guarded == "1",
            in_scope=scope == "1",
        )
    except ValueError as error:
        raise BadInput(f"{path.name} line {number} is no labelled line.") from error


def marked(split: Split, folder: Path = SPANS) -> Iterator[Labelled]:
    """The lines of a split in which the sender's words are marked.

    Raises:
        BadInput: a line is broken; the sentence names the file and the line.
    """
    for path in marked_files(split, folder):
        for line in marked_lines(path):
            yield Labelled(batch=path.stem, text=line.text, at=SENT, removed=line.marked)


class Reading:
    """Reads labelled texts by the rules."""

    def __init__(self) -> None:
        self._pipeline = Pipeline(rule_parts())
        self._judge = Judge()
        self._redactor = Redactor()

    def examples(self, labelled: Iterable[Labelled], read: Reader | None) -> list[Example]:
        """What the rules make of texts.

        Args:
            labelled: the texts.
            read: reads a text with the base model; None to read without it.
        """
        examples: list[Example] = []
        for known in labelled:
            doc = (read or read_plain)(known.text, known.at)
            findings = self._pipeline.find(doc)
            examples.append(
                Example(
                    labelled=known,
                    doc=doc,
                    findings=findings,
                    verdict=self._judge.judge(doc, findings),
                    cuts=self._redactor.find(doc, findings),
                )
            )
        return examples
