"""What senders write: annotated tips of our corpus, by how soon they have to be answered."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nlp.corpus.read import Split, batches, rows
from nlp.triage.fast import FastCheck

EMERGENCY_EVERY = 20
"""One report in so many is a clear emergency, and one more an emergency that is not so clear."""


class Kind(StrEnum):
    """How soon a report has to be answered."""

    CLEAR = "clear emergencies"
    """999 cases by their annotation that the fast check knows by words alone."""
    HIDDEN = "other emergencies"
    """999 cases by their annotation that need the whole analysis."""
    REST = "the rest"


@dataclass(frozen=True, slots=True)
class Report:
    """What one sender writes."""

    kind: Kind
    text: str


def reports() -> Iterator[Report]:
    """Reports without end, one in twenty a clear emergency and one in twenty a hidden one."""
    check = FastCheck()
    by_kind: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for path in batches(Split.DEV):
        for row in rows(path):
            text = str(row["text"])
            sounds = check.sounds(text) is not None
            grave = Kind.CLEAR if sounds else Kind.HIDDEN
            by_kind[grave if row["triage"] == "999" else Kind.REST].append(text)
    turns = {kind: itertools.cycle(texts) for kind, texts in by_kind.items()}
    for number in itertools.count():
        match number % EMERGENCY_EVERY:
            case 5:
                kind = Kind.CLEAR
            case 15:
                kind = Kind.HIDDEN
            case _:
                kind = Kind.REST
        yield Report(kind, next(turns[kind]))


def short_reports() -> Iterator[Report]:
    """Short ones without end, each with a word that no other has."""
    for number in itertools.count(1):
        yield Report(Kind.REST, f"They sell weed at {number} Hythe Hill, Colchester zq{number}")
