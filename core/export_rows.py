"""What leaves of one tip: the approved words and what was found in them, with their grade.

Like a report it says nothing of the sender: not how they know it, not when they wrote, not what
they answered. Every row carries its handling code and the day until which it may be kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from core.analysis import Analysis, Place
from core.desk_ports import Opened
from core.grading import Decided, Grade
from core.reports import ReportForm
from core.tip import Part


@dataclass(frozen=True, slots=True)
class TipLeaving:
    """A released tip, opened, with the grade that was decided."""

    opened: Opened = field(repr=False)
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place that is spoken of; latitude and longitude are WGS 84 degrees."""

    text: str = field(repr=False)
    kind: str
    town: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """One tip as it leaves.

    Attributes:
        reference: the tip's id.
        intelligence_on: the day on which it came in.
        keep_until: the day on which keeping it must be decided again.
        band: key of `ReportForm.bands`.
        threats: keys of dangers and signs of exploitation.
    """

    reference: str
    intelligence_on: date
    keep_until: date
    area: str
    drug: str
    band: str
    threats: tuple[str, ...]
    grade: Grade
    items: tuple[str, ...] = field(repr=False)
    places: tuple[Spot, ...] = field(repr=False)
    times: tuple[str, ...] = field(repr=False)
    drugs: tuple[str, ...] = field(repr=False)
    vehicles: tuple[str, ...] = field(repr=False)
    phones: tuple[str, ...] = field(repr=False)
    handles: tuple[str, ...] = field(repr=False)
    people: tuple[str, ...] = field(repr=False)


def row_of(leaving: TipLeaving, form: ReportForm) -> ExportRow:
    """The row of a tip."""
    opened = leaving.opened
    details, analyses = opened.details, [part.analysis for part in _parts(opened)]
    threats = (*map(str, details.dangers), *map(str, details.safeguarding))
    return ExportRow(
        reference=opened.row.id,
        intelligence_on=details.reported_on,
        keep_until=opened.row.review_on,
        area=opened.row.area,
        drug=opened.row.drug_group,
        band=form.band[opened.row.priority],
        threats=threats,
        grade=leaving.decided.grade,
        items=tuple(analysis.text for analysis in analyses),
        places=tuple(dict.fromkeys(_spots(analyses, details.pin))),
        times=_texts(time.text for a in analyses for time in a.times),
        drugs=_texts(drug.drug for a in analyses for drug in a.drugs),
        vehicles=_texts(v.plate or v.text for a in analyses for v in a.vehicles),
        phones=_texts(p.number or p.text for a in analyses for p in a.phones),
        handles=_texts(handle.text for a in analyses for handle in a.handles),
        people=_texts(person.text for a in analyses for person in a.people),
    )


def _parts(opened: Opened) -> Iterator[Part]:
    for parts in (opened.details.parts, *opened.additions):
        yield from parts


def _spots(analyses: list[Analysis], pin: tuple[float, float] | None) -> Iterator[Spot]:
    for analysis in analyses:
        yield from map(_spot, analysis.locations)
    if pin is not None:
        yield Spot(text="", kind="pin", latitude=pin[0], longitude=pin[1], precision="point")


def _spot(place: Place) -> Spot:
    return Spot(
        text=place.text,
        kind=place.kind.value,
        town=place.town or "",
        postcode=place.postcode or "",
        latitude=place.latitude,
        longitude=place.longitude,
        precision=place.precision.value if place.precision else "",
    )


def _texts(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
