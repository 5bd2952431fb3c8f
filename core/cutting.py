"""How staff take more words out of a tip: every place where they stand, and what they told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from core.analysis import Analysis, Category, Place, Redaction
from core.draft import fold_words, places_of
from core.errors import NothingToCut
from core.redact import cut_analysis
from core.tidy import tidy
from core.tip import Part


@dataclass(frozen=True, slots=True)
class Cutter:
    """Takes words out of parts.

    Attributes:
        words: as staff typed them; compared as whole words in any case.
        label: what stands in their place.
    """

    words: str = field(repr=False)
    label: str

    def cut(self, parts: Iterable[Part]) -> tuple[Part, ...]:
        """The parts without the words, and without findings that the words touched."""
        return tuple(replace(part, analysis=self._without(part.analysis)) for part in parts)

    def _without(self, was: Analysis) -> Analysis:
        spans = places_of(was.text, self._folded())
        redactions = [
            Redaction(start=start, end=end, text=was.text[start:end], category=Category.CHOSEN)
            for start, end in spans
        ]
        done = cut_analysis(was, redactions, lambda _: self.label)
        return replace(done, locations=tuple(self._place(place) for place in done.locations))

    def _place(self, place: Place) -> Place:
        """A place that was found by the words, though they do not stand in its own span."""
        known = (fold_words(words) for words in (place.town or "", place.postcode or ""))
        if not any(places_of(words, self._folded()) for words in known):
            return place
        return replace(
            place, town=None, postcode=None, latitude=None, longitude=None, precision=None
        )

    def _folded(self) -> str:
        return fold_words(tidy(self.words))


def cut_all(
    before: tuple[tuple[Part, ...], ...], words: Iterable[str], label: str
) -> tuple[tuple[Part, ...], ...]:
    """A report and its additions without several words, the longest first: one may hold another.

    Raises:
        NothingToCut: none of them stands there.
    """
    after = before
    for each in sorted(words, key=len, reverse=True):
        cutter = Cutter(each, label)
        after = tuple(cutter.cut(parts) for parts in after)
    return check_cut(before, after)


def check_cut[P](before: P, after: P) -> P:
    """What a cut has left.

    Raises:
        NothingToCut: it is what was there before.
    """
    if before == after:
        raise NothingToCut
    return after
