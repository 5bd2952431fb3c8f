"""What the figures must reach, and what they aim for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nlp.vocabulary import VocabularyError, read_vocabulary

_FLOORS = Path(__file__).with_name("floors.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A figure with what it must reach and what it aims for.

    Attributes:
        path: of the figure in a report.
        floor: the worst value that passes, on our test split.
        target: what it aims for.
        is_error: whether less is better.
    """

    path: str
    floor: float
    target: float
    is_error: bool

    @property
    def sign(self) -> str:
        """How the value compares with the target where all is well."""
        return "<=" if self.is_error else ">="

    def holds(self, value: float | None) -> bool:
        """Whether a value is good enough; one that could not be measured is not."""
        if value is None:
            return False
        return value <= self.floor if self.is_error else value >= self.floor


def read_floors(path: Path = _FLOORS) -> tuple[Floor, ...]:
    """The floors, in the order of the file.

    Raises:
        VocabularyError: the file is broken.
    """
    rows = read_vocabulary(path).rows(
        "figure", needs=frozenset({"path", "floor", "target", "is_error"})
    )
    floors = tuple(Floor(**row) for row in rows)
    for floor in floors:
        worse = floor.floor < floor.target if floor.is_error else floor.floor > floor.target
        if worse:
            raise VocabularyError(f"{path.name}: the floor of {floor.path} is beyond its target")
    return floors
