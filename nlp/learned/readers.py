"""How the corpus is read by as many processes as there are cores, each with a model of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from nlp.encoder.encoder import Encoder
from nlp.model import Model, load_model

_AT_ONCE = 200
"""Texts that a process is given at a time: a second of work, and a megabyte to hand over."""


@dataclass(frozen=True, slots=True)
class Source:
    """What texts are read with.

    Attributes:
        name: the base model's package or folder; None for the default.
        encoder: the encoder's file; None to have the base model's own tagger instead.
    """

    name: str | None
    encoder: Path | None

    def load(self) -> Model:
        """The model.

        Raises:
            ModelMissing: it is not there, or spaCy cannot read it.
            LearnedPartMissing: the encoder's file is missing or broken.
        """
        if self.encoder is None:
            return load_model(self.name, encoded=False)
        return load_model(self.name, encoder=Encoder.load(self.encoder))


@cache
def loaded(source: Source) -> Model:
    """The model of a source, loaded once in each process."""
    return source.load()


@dataclass(frozen=True, slots=True)
class Readers:
    """Processes that read with one source."""

    source: Source
    _pool: ProcessPoolExecutor = field(repr=False)

    def read[T, R](
        self,
        work: Callable[[Source, Sequence[T]], Sequence[R]],
        items: Sequence[T],
        tell: Callable[[str], None] = lambda _: None,
    ) -> list[R]:
        """What ``work`` makes of items, in their order.

        Args:
            work: a function of a module, called with some of the items at a time.
            items: what it is to read.
            tell: told how many of how many are read.
        """
        lots = [items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE)]
        made: list[R] = []
        read = 0
        parts = self._pool.map(work, [self.source] * len(lots), lots)
        for lot, part in zip(lots, parts, strict=True):
            made += part
            read += len(lot)
            tell(f"read {read} of {len(items)} texts")
        return made


@contextmanager
def readers(source: Source) -> Iterator[Readers]:
    """Processes for the block; they are gone after it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    # Not by fork: what trains the encoder has threads.
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        yield Readers(source, pool)
