"""What a rule asks of one text: capitals, gaps between words, and which words are taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from core.analysis import PlaceKind
from nlp.document import Document, Token
from nlp.places.lexicon import Lexicon


class Role(StrEnum):
    """What a part is in an address."""

    NUMBER = "number"
    UNIT = "unit"
    BUILDING = "building"
    STREET = "street"
    ESTATE = "estate"
    VENUE = "venue"
    TRANSPORT = "transport"
    ROAD = "road"
    TAIL = "tail"
    AREA = "area"
    TOWN = "town"
    COUNTY = "county"
    POSTCODE = "postcode"
    EXACT = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an address: tokens ``[first, last)``.

    Attributes:
        role: what it is in an address.
        kind: the kind of place it makes alone.
        rule: name of the rule that found it.
        sure: whether it is a place by itself, and not only beside another part.
        name: spelling of a town's or area's name, or the code of a postcode.
        numbered: whether a house or flat number belongs to it.
        position: latitude and longitude where the words state them.
    """

    first: int
    last: int
    role: Role
    kind: PlaceKind
    rule: str
    sure: bool = True
    name: str = ""
    numbered: bool = False
    position: tuple[float, float] | None = None


class Reading:
    """A document as the place rules see it.

    ``flat`` is whether capitals say nothing here: none beyond the starts of sentences, or
    nearly all letters are capitals.
    """

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.tokens: Sequence[Token] = doc.tokens
        self.lower: list[str] = [token.lower for token in doc.tokens]
        self._taken = bytearray(len(doc.tokens))
        self._ending: set[int] = set()
        self.flat = self._is_flat()

    @cached_property
    def size(self) -> int:
        """Number of tokens."""
        return len(self.tokens)

    def take(self, part: Part) -> None:
        """Mark the tokens of a part as used."""
        for index in range(part.first, part.last):
            self._taken[index] = 1

    def leave_ending(self, index: int) -> None:
        """Leave the ``'s`` of a token out of its place: ``London's mayor``."""
        self._ending.add(index)

    def end_of(self, index: int) -> int:
        """Code point at which what is named by a token ends."""
        return self.tokens[index].end - 2 * (index in self._ending)

    def block(self, first: int, last: int) -> None:
        """Mark tokens as no place, so that no later rule makes one of them."""
        self._taken[first:last] = bytes([1]) * (last - first)

    def is_taken(self, index: int) -> bool:
        """Whether a token belongs to a part already; so does what is outside the text."""
        return not 0 <= index < self.size or bool(self._taken[index])

    def is_free(self, first: int, last: int) -> bool:
        """Whether none of tokens ``[first, last)`` is taken."""
        return not any(self._taken[first:last])

    def word(self, index: int) -> str:
        """Folded token, or "" outside the text."""
        return self.lower[index] if 0 <= index < self.size else ""

    def cap(self, index: int) -> bool:
        """Whether a word has a capital that means something."""
        if self.flat or not 0 <= index < self.size:
            return False
        return self.tokens[index].text[0].isupper()

    def opens(self, index: int) -> bool:
        """Whether a token is the first of a sentence or line."""
        if index <= 0:
            return True
        return self.word(index - 1) in {".", "!", "?", '"', ":"} or self.breaks(index)

    def gap(self, index: int) -> str:
        """The characters between token ``index - 1`` and token ``index``."""
        if not 0 < index < self.size:
            return "\n"
        return self.doc.folded[self.tokens[index - 1].end : self.tokens[index].start]

    def breaks(self, index: int) -> bool:
        """Whether a line ends before a token."""
        return "\n" in self.gap(index)

    def glued(self, index: int) -> bool:
        """Whether nothing stands between token ``index - 1`` and token ``index``."""
        return 0 < index < self.size and not self.gap(index)

    def is_word(self, index: int) -> bool:
        """Whether a token is a word with a letter in it."""
        return 0 <= index < self.size and any(c.isalpha() for c in self.lower[index][:3])

    def ends(self, index: int) -> bool:
        """Whether the text, its line or its clause ends before a token."""
        if index >= self.size or self.breaks(index):
            return True
        word = self.lower[index]
        return not word[0].isalnum() and word not in {"'", "&", "-", "/"}

    def in_address(self, last: int) -> bool:
        """Whether a web address or a handle goes on after token ``last - 1``."""
        marks = self.word(last) in {".", "_", "@", "-"}
        return marks and self.glued(last) and self.glued(last + 1) and self.is_word(last + 1)

    def _is_flat(self) -> bool:
        letters = [c for c in self.doc.text if c.isalpha()]
        upper = sum(1 for c in letters if c.isupper())
        if upper * 2 > len(letters):
            return True
        return not any(
            token.text[0].isupper() and token.lower not in {"i", "i'm", "im", "i've", "ive", "i'd"}
            and not self.opens(token.index)
            for token in self.tokens
        )  # fmt: skip


def text_span(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Code points ``[start, end)`` of tokens ``[first, last)``."""
    return reading.tokens[first].start, reading.end_of(last - 1)
