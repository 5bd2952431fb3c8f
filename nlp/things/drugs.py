"""Which words of a text name a drug, and which drug each stands for.

Slang that has an ordinary meaning counts only with evidence near it, and never inside a
phrase known to be innocent (``white van``, ``diet coke``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA

from core.analysis import Drug
from nlp.document import Document, Token
from nlp.phrases import Match
from nlp.things.sentences import sentence_of
from nlp.things.slang import Entry, Needs, Slang, load_slang

_NEAR = 9
"""Tokens on either side in which a word of supply counts as evidence."""
_BESIDE = 4
"""Tokens on either side in which another drug, or a price, counts as evidence."""
_JOINS = frozenset({"and", "n", "&", "/", ",", "or", "+", "nd", "an"})
_JOINED = frozenset({("as", "well", "as"), ("along", "with"), ("and", "some")})
_MEASURES = frozenset({"of", "ae", "o"})
"""Before these, ``wraps`` and ``k`` count something else."""
_THE_DRUG = 2
"""Tokens of an innocent phrase such as ``the dark``, which ``does the dark`` outweighs."""
_MONEY = frozenset({"£", "€"})
_TYPED = 7
"""Letters from which a word may be a drug's long name typed with one letter wrong."""
_TYPED_LONG = 9
"""Letters from which it may have two wrong."""
_PHRASE_TAGS = ("VB", "IN", "DT", "PRP", "CC", "MD", "TO", "RB", "W", "EX")
"""Tags of words that are no noun and begin no noun's name, so that a colour before is one."""


