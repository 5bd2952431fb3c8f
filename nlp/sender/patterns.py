"""How a rule's pattern of words is written and where it matches.

A pattern is a row of elements with blanks between:

    word|@class     one of these: a word, or a phrase of a class; ``?`` after it: or nothing
    !word|@class    not one of these here (takes no word)
    !<word|@class   not one of these just before, in the same line (takes no word)
    [<2             like [, but the cut begins up to two words earlier
    ..3             up to three words, as few as will do
    ~5              up to five words, as many as there are before a mark or a word of @stop
    ^  $  .         a sentence begins; a clause ends; a sentence ends
    [ ]             around what is cut (twice in one pattern: two cuts)

Words never cross a mark or a line. Matching one pattern at one place is bounded by the
pattern alone, so that a text costs time linear in its length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from nlp.sender.lexicon import Reading

_CLAUSE_MARKS = frozenset(".!?;:,()-\"'")
_SENTENCE_MARKS = frozenset(".!?:;")


class _Kind(Enum):
    ONE = auto()
    NOT = auto()
    FEW = auto()
    MANY = auto()
    BEGIN = auto()
    END = auto()
    FULL = auto()
    OPEN = auto()
    CLOSE = auto()
    MARK = auto()
    BEFORE = auto()


@dataclass(frozen=True, slots=True)
class _Element:
    kind: _Kind
    words: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()
    optional: bool = False
    most: int = 0


class PatternError(Exception):
    """A pattern is not written as it must be; the message quotes it."""


def _element(text: str) -> _Element:
    simple = {"^": _Kind.BEGIN, "$": _Kind.END, ".": _Kind.FULL, "[": _Kind.OPEN, "]": _Kind.CLOSE}
    if text in simple:
        return _Element(simple[text])
    if text[:2] == "[<" and text[2:].isdigit():
        return _Element(_Kind.OPEN, most=int(text[2:]))
    if text[:2] == ".." and text[2:].isdigit():
        return _Element(_Kind.FEW, most=int(text[2:]))
    if text[0] == "~" and text[1:].isdigit():
        return _Element(_Kind.MANY, most=int(text[1:]))
    if text in {",", ",?"}:
        return _Element(_Kind.MARK, optional=text.endswith("?"))
    kind = _Kind.NOT if text[0] == "!" else _Kind.ONE
    if text[:2] == "!<":
        kind = _Kind.BEFORE
    parts = text.removeprefix("!").removeprefix("<").removesuffix("?").split("|")
    if not all(parts):
        raise PatternError(f"{text!r} is no element of a pattern")
    return _Element(
        kind,
        frozenset(p for p in parts if p[0] != "@"),
        tuple(p[1:] for p in parts if p[0] == "@"),
        text.endswith("?"),
    )


@dataclass(frozen=True, slots=True)
class Pattern[P]:
    """A compiled pattern and what it stands for."""

    elements: tuple[_Element, ...]
    payload: P

    def classes(self) -> frozenset[str]:
        """Names of the classes it speaks of."""
        return frozenset(name for element in self.elements for name in element.classes)


def compile_pattern[P](text: str, payload: P) -> Pattern[P]:
    """Compile a pattern.

    Raises:
        PatternError: an element is malformed, or the pattern cuts nothing.
    """
    elements = tuple(_element(part) for part in text.split())
    opened = [e.kind for e in elements if e.kind in {_Kind.OPEN, _Kind.CLOSE}]
    if not opened or opened != [_Kind.OPEN, _Kind.CLOSE] * (len(opened) // 2):
        raise PatternError(f"{text!r} has no cut, or one that is not closed")
    return Pattern(elements, payload)


@dataclass(frozen=True, slots=True)
class Hit[P]:
    """A cut of a pattern that matched: tokens ``[first, last)`` of the reading."""

    first: int
    last: int
    payload: P


class PatternBook[P]:
    """All patterns, looked up by what they may begin with."""

    def __init__(self, patterns: Iterable[Pattern[P]]) -> None:
        self._by_word: dict[str, list[Pattern[P]]] = {}
        self._by_class: dict[str, list[Pattern[P]]] = {}
        for pattern in patterns:
            words, classes = _beginnings(pattern.elements)
            for word in words:
                self._by_word.setdefault(word, []).append(pattern)
            for name in classes:
                self._by_class.setdefault(name, []).append(pattern)

    def find(self, reading: Reading) -> Iterator[Hit[P]]:
        """Every cut of every pattern at every place; they may overlap."""
        for at in range(len(reading.tokens)):
            if not (reading.open[at] or reading.classes[at]):
                continue
            tried: list[list[Pattern[P]]] = [
                self._by_word[key] for key in reading.keys[at] if key in self._by_word
            ]
            tried += [self._by_class[n] for n in reading.classes[at] if n in self._by_class]
            for patterns in tried:
                for pattern in patterns:
                    marks = _match(reading, pattern.elements, at, set(), 0, at)
                    for first, last in zip(marks[::2], marks[1::2], strict=False):
                        if first < last:
                            yield Hit(first, last, pattern.payload)


def _beginnings(elements: tuple[_Element, ...]) -> tuple[set[str], set[str]]:
    words: set[str] = set()
    classes: set[str] = set()
    for element in elements:
        if element.kind is _Kind.ONE:
            words |= element.words
            classes |= set(element.classes)
            if not element.optional:
                return words, classes
        elif element.kind in {_Kind.FEW, _Kind.MANY, _Kind.MARK, _Kind.END}:
            break
    raise PatternError("a pattern must begin with a word or a class")


type _Marks = tuple[int, ...]


def _match(
    reading: Reading,
    elements: tuple[_Element, ...],
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
    if (place, at) in dead:
        return ()
    for after, mark in _ways(reading, elements[place], at, start):
        rest = _match(reading, elements, start, dead, place + 1, after)
        if rest:
            return (mark, *rest) if mark >= 0 else rest
    dead.add((place, at))
    return ()


def _ways(reading: Reading, element: _Element, at: int, start: int) -> Iterator[tuple[int, int]]:
    """Places after the element and, for a bracket, its mark (else -1)."""
    kind = element.kind
    if kind in {_Kind.OPEN, _Kind.CLOSE}:
        yield at, _earlier(reading, at, element.most)
    elif kind in _CONSUMERS:
        yield from ((after, -1) for after in _CONSUMERS[kind](reading, element, at, start))
    elif _CHECKS[kind](reading, element, at, start):
        yield at, -1


def _ones(reading: Reading, element: _Element, at: int, start: int) -> Iterator[int]:
    if at < len(reading.tokens) and not (at > start and reading.breaks[at]):
        classes = reading.classes[at]
        for name in element.classes:
            yield from classes.get(name, ())
        if reading.open[at] and any(key in element.words for key in reading.keys[at]):
            yield at + 1
    if element.optional:
        yield at


def _few(reading: Reading, element: _Element, at: int, start: int) -> Iterator[int]:
    yield at
    for step in range(at, min(at + element.most, len(reading.tokens))):
        if not reading.open[step] or (step > start and reading.breaks[step]):
            return
        yield step + 1


def _many(reading: Reading, element: _Element, at: int, start: int) -> Iterator[int]:
    ends = [at]
    for step in range(at, min(at + element.most, len(reading.tokens))):
        stopped = not reading.open[step] or "stop" in reading.classes[step]
        stopped = stopped or (step > at and _new_doing(reading, step))
        if stopped or (step > start and reading.breaks[step]):
            break
        ends.append(step + 1)
    yield from reversed(ends)


def _new_doing(reading: Reading, step: int) -> bool:
    """Whether somebody else's doing begins here (``from my window | passing bags``)."""
    before = reading.classes[step - 1]
    here = reading.classes[step]
    return "ing" in here and "capital" not in here and not ("det" in before or "my" in before)


