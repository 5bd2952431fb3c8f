"""Which columns an export has, and what it says about itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from console.glyphs import harmless
from core.export_rows import ExportRow, Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an export says about itself.

    Attributes:
        facts: what it is, for whom and by whose leave, in words.
        caveat: the sentence that goes with every row.
        key: wording of each code of the grading.
    """

    facts: dict[str, str]
    caveat: str
    key: dict[str, str] = field(default_factory=dict)


def plain_of(row: ExportRow, caveat: str) -> dict[str, Any]:
    """A row as JSON has it: the same names in every row, lists for what may be several."""
    return {
        **flat_facts(row),
        "threats": list(row.threats),
        "conditions": list(row.grade.conditions),
        "items": [harmless(text) for text in row.items],
        "places": [plain_spot(spot) for spot in row.places],
        **{name: [harmless(text) for text in texts] for name, texts in _lists(row).items()},
        "caveat": caveat,
    }


def flat_facts(row: ExportRow) -> dict[str, str]:
    """What a row has one of."""
    return {
        "reference": row.reference,
        "date_of_intelligence": row.intelligence_on.isoformat(),
        "keep_until": row.keep_until.isoformat(),
        "area": harmless(row.area),
        "drug": harmless(row.drug),
        "band": row.band,
        "grade": str(row.grade),
        "source": row.grade.source,
        "assessment": row.grade.assessment,
        "handling": row.grade.handling,
    }


def plain_spot(spot: Spot) -> dict[str, Any]:
    """A place as JSON has it."""
    return {
        "text": harmless(spot.text),
        "kind": spot.kind,
        "town": harmless(spot.town),
        "postcode": harmless(spot.postcode),
        "latitude": spot.latitude,
        "longitude": spot.longitude,
        "precision": spot.precision,
    }


def cells_of(row: ExportRow, caveat: str) -> dict[str, str]:
    """A row as a table has it: every value is text, several stand in one cell."""
    return {
        **flat_facts(row),
        "conditions": " ".join(row.grade.conditions),
        "threats": "; ".join(row.threats),
        "items": "\n\n".join(harmless(text) for text in row.items),
        "places": "; ".join(filter(None, map(_said, row.places))),
        "coordinates": "; ".join(filter(None, map(_coordinates, row.places))),
        **{
            name: "; ".join(harmless(text) for text in texts) for name, texts in _lists(row).items()
        },
        "caveat": caveat,
    }


def _lists(row: ExportRow) -> dict[str, tuple[str, ...]]:
    return {
        "times": row.times,
        "drugs": row.drugs,
        "vehicles": row.vehicles,
        "phones": row.phones,
        "handles": row.handles,
        "people": row.people,
    }


def _said(spot: Spot) -> str:
    return harmless(", ".join(filter(None, (spot.text, spot.town, spot.postcode))))


def _coordinates(spot: Spot) -> str:
    if spot.latitude is None or spot.longitude is None:
        return ""
    return f"{spot.latitude:.5f} {spot.longitude:.5f}"


COLUMNS = (
    *("reference", "date_of_intelligence", "keep_until", "area", "drug", "band", "grade"),
    *("source", "assessment", "handling", "conditions", "threats", "items", "places"),
    *("coordinates", "times", "drugs", "vehicles", "phones", "handles", "people", "caveat"),
)
"""Names of the columns of tables, in order."""
