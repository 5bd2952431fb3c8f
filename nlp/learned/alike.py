"""Which words are alike: groups of words, by the vectors of the base model.

A model that knows ``nurse`` and ``cleaner`` of its texts then has a view of ``ghillie`` too. The
groups are spherical k-means of the rows of the table of vectors, begun at rows evenly apart, so
that nothing is drawn at random; no text of ours takes part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import srsly  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from nlp.document import Token
from nlp.learned.linear import LearnedPartMissing

type Table = NDArray[np.float32]
type Groups = NDArray[np.uint16]

COARSE, MIDDLE, FINE = 64, 256, 1024
"""How many groups there are at each of three levels."""

_ROUNDS = 12
_TINY = 1e-6
_UNKNOWN = "?"

ALIKE_FILE = Path(__file__).with_name("data") / "alike.msgpack"


class Alike:
    """The groups of every row of the table, at each level."""

    def __init__(self, groups: Mapping[int, Groups]) -> None:
        """Build it; ``groups``: for each level the group of each row."""
        self._groups = groups
        self._names = {
            level: [*(str(group) for group in of.tolist()), _UNKNOWN]
            for level, of in groups.items()
        }

    @classmethod
    def of(cls, vectors: Table, levels: Sequence[int] = (COARSE, MIDDLE, FINE)) -> Self:
        """Group the rows of a table of vectors."""
        unit = _unit(vectors)
        return cls({level: _grouped(unit, level) for level in levels})

    @classmethod
    def shipped(cls) -> Self:
        """The groups in the package.

        Raises:
            LearnedPartMissing: the file is missing or broken.
        """
        return cls.load(ALIKE_FILE)

    def names(self, tokens: Sequence[Token], level: int) -> list[str]:
        """For each token the name of its group, ``?`` where the table does not know it."""
        names = self._names[level]
        return [names[token.row] for token in tokens]

    def save(self, path: Path) -> None:
        """Write it."""
        content = {str(level): of.astype("<u2").tobytes() for level, of in self._groups.items()}
        path.write_bytes(srsly.msgpack_dumps(content))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            LearnedPartMissing: the file is missing or no such file.
        """
        try:
            content = srsly.msgpack_loads(path.read_bytes())
            groups = {level: content[str(level)] for level in (COARSE, MIDDLE, FINE)}
            return cls({level: np.frombuffer(of, "<u2") for level, of in groups.items()})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LearnedPartMissing(
                f"The trained part {path.name} is missing or broken; make it with: tipline train"
            ) from error


def _grouped(unit: Table, level: int) -> Groups:
    """The group of each row: that of the nearest of ``level`` centres."""
    centres = unit[np.linspace(0, len(unit) - 1, level).astype(int)]
    nearest = (unit @ centres.T).argmax(axis=1)
    for _ in range(_ROUNDS):
        order = np.argsort(nearest, kind="stable")
        held, starts = np.unique(nearest[order], return_index=True)
        centres[held] = _unit(np.add.reduceat(unit[order], starts))
        nearest = (unit @ centres.T).argmax(axis=1)
    groups: Groups = nearest.astype(np.uint16)
    return groups


def _unit(vectors: Table) -> Table:
    """The same with each row of length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Table = (vectors / np.maximum(lengths, _TINY)).astype(np.float32)
    return unit