def _mark(reading: Reading, element: _Element, at: int, _start: int) -> Iterator[int]:
    if at < len(reading.tokens) and reading.tokens[at].lower in {",", "-", "(", ":"}:
        yield at + 1
    if element.optional:
        yield at


def _earlier(reading: Reading, at: int, most: int) -> int:
    """The place up to so many words earlier, in the same line and on this side of a mark."""
    for _ in range(most):
        if at == 0 or reading.breaks[at] or not reading.open[at - 1]:
            break
        at -= 1
    return at


def _not_before(reading: Reading, element: _Element, at: int, _start: int) -> bool:
    if at == 0 or reading.breaks[at]:
        return True
    return next(_ones(reading, element, at - 1, at - 1), None) is None


def _absent(reading: Reading, element: _Element, at: int, start: int) -> bool:
    return next(_ones(reading, element, at, start), None) is None


def _begins(reading: Reading, _element: _Element, at: int, _start: int) -> bool:
    return at == 0 or reading.breaks[at] or reading.tokens[at - 1].lower in _SENTENCE_MARKS


def _ends(reading: Reading, _element: _Element, at: int, _start: int) -> bool:
    return (
        at >= len(reading.tokens)
        or reading.breaks[at]
        or reading.tokens[at].lower in _CLAUSE_MARKS
        or "stop" in reading.classes[at]
    )


def _ends_full(reading: Reading, _element: _Element, at: int, _start: int) -> bool:
    return (
        at >= len(reading.tokens)
        or reading.breaks[at]
        or reading.tokens[at].lower in {".", "!", "?"}
    )


_CONSUMERS = {_Kind.ONE: _ones, _Kind.FEW: _few, _Kind.MANY: _many, _Kind.MARK: _mark}
_CHECKS = {
    _Kind.NOT: _absent,
    _Kind.BEFORE: _not_before,
    _Kind.BEGIN: _begins,
    _Kind.END: _ends,
    _Kind.FULL: _ends_full,
}
