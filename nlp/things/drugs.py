"""Which words of a text name a drug, and which drug each stands for.

Slang that has an ordinary meaning counts only with evidence near it, and never inside a
phrase known to be innocent (``white van``, ``diet coke``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from core.analysis import Drug
from nlp.document import Document, Token
from nlp.phrases import Match
from nlp.things.evidence import MEASURES, Around
from nlp.things.slang import Entry, Needs, load_slang

_NEAR = 9
"""Tokens on either side in which a word of supply counts as evidence."""
_JOINS = frozenset({"and", "n", "&", "/", ",", "or", "+", "nd", "an"})
_JOINED = frozenset({("as", "well", "as"), ("along", "with"), ("and", "some")})
_THE_DRUG = 2
"""Tokens of an innocent phrase such as ``the dark``, which ``does the dark`` outweighs."""
_TYPED = 7
"""Letters from which a word may be a drug's long name typed with one letter wrong."""
_TYPED_LONG = 9
"""Letters from which it may have two wrong."""
_PHRASE_TAGS = ("VB", "IN", "DT", "PRP", "CC", "MD", "TO", "RB", "W", "EX")
"""Tags of words that are no noun and begin no noun's name, so that a colour before is one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that can name a drug.

    Attributes:
        drug: the drug, if it does.
        needs: the evidence that the word needs.
        proved: whether it stands near the word, so that the rules take it for a drug.
    """

    drug: Drug
    needs: Needs
    proved: bool


class DrugFinder:
    """Finds drug words, slang included, by the shortest span that names the drug."""

    def __init__(self) -> None:
        self._slang = load_slang()

    def find(self, doc: Document) -> tuple[Drug, ...]:
        """Every drug word, in order, none overlapping another."""
        return tuple(said.drug for said in self.candidates(doc) if said.proved)

    def candidates(self, doc: Document) -> list[Candidate]:
        """Every word that can name a drug, in order, none overlapping another.

        Those without evidence near them and those in innocent phrases are there too, unproved.
        """
        found = self._slang.book.find(doc.tokens)
        found = sorted(found + self._mistyped(doc, found), key=lambda match: match.first)
        if not found:
            return []
        around = Around(doc, self._slang)
        around.sure = [m for m in found if m.payload.drug and m.payload.needs is Needs.NONE]
        matches, innocent = self._told_apart(doc, found, around)
        accepted = [
            m for m in matches if m.payload.needs is Needs.NONE or self._proved(doc, m, around)
        ]
        proved = {m.first for m in _with_listed(doc.tokens, matches, accepted)}
        return [
            Candidate(self._drug(doc, m, around), m.payload.needs, proved=m.first in proved)
            for m in sorted(matches + innocent, key=lambda match: match.first)
        ]

    def _told_apart(
        self, doc: Document, found: Sequence[Match[Entry]], around: Around
    ) -> tuple[list[Match[Entry]], list[Match[Entry]]]:
        """Words that may name a drug here, and those inside phrases known to be innocent."""
        matches: list[Match[Entry]] = []
        innocent: list[Match[Entry]] = []
        for match in found:
            drug = self._reread(doc, match, around)
            if drug is None:
                innocent += self._slang.drugs.find(doc.tokens[match.first : match.last])
            elif not self._person(doc, drug, around):
                matches.append(drug)
        return matches, innocent

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

    def _reread(self, doc: Document, match: Match[Entry], around: Around) -> Match[Entry] | None:
        """A drug; or an innocent phrase that a word of supply before it makes a drug.

        ``smoking crack in the alley`` holds the innocent ``crack in the``.
        """
        if match.payload.drug:
            return match
        inside = self._slang.drugs.find(doc.tokens[match.first : match.last])
        if len(inside) != 1 or inside[0].last - inside[0].first == match.last - match.first:
            return None
        drug = inside[0]
        if doc.tokens[match.last - 1].lower in MEASURES:
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

    def _person(self, doc: Document, match: Match[Entry], around: Around) -> bool:
        """Whether a word such as ``charlie`` names somebody here."""
        if doc.folded[match.start : match.end] not in self._slang.sets["given"]:
            return False
        return around.starts("doing", match.last) or around.ends("namer", match.first)

    def _proved(self, doc: Document, match: Match[Entry], around: Around) -> bool:
        if match.payload.adjective and self._noun_after(doc, match):
            return False
        if match.last < len(doc.tokens) and doc.tokens[match.last].lower in MEASURES:
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

    def _drug(self, doc: Document, match: Match[Entry], around: Around) -> Drug:
        start = around.colour_before(match) if match.payload.colour else match.start
        return Drug(
            start=start, end=match.end, text=doc.text[start : match.end],
            rule=f"drug.{match.payload.needs}", drug=match.payload.drug,
        )  # fmt: skip


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
