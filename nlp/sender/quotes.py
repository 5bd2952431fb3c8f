"""Which quoted words were said or written to the sender, rather than in the open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.analysis import Category
from nlp.document import Document
from nlp.phrases import PhraseBook
from nlp.sender.cuts import Cut

_QUOTE = re.compile(
    r"(?<!\w)(?:'(?=\S)(?:[^\n\"']|(?<=\w)'(?=\w)){6,240}(?<=\S)'|\"(?=\S)[^\n\"]{6,240}\")(?!\w)"
)
_NEAR = 40
"""Code points before and after a quotation in which a word of speech shows how it was said."""
_TAKES = frozenset({"time", "place", "drug", "person", "phone", "handle", "vehicle", "evidence"})


class QuoteRules:
    """Finds quotations of private talk."""

    def __init__(self, private: list[str], public: list[str]) -> None:
        self._cues = PhraseBook([(w, True) for w in private] + [(w, False) for w in public])

    def find(self, doc: Document) -> Iterator[Cut]:
        """Quotations of three words or more with a word of private speech nearest to them."""
        for match in _QUOTE.finditer(doc.folded):
            start, end = match.span()
            if len(match[0].split()) < 3:
                continue
            before = self._cues.find(doc.between(max(0, start - _NEAR), start))
            after = self._cues.find(doc.between(end, min(len(doc.text), end + _NEAR)))
            cue = before[-1] if before else (after[0] if after else None)
            if cue is not None and cue.payload:
                yield Cut(start, end, Category.PRIVATE_TALK, "talk.quote", _TAKES)