class DrugFinder:
    """Finds drug words, slang included, by the shortest span that names the drug."""

    def __init__(self) -> None:
        self._slang = load_slang()

    def find(self, doc: Document) -> tuple[Drug, ...]:
        """Every drug word, in order, none overlapping another."""
        found = self._slang.book.find(doc.tokens)
        found = sorted(found + self._mistyped(doc, found), key=lambda match: match.first)
        if not found:
            return ()
        around = _Around(doc, self._slang)
        around.sure = [m for m in found if m.payload.drug and m.payload.needs is Needs.NONE]
        matches = [m for m in (self._reread(doc, m, around) for m in found) if m is not None]
        matches = [m for m in matches if not self._person(doc, m, around)]
        accepted = [
            m for m in matches if m.payload.needs is Needs.NONE or self._proved(doc, m, around)
        ]
        accepted = _with_listed(doc.tokens, matches, accepted)
        return tuple(self._drug(doc, m, around) for m in accepted)

    def _mistyped(self, doc: Document, found: Sequence[Match[Entry]]) -> list[Match[Entry]]:
        """Long names with a letter or two wrong (``ketermin``), where nothing else was found."""
        taken = {place for m in found for place in range(m.first, m.last)}
        mistyped: list[Match[Entry]] = []
        for token in doc.tokens:
            if (
                len(token.lower) < _TYPED
                or token.index in taken
                or token.lower in self._slang.sets["alike"]
            ):
                continue
            wrong = 2 if len(token.lower) >= _TYPED_LONG else 1
            for word, entry in self._slang.typed.items():
                if word[0] != token.lower[0] or abs(len(word) - len(token.lower)) > wrong:
                    continue
                if OSA.distance(word, token.lower, score_cutoff=wrong) <= wrong:
                    place = token.index
                    mistyped.append(Match(place, place + 1, token.start, token.end, entry))
                    break
        return mistyped

    def _reread(self, doc: Document, match: Match[Entry], around: _Around) -> Match[Entry] | None:
        """A drug; or an innocent phrase that a word of supply before it makes a drug.

        ``smoking crack in the alley`` holds the innocent ``crack in the``.
        """
        if match.payload.drug:
            return match
        inside = self._slang.drugs.find(doc.tokens[match.first : match.last])
        if len(inside) != 1 or inside[0].last - inside[0].first == match.last - match.first:
            return None
        drug = inside[0]
        if doc.tokens[match.last - 1].lower in _MEASURES:
            return None
        if drug.payload.adjective and self._noun_after(doc, drug):
            return None
        if self._owed_for(doc, drug):
            return drug
        short = match.last - match.first == _THE_DRUG
        if drug.first == match.first:
            if doc.tokens[match.last - 1].tag.startswith("NN"):
                # The name of one thing: "stinks of cat wee".
                return None
            proved = around.follows_tight(drug) or (short and around.priced(drug))
        else:
            alone = short and not self._noun_after(doc, drug)
            proved = alone and (around.follows_tight(match) or around.reaches(drug, match))
        return drug if proved else None

    def _person(self, doc: Document, match: Match[Entry], around: _Around) -> bool:
        """Whether a word such as ``charlie`` names somebody here."""
        if doc.folded[match.start : match.end] not in self._slang.sets["given"]:
            return False
        return around.starts("doing", match.last) or around.ends("namer", match.first)

    def _proved(self, doc: Document, match: Match[Entry], around: _Around) -> bool:
        if match.payload.adjective and self._noun_after(doc, match):
            return False
        if match.last < len(doc.tokens) and doc.tokens[match.last].lower in _MEASURES:
            return False
        if around.coloured(match):
            return True
        if self._owed_for(doc, match) or around.measured(match):
            return True
        if match.payload.adjective and match.payload.needs is Needs.CONTEXT:
            # No noun follows, so that the colour itself is what is sold: "its the brown".
            before = doc.tokens[match.first - 1].lower if match.first else ""
            if before in self._slang.sets["leader"] and around.hinted(match):
                return True
        if match.payload.needs is Needs.LIKELY and around.hinted(match):
            return True
        if match.payload.needs is Needs.TIGHT:
            return around.follows_tight(match)
        if match.payload.needs is Needs.DRUG:
            return around.near(match, "trade", _NEAR)
        return (
            around.near(match, "supply", _NEAR)
            or around.follows_tight(match)
            or around.priced(match)
            or (not match.payload.adjective and around.sure_near(match))
        )

    def _owed_for(self, doc: Document, match: Match[Entry]) -> bool:
        """Whether money, a debt or a dealer follows: ``the grass money``."""
        if match.payload.needs not in (Needs.LIKELY, Needs.CONTEXT):
            return False
        return (
            match.last < len(doc.tokens)
            and doc.tokens[match.last].lower in self._slang.sets["owing"]
        )

    def _noun_after(self, doc: Document, match: Match[Entry]) -> bool:
        if match.last >= len(doc.tokens):
            return False
        joined = doc.tokens[match.last].lower == "-" and match.last + 1 < len(doc.tokens)
        after = doc.tokens[match.last + joined]
        if not after.lower[0].isalpha() or after.lower in self._slang.sets["follower"]:
            return False
        return not after.tag.startswith(_PHRASE_TAGS)

    def _drug(self, doc: Document, match: Match[Entry], around: _Around) -> Drug:
        start = around.colour_before(match) if match.payload.colour else match.start
        return Drug(
            start=start, end=match.end, text=doc.text[start : match.end],
            rule=f"drug.{match.payload.needs}", drug=match.payload.drug,
        )  # fmt: skip


class _Around:
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
        if before[-1:] and before[-1] in _MEASURES:
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


def _with_listed(
    tokens: Sequence[Token],
    matches: list[Match[Entry]],
    accepted: list[Match[Entry]],
) -> list[Match[Entry]]:
    """The accepted matches and those listed beside one (``crack and brown``)."""
    taken = {m.first for m in accepted}
    for order in (matches, matches[::-1]):
        for one, other in pairwise(order):
            left, right = sorted((one, other), key=lambda m: m.first)
            gap = tokens[left.last : right.first]
            said = tuple(t.lower for t in gap)
            joined = said in _JOINED or (0 < len(said) <= 2 and all(w in _JOINS for w in said))
            if one.first in taken and joined:
                taken.add(other.first)
    return [m for m in matches if m.first in taken]
