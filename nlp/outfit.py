"""What an analyser and its workers analyse with: each process makes its own from the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nlp.parts import Parts, shipped_parts
from nlp.pipeline import Reader


def shipped_reader(model: str | None) -> Reader:
    """The reader of a model, loaded.

    Args:
        model: the setting for the model, see `nlp.model.load_model`.

    Raises:
        ModelMissing: it is not there, or spaCy cannot read it.
        LearnedPartMissing: the encoder's file is missing or broken.
    """
    from nlp.model import load_model

    return load_model(model).read


@dataclass(frozen=True, slots=True, kw_only=True)
class Outfit:
    """Makes what a process analyses with.

    Both are told to the workers by name, so they are functions of a module.

    Attributes:
        reader: makes what reads texts, of the setting for the model; in the workers alone.
        parts: makes the parts of an analysis; in the workers and, for the rules, beside them.
    """

    reader: Callable[[str | None], Reader] = shipped_reader
    parts: Callable[[], Parts] = shipped_parts
