from __future__ import annotations

from datetime import datetime

import pytest

from nlp.encoder.shapes import Shape, shapes
from nlp.plain import read_plain

AT = datetime(2026, 3, 27, 21, 40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dave sells MDMA", [Shape.TITLE, Shape.SMALL, Shape.CAPITALS]),
        ("I saw K", [Shape.TITLE, Shape.SMALL, Shape.TITLE]),
        ("DAVE SELLS WEED HERE", [Shape.SMALL] * 4),
    ],
)
def test_capitals_are_seen_unless_everything_is_in_them(text: str, expected: list[Shape]) -> None:
    assert shapes(text, read_plain(text, AT).tokens) == expected
