"""Which finding stays where two of different kinds share words of the text.

A number cannot be a phone and a time, nor a word a drug and a nickname. These rules decide, in
this order:

1. A finding whose shape alone proves it beats whatever else touches its words: an e-mail
   address or user name, a telephone number, a whole number plate.
2. A person all of whose words belong to other findings is none: the model takes `Clio`, `Gt
   Yarmouth` and `charlie` for people.
3. The span that contains the other stays: `Victoria Road` over `Victoria`, `white Ford Transit`
   over the town `Ford`, `8 ball` over the time `8`, `Charlie Hughes` over the drug `charlie`.
4. Of equal spans the kind that needed more evidence to be found stays: drug, time, place,
   vehicle, person.
5. Of crossing spans the later stays, for a phrase is surer of its beginning than of its end:
   `8 Marine Parade` over `tonight at 8`. A place that loses so keeps what is left of it: in
   `Dale Fort, quarter past 5` the place is `Dale Fort`.

Findings of one kind never overlap; that is their finder's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from core.analysis import Drug, Finding, Handle, Person, Phone, Place, Time, Vehicle
from nlp.findings import Findings
from nlp.leftover import left_of


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

_WHOLE_PLATE = 6
"""Letters and digits from which a plate is proven: `24 TH` may be a date, `AB12 CDE` may not."""


def resolve(findings: Findings) -> Findings:
    """The findings without those that another kind of finding takes words of."""
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


def _standing(findings: Iterable[Finding]) -> list[Finding]:
    ranked = [(_rank(finding), finding) for finding in findings]
    taken: dict[int, type[Finding]] = {}
    proven: list[Finding] = []
    for rank, finding in sorted(ranked, key=lambda pair: (pair[0], pair[1].start)):
        if rank <= _PROVEN and _free(finding, taken):
            taken.update(dict.fromkeys(range(finding.start, finding.end), type(finding)))
            proven.append(finding)
    rest = [f for rank, f in ranked if rank > _PROVEN and _free(f, taken)]
    return sorted([*proven, *_swept(_without_covered(rest))], key=lambda f: f.start)


def _free(finding: Finding, taken: dict[int, type[Finding]]) -> bool:
    return all(point not in taken for point in range(finding.start, finding.end))


def _without_covered(findings: list[Finding]) -> list[Finding]:
    """The findings without the people whose every word belongs to others."""
    covered = {
        point
        for finding in findings
        if not isinstance(finding, Person)
        for point in range(finding.start, finding.end)
    }

    def is_covered(person: Finding) -> bool:
        letters = (at for at, c in enumerate(person.text, person.start) if c.isalnum())
        return all(point in covered for point in letters)

    return [f for f in findings if not isinstance(f, Person) or not is_covered(f)]


def _swept(findings: list[Finding]) -> list[Finding]:
    """From left to right, those that stay; a place may stay in part."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.start, -f.end, _rank(f))):
        while kept and kept[-1].overlaps(finding) and type(kept[-1]) is not type(finding):
            before = kept[-1]
            if finding.end <= before.end:
                break
            kept.pop()
            if isinstance(before, Place):
                left = left_of(before, [(finding.start, finding.end)])
                kept += [left] if left else []
        else:
            kept.append(finding)
    return kept


def _rank(finding: Finding) -> _Rank:
    if isinstance(finding, Vehicle):
        plate = (finding.plate or "").replace(" ", "")
        return _Rank.PLATE if len(plate) >= _WHOLE_PLATE else _Rank.VEHICLE
    return next(rank for kind, rank in _KINDS if isinstance(finding, kind))


def _of[F: Finding](kind: type[F], kept: Iterable[Finding]) -> tuple[F, ...]:
    return tuple(finding for finding in kept if isinstance(finding, kind))
