"""Where the runs of letters of a message stand in a model, found for most words beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nlp.learned.wording import letters_of

type _Runs = tuple[tuple[int, ...], tuple[str, ...]]
"""Of one word: the columns of the runs that the model knows, and the others themselves."""


class Letters:
    """Looks up runs of letters; holds those of the model's own words, and nothing of any text."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        """Build it; ``columns``: those of the features of a model."""
        self._columns = columns
        words = (name for name in columns if " " not in name and name[0] not in "~=")
        self._known = {word: self._runs(word) for word in words}

    def of(self, words: Iterable[str]) -> tuple[set[int], int]:
        """The columns of the different runs of words, and how many there are, known or not."""
        runs = [self._known.get(word) or self._runs(word) for word in words]
        columns = set[int]().union(*(known for known, _ in runs))
        strange = set[str]().union(*(others for _, others in runs))
        return columns, len(columns) + len(strange)

    def _runs(self, word: str) -> _Runs:
        runs = letters_of(word)
        place = self._columns.get
        known = tuple(column for run in runs if (column := place(run)) is not None)
        return known, tuple(run for run in runs if run not in self._columns)
