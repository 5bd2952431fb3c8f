"""How an analysis is written as JSON and read back: the promise of `tipline analyse`.

One object a text; spans are half-open code point offsets into the text as given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from core.analysis import (
    Analysis,
    Category,
    Danger,
    Drug,
    Finding,
    Handle,
    Person,
    Phone,
    Place,
    PlaceKind,
    Precision,
    Reason,
    Redaction,
    Safeguarding,
    Time,
    TimeKind,
    Triage,
    Vehicle,
)
from core.errors import TiplineError

_SHAPES: Mapping[str, tuple[type[Finding], tuple[str, ...]]] = {
    "reasons": (Reason, ("code",)),
    "locations": (
        Place,
        ("kind", "town", "postcode", "latitude", "longitude", "precision"),
    ),
    "times": (Time, ("kind", "start_at", "end_at", "rrule")),
    "drugs": (Drug, ("drug",)),
    "vehicles": (Vehicle, ("plate", "make", "colour")),
    "phones": (Phone, ("number",)),
    "handles": (Handle, ("network",)),
    "people": (Person, ()),
    "redactions": (Redaction, ("category",)),
}
"""For each list of findings: what it holds, and what it says beside the span."""

_ENUMS: Mapping[tuple[type[Finding], str], type[StrEnum]] = {
    (Reason, "code"): Danger,
    (Place, "kind"): PlaceKind,
    (Place, "precision"): Precision,
    (Time, "kind"): TimeKind,
    (Redaction, "category"): Category,
}

_PLAIN = {"in_scope": bool, "language": str, "degraded": bool, "sanitised": str}

KEYS = ("id", "triage", "safeguarding", *_PLAIN, *_SHAPES)
"""Every key of an analysis as JSON."""


class BadInput(TiplineError):
    """Something given to us cannot be read; the message is one sentence that says where."""


def to_json(analysis: Analysis, id: str) -> dict[str, Any]:  # noqa: A002 - the contract's word
    """The analysis as the contract writes it.

    Args:
        analysis: what was understood.
        id: the id of the text it is about.
    """
    lists = {
        name: [_span(finding, keys, with_text=kind is not Redaction) for finding in found]
        for name, (kind, keys) in _SHAPES.items()
        for found in (getattr(analysis, name),)
    }
    return {
        "id": id,
        "triage": analysis.triage.value,
        "reasons": lists.pop("reasons"),
        "safeguarding": [sign.value for sign in analysis.safeguarding],
        "in_scope": analysis.in_scope,
        "language": analysis.language,
        "degraded": analysis.degraded,
        **lists,
        "sanitised": analysis.sanitised,
    }


def _span(finding: Finding, keys: tuple[str, ...], *, with_text: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"start": finding.start, "end": finding.end}
    if with_text:
        row["text"] = finding.text
    for key in keys:
        value = getattr(finding, key)
        row[key] = value.value if isinstance(value, StrEnum) else value
    return row


def from_json(row: Mapping[str, Any], text: str) -> Analysis:
    """Read an analysis that `to_json` wrote. The names of rules do not come back.

    Args:
        row: the object.
        text: the text that it is about; the contract does not repeat it.

    Raises:
        BadInput: a key is missing, a value has the wrong type, or a span does not fit the text.
    """
    if lacks := [key for key in KEYS if key not in row]:
        raise BadInput(f"The analysis lacks {', '.join(lacks)}.")
    if wrong := [key for key, kind in _PLAIN.items() if not isinstance(row[key], kind)]:
        raise BadInput(f"The analysis has {', '.join(wrong)} of the wrong type.")
    try:
        values: dict[str, Any] = {key: row[key] for key in _PLAIN}
        values |= {name: _read_list(row[name], name, text) for name in _SHAPES}
        signs = tuple(map(Safeguarding, row["safeguarding"]))
        return Analysis(text=text, triage=Triage(row["triage"]), safeguarding=signs, **values)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise BadInput(f"The analysis is broken ({type(error).__name__}).") from error


def _read_list(rows: Any, name: str, text: str) -> tuple[Any, ...]:  # noqa: ANN401 - from JSON
    kind, keys = _SHAPES[name]
    return tuple(_read_span(row, kind, keys, text) for row in rows)


def _read_span(
    row: Mapping[str, Any], kind: type[Finding], keys: tuple[str, ...], text: str
) -> Finding:
    start, end = row["start"], row["end"]
    words = text[start:end]
    if not 0 <= start <= end <= len(text) or row.get("text", words) != words:
        raise BadInput(f"The span {start} to {end} of the analysis does not fit its text.")
    values: dict[str, Any] = {}
    for key in keys:
        read: Callable[[Any], Any] | None = _ENUMS.get((kind, key))
        value = row[key]
        values[key] = read(value) if read and value is not None else value
    return kind(start=start, end=end, text=words, **values)
