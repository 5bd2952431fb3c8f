"""Which times of the activity does a text state, and what are they in local time?"""

from __future__ import annotations

from dataclasses import dataclass

from core.analysis import Time
from nlp.document import Document
from nlp.times.direction import Direction
from nlp.times.judge import Judge
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Lexicon, load_lexicon
from nlp.times.parse import parse
from nlp.times.resolve import Resolver
from nlp.times.values import Edge, When


@dataclass(frozen=True, slots=True)
class Said:
    """An expression of time, and whether the rules take it for one of the activity."""

    time: Time
    meant: bool


class TimeFinder:
    """Finds the times of a document.

    The words come from the vocabulary files beside this module, read once.

    Raises:
        VocabularyError: a vocabulary file is broken.
    """

    def __init__(self) -> None:
        self._lexicon = load_lexicon()

    def find(self, doc: Document) -> tuple[Time, ...]:
        """Every expression of when the activity happens or happened.

        Args:
            doc: the message; ``doc.at`` is the time it is reckoned from, local time in
                Europe/London.

        Returns:
            Times in order of their start, none overlapping another. Spans are half-open code
            point offsets of ``doc.text``; values are local time in Europe/London.
        """
        return tuple(said.time for said in self.said(doc) if said.meant)

    def said(self, doc: Document) -> tuple[Said, ...]:
        """Every expression of time, those that say nothing of the activity among them.

        Args:
            doc: the message, as for `find`.
        """
        direction = Direction(doc, self._lexicon)
        items = parse(doc, self._lexicon, direction)
        if not items:
            return ()
        judge = Judge(doc, self._lexicon, direction, items)
        resolver = Resolver(doc, self._lexicon, direction, items)
        found = []
        for item in items:
            value = resolver.resolve(item)
            if value is not None:
                first = _first(doc, item, self._lexicon)
                start, end = doc.tokens[first].start, doc.tokens[item.last - 1].end
                time = value.at_span(doc.text, start, end)
                found.append(Said(time, meant=not judge.drops(item)))
        return tuple(found)


def _starts_only(item: Item) -> bool:
    """Whether a day is said with "from" before it and no end after it."""
    value = item.value
    if not isinstance(value, When) or value.window or value.until:
        return False
    return value.edge is Edge.AFTER


def _first(doc: Document, item: Item, lexicon: Lexicon) -> int:
    """The token an expression begins with, less a preposition and the article after it."""
    at = item.first
    if item.kind in (Kind.NOW, Kind.JUST_NOW, Kind.VAGUE):
        return at
    words = [token.lower for token in doc.tokens[at : item.last]]
    whole = item.rule.startswith("habit_phrase") and len(words) > 1
    if whole and lexicon.has("article", words[1].replace("an", "a")):
        return at
    if _starts_only(item) and lexicon.has("from", words[0]):
        words.pop(0)
        at += 1
    led = len(words) > 1 and lexicon.has("leading", words[0])
    if led:
        words.pop(0)
        at += 1
    if len(words) > 1 and lexicon.has("article", words[0]):
        bare = lexicon.has("bare_after_article", words[1])
        if bare or (led and not lexicon.has("kept_after_article", words[1])):
            at += 1
    return at
