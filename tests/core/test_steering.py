"""Is a notice taken as it was meant, in one language or in several?"""

from __future__ import annotations

import pytest

from core.steering import MAX_NOTICE, BadNotice, notices_of

ONE, TWO = ("en",), ("cy", "en")


@pytest.mark.parametrize(
    ("typed", "languages", "meant"),
    [
        ("Answers  may\ntake a week.", ONE, {"en": "Answers may take a week."}),
        ("en: Busy.", ONE, {"en": "Busy."}),
        ("Busy, see en: below", ONE, {"en": "Busy, see en: below"}),
        ("off", ONE, {"en": ""}),
        ("en: Busy.", TWO, {"en": "Busy."}),
        ("cy: Prysur.\nen: Busy: https://x.example", TWO,
         {"cy": "Prysur.", "en": "Busy: https://x.example"}),
        ("en: Busy. cy: off", TWO, {"en": "Busy.", "cy": ""}),
        ("cy: off", TWO, {"cy": ""}),
        ("off", TWO, {"cy": "", "en": ""}),
    ],
)  # fmt: skip
def test_what_is_meant(typed: str, languages: tuple[str, ...], meant: dict[str, str]) -> None:
    assert notices_of(typed, languages) == meant


@pytest.mark.parametrize(
    ("typed", "languages", "why"),
    [
        ("", ONE, "needs words"),
        ("en:", ONE, "needs words"),
        ("x" * (MAX_NOTICE + 1), ONE, "characters"),
        ("Busy.", TWO, "in which language"),
        ("Busy. en: Busy.", TWO, "in which language"),
        ("fr: Occupé.", TWO, "in which language"),
        ("en: cy: Prysur.", TWO, "needs words"),
        ("", TWO, "in which language"),
    ],
)
def test_what_cannot_be_shown_is_said(typed: str, languages: tuple[str, ...], why: str) -> None:
    with pytest.raises(BadNotice, match=why):
        notices_of(typed, languages)
