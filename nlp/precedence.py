"""Which finding stays where two of different kinds share words of the text.

A number cannot be a phone and a time, nor a word a drug and a nickname. Three rules decide,
in this order:

1. A finding whose shape alone proves it beats whatever else touches its words: an e-mail
   address or user name, a telephone number, a number plate.
2. The longer span stays: `Victoria Road` over the person `Victoria`, `white Ford Transit` over
   the town `Ford`, `8 ball` over the time `8`, `Charlie Hughes` over the drug `charlie`.
3. Of spans of equal length the kind that needed more evidence to be found stays: drug, time,
   place, vehicle, person. The finders of drugs, times and places ask for evidence before they
   take an everyday word; a person may rest on the model's guess alone.

Findings of one kind never overlap; that is their finder's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from core.analysis import Drug, Finding, Handle, Person, Phone, Place, Time, Vehicle
from nlp.findings import Findings


class _Rank(IntEnum):
    """How much evidence a kind needed; the lower stays."""

    HANDLE = 0
    PHONE = 1
    PLATE = 2
    DRUG = 3
    TIME = 4
    PLACE = 5
    VEHICLE = 6
    PERSON = 7


_PROVEN = _Rank.PLATE
"""Ranks up to this one are proven by their shape."""

_KINDS: tuple[tuple[type[Finding], _Rank], ...] = (
    (Handle, _Rank.HANDLE),
    (Phone, _Rank.PHONE),
    (Drug, _Rank.DRUG),
    (Time, _Rank.TIME),
    (Place, _Rank.PLACE),
    (Person, _Rank.PERSON),
)


def resolve(findings: Findings) -> Findings:
    """The findings without those that another kind of finding takes words of.

    A finding that has lost takes words of nobody.
    """
    everything: tuple[Finding, ...] = (
        *findings.places, *findings.times, *findings.drugs, *findings.vehicles,
        *findings.phones, *findings.handles, *findings.people,
    )  # fmt: skip
    kept = _standing(everything)
    return Findings(
        places=_of(Place, kept),
        times=_of(Time, kept),
        drugs=_of(Drug, kept),
        vehicles=_of(Vehicle, kept),
        phones=_of(Phone, kept),
        handles=_of(Handle, kept),
        people=_of(Person, kept),
    )


def _standing(findings: Sequence[Finding]) -> list[Finding]:
    """From the strongest down, those whose words no other kind has taken; in text order."""
    taken: dict[int, type[Finding]] = {}
    standing: list[Finding] = []
    for finding in sorted(findings, key=_strength):
        kind = type(finding)
        span = range(finding.start, finding.end)
        if all(taken.get(point, kind) is kind for point in span):
            taken.update(dict.fromkeys(span, kind))
            standing.append(finding)
    return sorted(standing, key=lambda finding: finding.start)


def _strength(finding: Finding) -> tuple[int, int, int]:
    """Sorts the stronger first."""
    rank, length = _rank(finding), finding.end - finding.start
    return (rank, -length, 0) if rank <= _PROVEN else (_PROVEN + 1, -length, rank)


def _rank(finding: Finding) -> _Rank:
    if isinstance(finding, Vehicle):
        return _Rank.PLATE if finding.plate else _Rank.VEHICLE
    return next(rank for kind, rank in _KINDS if isinstance(finding, kind))


def _of[F: Finding](kind: type[F], kept: Iterable[Finding]) -> tuple[F, ...]:
    return tuple(finding for finding in kept if isinstance(finding, kind))
