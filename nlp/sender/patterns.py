"""How a rule's pattern of words is written and where it matches.

A pattern is a row of elements with blanks between:

    word|@class     one of these: a word, or a phrase of a class; ``?`` after it: or nothing
    !word|@class    not one of these here (takes no word)
    !<word|@class   not one of these just before, in the same line (takes no word)
    [<2             like [, but the cut begins up to two words earlier
    ..3             up to three words, as few as will do
    ~5              up to five words, as many as there are before a mark or a word of @stop
    ^  $  .         a sentence begins; a clause ends; a sentence ends
    ^,  ^^          a clause begins; the message begins, greetings (@hello) aside
    0$  0.          nobody does anything (@finite) before the clause, the sentence ends
    [ ]             around what is cut (twice in one pattern: two cuts)

Words never cross a mark or a line. Matching one pattern at one place is bounded by the
pattern alone, so that a text costs time linear in its length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.sender import elements as step
from nlp.sender.elements import Element
from nlp.sender.lexicon import Reading

_SIMPLE = {
    "^": Element(step.begins),
    "^,": Element(step.begins_clause),
    "^^": Element(step.begins_message),
    "0$": Element(step.verbless),
    "0.": Element(step.verbless_full),
    "$": Element(step.ends),
    ".": Element(step.ends_full),
    "[": Element(step.opens),
    "]": Element(step.closes),
    ",": Element(step.mark),
    ",?": Element(step.mark, optional=True),
}
_BRACKETS = (step.opens, step.closes)


class PatternError(Exception):
    """A pattern is not written as it must be; the message quotes it."""


def _element(text: str) -> Element:
    if text in _SIMPLE:
        return _SIMPLE[text]
    if text[:2] == "[<" and text[2:].isdigit():
        return Element(step.opens, most=int(text[2:]))
    if text[:2] == ".." and text[2:].isdigit():
        return Element(step.few, most=int(text[2:]))
    if text[0] == "~" and text[1:].isdigit():
        return Element(step.many, most=int(text[1:]))
    way = step.not_before if text[:2] == "!<" else step.absent if text[0] == "!" else step.one
    parts = text.removeprefix("!").removeprefix("<").removesuffix("?").split("|")
    if not all(parts):
        raise PatternError(f"{text!r} is no element of a pattern")
    return Element(
        way,
        frozenset(p for p in parts if p[0] != "@"),
        tuple(p[1:] for p in parts if p[0] == "@"),
        text.endswith("?"),
    )


@dataclass(frozen=True, slots=True)
class Pattern[P]:
    """A compiled pattern and what it stands for.

    Attributes:
        needs: for each element that must take a word, the words and ``@classes`` of which
            one must stand somewhere in the text.
    """

    elements: tuple[Element, ...]
    payload: P
    needs: tuple[frozenset[str], ...]

    def classes(self) -> frozenset[str]:
        """Names of the classes it speaks of."""
        return frozenset(name for element in self.elements for name in element.classes)


def compile_pattern[P](text: str, payload: P) -> Pattern[P]:
    """Compile a pattern.

    Raises:
        PatternError: an element is malformed, or the pattern cuts nothing.
    """
    elements = tuple(_element(part) for part in text.split())
    brackets = [e.ways for e in elements if e.ways in _BRACKETS]
    if not brackets or brackets != [*_BRACKETS] * (len(brackets) // 2):
        raise PatternError(f"{text!r} has no cut, or one that is not closed")
    needs = tuple(
        e.words | {f"@{name}" for name in e.classes}
        for e in elements
        if e.ways is step.one and not e.optional
    )
    # The fewer words would do, the likelier none of them is there, and the rest need no look.
    return Pattern(elements, payload, tuple(sorted(needs, key=len)))


@dataclass(frozen=True, slots=True)
class Hit[P]:
    """A cut of a pattern that matched: tokens ``[first, last)`` of the reading."""

    first: int
    last: int
    payload: P


class PatternBook[P]:
    """All patterns, looked up by what they may begin with."""

    def __init__(self, patterns: Iterable[Pattern[P]]) -> None:
        self._patterns = tuple(patterns)
        # Many patterns are of how a message begins; further on none of them is tried at all.
        self._first = {
            number
            for number, pattern in enumerate(self._patterns)
            if pattern.elements[0].ways is step.begins_message
        }
        self._by_start: dict[str, set[int]] = {}
        for number, pattern in enumerate(self._patterns):
            for word in _beginnings(pattern.elements):
                self._by_start.setdefault(word, set()).add(number)

    def find(self, reading: Reading) -> Iterator[Hit[P]]:
        """Every cut of every pattern at every place; they may overlap.

        In the order of the text, and at one place in that of the patterns: where two cut the
        same, the first one names the cut.
        """
        starts = [_starts(reading, at) for at in range(len(reading.tokens))]
        tried = self._tried(set[str]().union(*starts))
        later = {word: numbers - self._first for word, numbers in tried.items()}
        for at, words in enumerate(starts):
            here = tried if at <= step.GREETING else later
            for number in sorted(set[int]().union(*(here[w] for w in words if w in here))):
                pattern = self._patterns[number]
                marks = _match(reading, pattern.elements, at, set(), 0, at)
                for first, last in zip(marks[::2], marks[1::2], strict=False):
                    if first < last:
                        yield Hit(first, last, pattern.payload)

    def _tried(self, said: set[str]) -> dict[str, set[int]]:
        """The patterns by their beginnings that find in a text all they need."""
        begun = {word: self._by_start[word] for word in said & self._by_start.keys()}
        patterns = self._patterns
        may_match = {
            number
            for number in set[int]().union(*begun.values())
            if not any(map(said.isdisjoint, patterns[number].needs))
        }
        return {word: both for word, numbers in begun.items() if (both := numbers & may_match)}


def _starts(reading: Reading, at: int) -> list[str]:
    """The words and ``@classes`` that stand at a place."""
    words = [f"@{name}" for name in reading.classes[at]]
    return [*reading.keys[at], *words] if reading.open[at] else words


def _beginnings(elements: tuple[Element, ...]) -> set[str]:
    words: set[str] = set()
    for element in elements:
        if element.ways is step.one:
            words |= element.words | {f"@{name}" for name in element.classes}
            if not element.optional:
                return words
        elif element.ways in {step.few, step.many, step.mark, step.ends, step.ends_full}:
            break
    raise PatternError("a pattern must begin with a word or a class")


type _Marks = tuple[int, ...]


def _match(
    reading: Reading,
    elements: tuple[Element, ...],
    start: int,
    dead: set[tuple[int, int]],
    place: int,
    at: int,
) -> _Marks:
    """Marks of the cuts from here on, or () where the rest does not match.

    ``(-1,)`` stands for an empty rest. ``dead`` holds what failed before, so that no rest
    is tried twice at one token.
    """
    if place == len(elements):
        return (-1,)
    element = elements[place]
    if element.ways in _BRACKETS:
        rest = _match(reading, elements, start, dead, place + 1, at)
        return (step.earlier(reading, at, element.most), *rest) if rest else ()
    ways = element.ways(reading, element, at, start)
    if ways and (place, at) not in dead:
        for after in ways:
            rest = _match(reading, elements, start, dead, place + 1, after)
            if rest:
                return rest
        dead.add((place, at))
    return ()
