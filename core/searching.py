"""Finding words in a tip that is open: what counts as found, and the words around it.

Every word that was typed has to begin a word of the tip, in capitals or not. Words with digits in
them are found with or without spaces and dashes inside, as plates and numbers are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.analysis import Analysis
from core.desk_ports import Opened
from core.draft import fold_words
from core.errors import NothingSought
from core.links import words_of
from core.tidy import tidy

LONGEST = 100
"""Characters of what may be looked for."""

_AROUND = 60
"""Characters shown before and after what was found."""

_LONG = 4
"""So long a word with digits is found inside other signs too: the end of a number, a plate."""

_TYPED = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Words of a tip around the first place where something was found."""

    before: str = field(repr=False)
    found: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, a pattern for each word."""

    patterns: tuple[re.Pattern[str], ...] = field(repr=False)

    @classmethod
    def of(cls, typed: str) -> Sought:
        """What somebody typed.

        Raises:
            NothingSought: it holds no word, or is too long.
        """
        words = _TYPED.findall(fold_words(tidy(typed)))
        if not words or len(typed) > LONGEST:
            raise NothingSought
        return cls(tuple(_pattern(word) for word in dict.fromkeys(words)))

    def find(self, opened: Opened) -> Snippet | None:
        """The words around the first of what is looked for, or None when any of it is missing.

        Plates, numbers and postcodes count as they were understood too, beside the words.
        """
        words = words_of(opened)
        known = fold_words(words + "\n" + " ".join(_known(opened)))
        places = [pattern.search(known) for pattern in self.patterns]
        if not all(places):
            return None
        inside = [p.span() for p in places if p is not None and p.end() <= len(words)]
        start, end = min(inside, default=(0, 0))
        return Snippet(
            before=_end_of(words[:start]), found=words[start:end], after=_start_of(words[end:])
        )


def _pattern(word: str) -> re.Pattern[str]:
    if not any(sign.isdigit() for sign in word):
        return re.compile(r"(?<![^\W_])" + re.escape(word))
    spelled = r"[\W_]?".join(map(re.escape, word))
    return re.compile(spelled if len(word) >= _LONG else r"(?<![^\W_])" + spelled)


def _known(opened: Opened) -> Iterator[str]:
    for parts in (opened.details.parts, *opened.additions):
        for part in parts:
            yield from _understood(part.analysis)


def _understood(analysis: Analysis) -> Iterator[str]:
    yield from (vehicle.plate for vehicle in analysis.vehicles if vehicle.plate)
    yield from (phone.number for phone in analysis.phones if phone.number)
    for place in analysis.locations:
        yield from filter(None, (place.town, place.postcode))


def _end_of(words: str) -> str:
    return words if len(words) <= _AROUND else "…" + words[-_AROUND:]


def _start_of(words: str) -> str:
    return words if len(words) <= _AROUND else words[:_AROUND] + "…"
