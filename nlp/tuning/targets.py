"""What the encoder is to say of each text of the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.analysis import Triage
from nlp.corpus.marked import TIMES, marked_files, marked_lines
from nlp.corpus.read import Split
from nlp.document import Token
from nlp.encoder.shapes import shapes
from nlp.encoder.windows import firsts, owners, windows
from nlp.encoder.wordpieces import WordPieces
from nlp.learned.dataset import SENT, Labelled, lines, marked, tips
from nlp.pipeline import Reader

UNSAID = -1
"""Stands for an answer that nobody has given; it is left out of the loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A window of a text in pieces, with the answers.

    Attributes:
        pieces: numbers of the pieces, the marks at the ends included.
        shapes: for each piece the `Shape` of its word.
        sender: for each piece 1 where it tells who wrote, 0 where not, or `UNSAID`.
        activity: the same for times of the activity.
        drugs: the same for words that name a drug.
        places: the same for words of a place; `UNSAID` for those of an unnamed one.
        tags: for the first piece of each word the place of its tag among the tags of the base
            model, for other pieces `UNSAID`.
        triage: place of the class in `Triage`, or `UNSAID`.
        safeguarding: 1, 0 or `UNSAID`.
        in_scope: 1, 0 or `UNSAID`.
        is_line: whether it is of a labelled or marked line and of no tip.
        weight: how much the answers about the whole text count.
    """

    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    sender: tuple[int, ...]
    activity: tuple[int, ...]
    drugs: tuple[int, ...]
    places: tuple[int, ...]
    tags: tuple[int, ...]
    triage: int = UNSAID
    safeguarding: int = UNSAID
    in_scope: int = UNSAID
    is_line: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Teaching:
    """What targets are made with.

    Attributes:
        read: reads a text with the base model's own tagger.
        tags: every tag that it may give.
        vocabulary: cuts words into pieces.
        line_weight: how much a labelled line counts beside a tip.
    """

    read: Reader
    tags: Sequence[str]
    vocabulary: WordPieces
    line_weight: float


def taught(splits: Iterable[str], without: frozenset[str] = frozenset()) -> Iterator[Labelled]:
    """The texts of the corpus with what is known of them.

    Args:
        splits: which splits to take.
        without: names of batches of tips to leave out.

    Raises:
        BadInput: a file of the corpus is broken.
    """
    for split in map(Split, splits):
        for source in (tips, lines, marked, _times):
            yield from (known for known in source(split) if known.batch not in without)


def targets(labelled: Iterable[Labelled], teaching: Teaching) -> Iterator[Target]:
    """The targets of texts, one for each window.

    Args:
        labelled: the texts.
        teaching: what they are made with.
    """
    for known in labelled:
        yield from _of(known, teaching)


def _times(split: Split) -> Iterator[Labelled]:
    """Lines with the times of the activity marked, which are no words of the sender's."""
    for path in marked_files(split, TIMES):
        for line in marked_lines(path):
            yield Labelled(batch=_TIMED, text=line.text, at=SENT, removed=line.marked)


_TIMED = "times"


def _activity(known: Labelled) -> Sequence[tuple[int, int]] | None:
    if known.tip:
        return [time.span for time in known.tip.times]
    return known.removed if known.batch == _TIMED else None


def _of(known: Labelled, teaching: Teaching) -> Iterator[Target]:
    tokens = teaching.read(known.text, known.at).tokens
    pieces = [teaching.vocabulary.of(token.lower) for token in tokens]
    flat = [piece for own in pieces for piece in own]
    owner = owners(pieces)
    sender = _answers(tokens, None if known.batch == _TIMED else known.removed)
    timed = _answers(tokens, _activity(known))
    drugs = _answers(tokens, known.tip.drugs if known.tip else None)
    places = _places(tokens, known)
    shaped = shapes(known.text, tokens)
    tagged = [UNSAID] * len(flat)
    for token, first in zip(tokens, firsts(pieces), strict=True):
        tagged[first] = teaching.tags.index(token.tag) if token.tag in teaching.tags else UNSAID
    cut = list(windows(len(flat)))
    for window in cut:
        own = slice(window.start, window.end)
        yield Target(
            pieces=(teaching.vocabulary.first, *flat[own], teaching.vocabulary.last),
            shapes=(0, *(shaped[word] for word in owner[own]), 0),
            sender=_framed([sender[word] for word in owner[own]]),
            activity=_framed([timed[word] for word in owner[own]]),
            drugs=_framed([drugs[word] for word in owner[own]]),
            places=_framed([places[word] for word in owner[own]]),
            tags=_framed(tagged[own]),
            # Which window of several tells of the danger nobody has said.
            triage=_place(known.triage) if len(cut) == 1 else UNSAID,
            safeguarding=_known(known.safeguarding) if len(cut) == 1 else UNSAID,
            in_scope=_known(known.in_scope) if len(cut) == 1 else UNSAID,
            is_line=known.tip is None,
            weight=1.0 if known.tip else teaching.line_weight,
        )


def _answers(tokens: Sequence[Token], spans: Sequence[tuple[int, int]] | None) -> list[int]:
    if spans is None:
        return [UNSAID] * len(tokens)
    marked = {point for start, end in spans for point in range(start, end)}
    return [int(token.start in marked) for token in tokens]


def _places(tokens: Sequence[Token], known: Labelled) -> list[int]:
    if known.tip is None:
        return _answers(tokens, None)
    named = _answers(tokens, known.tip.places)
    unnamed = _answers(tokens, known.tip.generic)
    return [
        UNSAID if open_ and not told else told for told, open_ in zip(named, unnamed, strict=True)
    ]


def _framed(answers: Sequence[int]) -> tuple[int, ...]:
    return (UNSAID, *answers, UNSAID)


def _place(triage: Triage | None) -> int:
    return UNSAID if triage is None else list(Triage).index(triage)


def _known(answer: bool | None) -> int:  # noqa: FBT001 - an answer, not a switch
    return UNSAID if answer is None else int(answer)
