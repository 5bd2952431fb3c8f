"""Where a pattern goes on after one of its elements: the ways through one step of a match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.sender.lexicon import Reading

_CLAUSE_MARKS = frozenset(".!?;:,()-\"'")
_SENTENCE_MARKS = frozenset(".!?:;")
_FULL_MARKS = frozenset(".!?")
_BREAKS = frozenset({",", "-", "(", ":"})
GREETING = 6
"""Words and marks that a greeting has at most."""
_NOTE = 14
"""Words and marks that a sentence without a verb has at most."""

type Way = Callable[[Reading, Element, int, int], Sequence[int]]
"""The places after an element at a token, best first; the last argument: where it all began."""


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a pattern.

    Attributes:
        ways: where the pattern may go on.
        words: words it takes, in lower case.
        classes: classes it takes.
        optional: whether it may take nothing.
        most: how many words it takes at most, or how far back a bracket reaches.
    """

    ways: Way
    words: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()
    optional: bool = False
    most: int = 0


def one(reading: Reading, element: Element, at: int, start: int) -> list[int]:
    """After a word or a phrase of a class."""
    found: list[int] = []
    if at < len(reading.tokens) and not (at > start and reading.breaks[at]):
        classes = reading.classes[at]
        for name in element.classes:
            if name in classes:
                found += classes[name]
        if reading.open[at] and not element.words.isdisjoint(reading.keys[at]):
            found.append(at + 1)
    if element.optional:
        found.append(at)
    return found


def few(reading: Reading, element: Element, at: int, start: int) -> Sequence[int]:
    """After as few words as will do."""
    end = at
    for step in range(at, min(at + element.most, len(reading.tokens))):
        if not reading.open[step] or (step > start and reading.breaks[step]):
            break
        end = step + 1
    return range(at, end + 1)


def many(reading: Reading, element: Element, at: int, start: int) -> Sequence[int]:
    """After as many words as there are."""
    end = at
    for step in range(at, min(at + element.most, len(reading.tokens))):
        stopped = not reading.open[step] or "stop" in reading.classes[step]
        stopped = stopped or (step > at and _new_doing(reading, step))
        if stopped or (step > start and reading.breaks[step]):
            break
        end = step + 1
    return range(end, at - 1, -1)


def _new_doing(reading: Reading, step: int) -> bool:
    """Whether somebody else's doing begins here (``from my window | passing bags``)."""
    here = reading.classes[step]
    if "ing" not in here or "capital" in here:
        return False
    before = reading.classes[step - 1]
    return not ("det" in before or "my" in before)


def mark(reading: Reading, element: Element, at: int, _start: int) -> list[int]:
    """After a comma, dash, bracket or colon."""
    found = []
    if at < len(reading.tokens) and reading.tokens[at].lower in _BREAKS:
        found.append(at + 1)
    if element.optional:
        found.append(at)
    return found


def opens(_reading: Reading, _element: Element, at: int, _start: int) -> Sequence[int]:
    """Here: what is cut begins, and a bracket takes nothing."""
    return (at,)


def closes(_reading: Reading, _element: Element, at: int, _start: int) -> Sequence[int]:
    """Here: what is cut ends."""
    return (at,)


def absent(reading: Reading, element: Element, at: int, start: int) -> Sequence[int]:
    """Here, where none of these stands."""
    return () if one(reading, element, at, start) else (at,)


def not_before(reading: Reading, element: Element, at: int, _start: int) -> Sequence[int]:
    """Here, where none of these stands just before in the same line."""
    if at == 0 or reading.breaks[at]:
        return (at,)
    return () if one(reading, element, at - 1, at - 1) else (at,)


def begins(reading: Reading, _element: Element, at: int, _start: int) -> Sequence[int]:
    """Here, where a sentence or line begins."""
    first = at == 0 or reading.breaks[at] or reading.tokens[at - 1].lower in _SENTENCE_MARKS
    return (at,) if first else ()


def begins_clause(reading: Reading, element: Element, at: int, start: int) -> Sequence[int]:
    """Here, where a clause begins: after any mark, or as a sentence does."""
    if at and reading.tokens[at - 1].lower in _CLAUSE_MARKS:
        return (at,)
    return begins(reading, element, at, start)


def begins_message(reading: Reading, _element: Element, at: int, _start: int) -> Sequence[int]:
    """Here, where the message begins, greetings aside."""
    if at > GREETING:
        return ()
    greeted = all("hello" in reading.classes[i] or _is_mark(reading, i) for i in range(at))
    return (at,) if greeted else ()


def verbless(reading: Reading, _element: Element, at: int, _start: int) -> Sequence[int]:
    """Here, where nobody does anything before the clause ends."""
    return (at,) if _no_verb(reading, at, _CLAUSE_MARKS) else ()


def verbless_full(reading: Reading, _element: Element, at: int, _start: int) -> Sequence[int]:
    """Here, where nobody does anything before the sentence ends."""
    return (at,) if _no_verb(reading, at, _FULL_MARKS) else ()


def _no_verb(reading: Reading, at: int, marks: frozenset[str]) -> bool:
    for step in range(at, min(at + _NOTE, len(reading.tokens))):
        if reading.tokens[step].lower in marks or (step > at and reading.breaks[step]):
            return True
        if "finite" in reading.classes[step] or _is_masked(reading, step):
            return False
    return at + _NOTE >= len(reading.tokens)


def _is_mark(reading: Reading, at: int) -> bool:
    return not reading.tokens[at].lower[0].isalnum()


def _is_masked(reading: Reading, at: int) -> bool:
    """Whether a word of an earlier cut's label stands here: nobody knows what it hides."""
    return not reading.open[at] and not _is_mark(reading, at)


def ends(reading: Reading, _element: Element, at: int, _start: int) -> Sequence[int]:
    """Here, where a clause ends."""
    last = (
        at >= len(reading.tokens)
        or reading.breaks[at]
        or reading.tokens[at].lower in _CLAUSE_MARKS
        or "stop" in reading.classes[at]
    )
    return (at,) if last else ()


def ends_full(reading: Reading, _element: Element, at: int, _start: int) -> Sequence[int]:
    """Here, where a sentence ends."""
    last = (
        at >= len(reading.tokens) or reading.breaks[at] or reading.tokens[at].lower in _FULL_MARKS
    )
    return (at,) if last else ()


def earlier(reading: Reading, at: int, most: int) -> int:
    """The place up to so many words earlier, in the same line and on this side of a mark."""
    for _ in range(most):
        if at == 0 or reading.breaks[at] or not reading.open[at - 1]:
            break
        at -= 1
    return at
