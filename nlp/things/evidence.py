"""What evidence of drugs stands around a word?"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.document import Document, Token
from nlp.phrases import Match
from nlp.things.sentences import sentence_of
from nlp.things.slang import Entry, Slang

_BESIDE = 4
"""Tokens on either side in which a price counts as evidence."""
MEASURES = frozenset({"of", "ae", "o"})
"""Before these, ``wraps`` and ``k`` count something else."""
_MONEY = frozenset({"£", "€"})


class Around:
    """Where the words of evidence stand in one document."""

    def __init__(self, doc: Document, slang: Slang) -> None:
        self._light = slang.sets["light"]
        self._units = slang.sets["unit"]
        self._tokens = doc.tokens
        self._sentence = sentence_of(doc)
        found = slang.cues.find(doc.tokens)
        self._found = {name: found.get(name, []) for name in slang.cues.books}
        self._tight = {m.last: m.first for m in self._found["tight"]}
        self._colour = {m.last: m.start for m in self._found["colour"]}
        self.sure: Sequence[Match[Entry]] = ()
        """Words that need no evidence: they are evidence for the others."""

    def near(self, match: Match[Entry], name: str, reach: int) -> bool:
        """Whether a cue stands within ``reach`` tokens, in the same sentence, outside it."""
        at = self._sentence[match.first]
        return any(
            m.first < match.last + reach and match.first - reach < m.last
            and (m.last <= match.first or match.last <= m.first)
            and self._sentence[m.first] == at
            for m in self._found[name]
        )  # fmt: skip

    def hinted(self, match: Match[Entry]) -> bool:
        """Whether anything in the message speaks of goods, money, use or another drug."""
        return bool(self.sure) or any(
            m.last <= match.first or match.last <= m.first for m in self._found["hint"]
        )

    def coloured(self, match: Match[Entry]) -> bool:
        """Whether it is a brand of pills with a colour before it (``pink rolexes``)."""
        return match.payload.colour and match.first in self._colour

    def sure_near(self, match: Match[Entry]) -> bool:
        """Whether a sure drug stands in the same sentence."""
        at = self._sentence[match.first]
        return any(self._sentence[m.first] == at for m in self.sure)

    def starts(self, name: str, at: int) -> bool:
        """Whether a cue begins at this token."""
        return any(m.first == at for m in self._found[name])

    def ends(self, name: str, at: int) -> bool:
        """Whether a cue ends straight before this token."""
        return any(m.last == at for m in self._found[name])

    def priced(self, match: Match[Entry]) -> bool:
        """Whether money stands within a few tokens."""
        before = self._tokens[max(0, match.first - 2) : match.first]
        if len(before) == 2 and before[0].lower.isdigit() and before[1].lower in {"a", "per"}:
            return True
        near = self._tokens[max(0, match.first - _BESIDE) : match.last + _BESIDE]
        if any(token.lower in _MONEY for token in near):
            return True
        return any(
            one.lower.isdigit() and joint.lower == "for" and other.lower.isdigit()
            for one, joint, other in zip(near, near[1:], near[2:], strict=False)
        )

    def measured(self, match: Match[Entry]) -> bool:
        """Whether a weight written in one word stands straight before (``4oz of grass``)."""
        before = [token.lower for token in self._tokens[max(0, match.first - 2) : match.first]]
        if before[-1:] and before[-1] in MEASURES:
            before.pop()
        if not before or not before[-1][0].isdigit():
            return False
        return before[-1].lstrip("0123456789.") in self._units

    def follows_tight(self, match: Match[Entry]) -> bool:
        """Whether a word of supply or quantity stands straight before."""
        at = match.first
        for _ in range(3):
            if at in self._tight:
                return True
            if not at or not self._passes(self._tokens[at - 1]):
                return False
            at -= 1
        return at in self._tight

    def reaches(self, drug: Match[Entry], phrase: Match[Entry]) -> bool:
        """Whether a cue ends at a drug that began before the phrase it is in (``lost the``)."""
        return self._tight.get(drug.first, phrase.first) < phrase.first

    def _passes(self, token: Token) -> bool:
        return (
            token.index + 1 in self._colour
            or token.lower in self._light
            or token.lower[0].isdigit()
        )

    def colour_before(self, match: Match[Entry]) -> int:
        """Where the name begins, a colour in front included."""
        return self._colour.get(match.first, match.start)
