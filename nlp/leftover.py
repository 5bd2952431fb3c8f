"""What is left of a place when words of it are taken away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.analysis import Place, PlaceKind, Precision

_EDGES = " \t\n,.;:-'"

_COARSE = frozenset({Precision.TOWN, Precision.DISTRICT})
"""Coordinates this coarse hold for a part of the place too."""


def left_of(place: Place, taken: Iterable[tuple[int, int]]) -> Place | None:
    """The longest part of a place that nothing has taken, without marks at its ends.

    An address that lost its number is a street; a postcode counts only where it still stands.

    Args:
        place: the place.
        taken: spans of the text, in order, none overlapping another.

    Returns:
        The place itself where nothing touches it; None where fewer than three letters are left.
    """
    free, at = [], place.start
    for start, end in taken:
        if start < place.end and place.start < end:
            free.append((at, start))
            at = end
    if not free:
        return place
    start, end = max([*free, (at, place.end)], key=lambda span: span[1] - span[0])
    words = place.text[max(start - place.start, 0) : max(end - place.start, 0)]
    left = words.strip(_EDGES)
    if sum(map(str.isalpha, left)) < 3:
        return None
    start += words.index(left)
    part = replace(place, start=start, end=start + len(left), text=left)
    return _as_part(part, headless=start > place.start)


def _as_part(part: Place, *, headless: bool) -> Place:
    numbered = not headless or any(map(str.isdigit, part.text.split()[0]))
    street = part.kind is PlaceKind.ADDRESS and not numbered
    squashed = part.text.upper().replace(" ", "")
    coarse = part.precision in _COARSE
    return replace(
        part,
        kind=PlaceKind.STREET if street else part.kind,
        postcode=part.postcode
        if part.postcode and part.postcode.replace(" ", "") in squashed
        else None,
        latitude=part.latitude if coarse else None,
        longitude=part.longitude if coarse else None,
        precision=part.precision if coarse else None,
    )
