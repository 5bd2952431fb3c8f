"""How well are times found in batches of tips that the learned part did not learn from?

`uv run python -m nlp.learned.timing_crossed [BATCH ...]` trains the model of times without each
batch (``train-heron``, ``dev-granite`` ...; without names every one) and prints its figures.
Nothing is cut, so a time inside the sender's words counts as false. The rules have seen the older
batches.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.analysis import Time
from nlp.corpus.marked import TIMES, marked_files, marked_lines
from nlp.corpus.read import Split
from nlp.document import Document
from nlp.evaluate.gold import Span
from nlp.evaluate.report import SpanCounts
from nlp.learned.dataset import SENT, tips
from nlp.learned.settings import Config, read_config
from nlp.learned.timing import TimesModel
from nlp.learned.timing_training import Told, told, train_times
from nlp.pipeline import Reader
from nlp.times.events import Events
from nlp.times.finder import TimeFinder


@dataclass(frozen=True, slots=True)
class Known:
    """A text that was read, with what is annotated and found in it.

    Attributes:
        batch: the file that it is from.
        doc: the text.
        spans: ``[start, end)`` of its times of the activity.
        in_scope: whether it tells of drugs; in others nothing is dropped or added.
        told: every expression found, for training.
    """

    batch: str
    doc: Document
    spans: tuple[tuple[int, int], ...]
    in_scope: bool
    told: tuple[Told, ...]


def known_texts(config: Config, read: Reader) -> Iterator[Known]:
    """The annotated tips and the lines with marked times, each read once.

    Raises:
        BadInput: a file of the corpus is broken.
    """
    finders = TimeFinder(), Events.shipped()

    def known(batch: str, doc: Document, spans: Sequence[Span], **about: bool) -> Known:
        found = tuple(told(finders, doc, spans, is_line=about["is_line"]))
        return Known(batch, doc, tuple(spans), about["in_scope"], found)

    for split in (Split(name) for name in config.splits):
        for labelled in tips(split):
            spans = [time.span for time in labelled.tip.times] if labelled.tip else []
            doc = read(labelled.text, labelled.at)
            about = {"in_scope": labelled.in_scope is not False, "is_line": False}
            yield known(labelled.batch, doc, spans, **about)
        for path in marked_files(split, TIMES):
            for line in marked_lines(path):
                doc = read(line.text, SENT)
                yield known(path.stem, doc, line.marked, in_scope=True, is_line=True)


def measured(texts: Sequence[Known], batch: str, config: Config) -> tuple[SpanCounts, SpanCounts]:
    """Counts of one batch, by the rules alone and with a model trained on all others."""
    others = (one for text in texts if text.batch != batch for one in text.told)
    model = TimesModel(train_times(others, config.times), config.times)
    finder = TimeFinder()
    rules, both = SpanCounts(), SpanCounts()
    for text in (text for text in texts if text.batch == batch):
        found = finder.find(text.doc)
        rules.add(text.spans, _spans(found))
        both.add(text.spans, _spans(model.stated(text.doc, found) if text.in_scope else found))
    return rules, both


def _spans(times: Iterable[Time]) -> list[tuple[int, int]]:
    return [(time.start, time.end) for time in times]


def _said(batches: Sequence[str]) -> Iterator[str]:
    from nlp.model import load_model

    config = read_config()
    texts = list(known_texts(config, load_model().read))
    for batch in batches or sorted({text.batch for text in texts}):
        for name, counts in zip(("rules", "both"), measured(texts, batch, config), strict=True):
            figures = {key: value for key, value in counts.figures().items() if value is not None}
            shown = " ".join(f"{key} {value:.3f}" for key, value in figures.items())
            yield f"{batch} {name}: {shown}"


if __name__ == "__main__":
    for line in _said(sys.argv[1:]):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
