"""Which times of the activity does a text state, and what are they in local time?"""

from __future__ import annotations

from core.analysis import Time
from nlp.document import Document
from nlp.times.direction import Direction
from nlp.times.judge import Judge
from nlp.times.lexicon import load_lexicon
from nlp.times.parse import parse
from nlp.times.resolve import Resolver


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
        direction = Direction(doc, self._lexicon)
        items = parse(doc, self._lexicon, direction)
        if not items:
            return ()
        judge = Judge(doc, self._lexicon)
        resolver = Resolver(doc, self._lexicon, direction, items)
        found = []
        for item in items:
            value = resolver.resolve(item)
            if value is not None and not judge.drops(item):
                start, end = doc.tokens[item.first].start, doc.tokens[item.last - 1].end
                found.append(value.at_span(doc.text, start, end))
        return tuple(found)
