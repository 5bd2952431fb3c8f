"""Which stretches of a text are telephone numbers, and what each is in E.164.

Validity is asked of `phonenumbers`. Ofcom's drama ranges (07700 900000-900999,
01632 960000-960999; Ofcom, "Telephone numbers for use in TV and radio drama programmes")
count as well formed too, so that examples and practice tips behave as real ones do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import phonenumbers

from core.analysis import Phone
from nlp.document import Document
from nlp.phrases import PhraseBook
from nlp.vocabulary import read_vocabulary

_REGION = "GB"
_DIGITS = re.compile(r"(?<![\w£$€.])(?:\+|00)?\(?[\do](?:[ ().\-/]{0,3}[\do]){8,14}(?!\w)")
_DRAMA = re.compile(r"^(?:\+44|0044|44|0)(?:7700900\d{3}|1632960\d{3})$")
_SPOKEN_LEAST = 9
"""Digits that a number said in words needs before it counts."""


class PhoneFinder:
    """Finds telephone numbers, however they are spaced, and those said in words."""

    def __init__(self) -> None:
        vocabulary = read_vocabulary(Path(__file__).with_name("phones.toml"))
        rows = vocabulary.rows("digit", needs=frozenset({"words", "digits"}))
        self._spoken = PhraseBook((w, row["digits"]) for row in rows for w in row["words"])
        rows = vocabulary.rows("times", needs=frozenset({"words", "times"}))
        self._times = {w: int(row["times"]) for row in rows for w in row["words"]}

    def find(self, doc: Document) -> tuple[Phone, ...]:
        """Every number, in order, none overlapping another; ``number`` is E.164 where valid."""
        found: list[Phone] = []
        for start, end, digits, rule in (*self._written(doc), *self._said(doc)):
            number = _e164(digits)
            plausible = number is not None or rule == "spoken" or _looks_dialled(digits)
            if plausible and all(end <= p.start or p.end <= start for p in found):
                found.append(
                    Phone(start=start, end=end, text=doc.text[start:end], rule=rule, number=number)
                )
        return tuple(sorted(found, key=lambda p: p.start))

    def _written(self, doc: Document) -> Iterator[tuple[int, int, str, str]]:
        for match in _DIGITS.finditer(doc.folded):
            digits = re.sub(r"[^\d+]", "", match[0].replace("o", "0"))
            yield match.start(), match.end(), digits, "written"

    def _said(self, doc: Document) -> Iterator[tuple[int, int, str, str]]:
        digits, start, end, times, at, words = "", 0, 0, 1, -1, 0
        for match in self._spoken.find(doc.tokens):
            before = doc.tokens[match.first - 1].lower if match.first else ""
            times = self._times.get(before, 1)
            first = match.first - 1 if times > 1 else match.first
            if not _joined(doc, at, first):
                if len(digits) >= _SPOKEN_LEAST and words >= 3:
                    yield start, end, digits, "spoken"
                digits, start, words = "", doc.tokens[first].start, 0
            digits += match.payload * times
            words += not doc.tokens[match.first].lower.isdigit()
            end, at = match.end, match.last
        if len(digits) >= _SPOKEN_LEAST and words >= 3:
            yield start, end, digits, "spoken"


def _joined(doc: Document, at: int, first: int) -> bool:
    between = doc.tokens[at:first] if 0 <= at <= first else None
    return between is not None and all(t.lower in {",", "-", "."} for t in between)


def _e164(digits: str) -> str | None:
    if _DRAMA.match(digits):
        return "+44" + digits[-10:]
    try:
        number = phonenumbers.parse(digits, _REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _looks_dialled(digits: str) -> bool:
    """A British number with a digit too few or too many is still worth marking."""
    return digits.startswith(("07", "01", "02", "+44", "0044", "447")) and 10 <= len(digits) <= 14
