"""Which words of a text name a drug, and which drug each stands for.

Slang that has an ordinary meaning counts only with evidence near it, and never inside a
phrase known to be innocent (``white van``, ``diet coke``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from core.analysis import Drug
from nlp.document import Document, Token
from nlp.phrases import Match, PhraseBook
from nlp.things.sentences import sentence_of
from nlp.vocabulary import Vocabulary, read_vocabulary

_NEAR = 9
"""Tokens on either side in which a word of supply counts as evidence."""
_BESIDE = 4
"""Tokens on either side in which another drug, or a price, counts as evidence."""
_JOINS = frozenset({"and", "n", "&", "/", ",", "or", "+", "nd", "an"})
_MONEY = frozenset({"£", "€"})


class Needs(StrEnum):
    """The evidence that a word needs before it counts as a drug."""

    NONE = "none"
    CONTEXT = "context"
    TIGHT = "tight"
    DRUG = "drug"


@dataclass(frozen=True, slots=True)
class _Entry:
    drug: str
    needs: Needs = Needs.NONE
    adjective: bool = False
    colour: bool = False


_INNOCENT = _Entry("")


def _words(vocabulary: Vocabulary, name: str) -> list[str]:
    rows = vocabulary.rows(name, needs=frozenset({"words"}))
    return [word for row in rows for word in row["words"]]


class DrugFinder:
    """Finds drug words, slang included, by the shortest span that names the drug."""

    def __init__(self) -> None:
        vocabulary = read_vocabulary(Path(__file__).with_name("drugs.toml"))
        rows = vocabulary.rows(
            "drug",
            needs=frozenset({"words", "drug", "needs"}),
            may=frozenset({"adjective", "colour"}),
        )
        entries: list[tuple[str, _Entry]] = [
            (word, _Entry(row["drug"], Needs(row["needs"]),
                          row.get("adjective", False), row.get("colour", False)))
            for row in rows for word in row["words"]
        ]  # fmt: skip
        self._bare = PhraseBook(entries)
        entries += [(word, _INNOCENT) for word in _words(vocabulary, "innocent")]
        self._book = PhraseBook(entries)
        self._cues = {
            name: PhraseBook((word, name) for word in _words(vocabulary, name))
            for name in ("supply", "tight", "trade", "colour", "doing", "namer")
        }
        self._light = frozenset(_words(vocabulary, "light"))
        self._given = frozenset(_words(vocabulary, "given"))
        self._followers = frozenset(_words(vocabulary, "follower"))

    def find(self, doc: Document) -> tuple[Drug, ...]:
        """Every drug word, in order, none overlapping another."""
        found = self._book.find(doc.tokens)
        if not found:
            return ()
        around = _Around(doc, self._cues, self._light)
        matches = [m for m in (self._reread(doc, m, around) for m in found) if m is not None]
        matches = [m for m in matches if not self._person(doc, m, around)]
        accepted = [
            m for m in matches if m.payload.needs is Needs.NONE or self._proved(doc, m, around)
        ]
        accepted = _with_listed(doc.tokens, matches, accepted)
        return tuple(self._drug(doc, m, around) for m in accepted)

    def _reread(self, doc: Document, match: Match[_Entry], around: _Around) -> Match[_Entry] | None:
        """A drug; or an innocent phrase that a word of supply before it makes a drug.

        ``smoking crack in the alley`` holds the innocent ``crack in the``.
        """
        if match.payload.drug:
            return match
        inside = self._bare.find(doc.tokens[match.first : match.last])
        if not inside or inside[0].first != match.first or inside[0].last == match.last:
            return None
        return inside[0] if around.follows_tight(inside[0]) else None

    def _person(self, doc: Document, match: Match[_Entry], around: _Around) -> bool:
        """Whether a word such as ``charlie`` names somebody here."""
        if doc.folded[match.start : match.end] not in self._given:
            return False
        return around.starts("doing", match.last) or around.ends("namer", match.first)

    def _proved(self, doc: Document, match: Match[_Entry], around: _Around) -> bool:
        if match.payload.adjective and self._noun_follows(doc.tokens, match):
            return False
        if match.payload.needs is Needs.TIGHT:
            return around.follows_tight(match)
        if match.payload.needs is Needs.DRUG:
            return around.near(match, "trade", _NEAR)
        return (
            around.near(match, "supply", _NEAR)
            or around.follows_tight(match)
            or around.priced(match)
        )

    def _noun_follows(self, tokens: Sequence[Token], match: Match[_Entry]) -> bool:
        if not match.payload.adjective or match.last >= len(tokens):
            return False
        after = tokens[match.last]
        return after.lower[0].isalpha() and after.lower not in self._followers

    def _drug(self, doc: Document, match: Match[_Entry], around: _Around) -> Drug:
        start = around.colour_before(match) if match.payload.colour else match.start
        return Drug(
            start=start, end=match.end, text=doc.text[start : match.end],
            rule=f"drug.{match.payload.needs}", drug=match.payload.drug,
        )  # fmt: skip


class _Around:
    """Where the words of evidence stand in one document."""

    def __init__(
        self, doc: Document, books: dict[str, PhraseBook[str]], light: frozenset[str]
    ) -> None:
        self._light = light
        self._tokens = doc.tokens
        self._sentence = sentence_of(doc)
        self._found = {name: book.find(doc.tokens) for name, book in books.items()}
        self._tight = {m.last for m in self._found["tight"]}
        self._colour = {m.last: m.start for m in self._found["colour"]}

    def near(self, match: Match[_Entry], name: str, reach: int) -> bool:
        """Whether a cue stands within ``reach`` tokens, in the same sentence, outside it."""
        at = self._sentence[match.first]
        return any(
            m.first < match.last + reach and match.first - reach < m.last
            and (m.last <= match.first or match.last <= m.first)
            and self._sentence[m.first] == at
            for m in self._found[name]
        )  # fmt: skip

    def starts(self, name: str, at: int) -> bool:
        """Whether a cue begins at this token."""
        return any(m.first == at for m in self._found[name])

    def ends(self, name: str, at: int) -> bool:
        """Whether a cue ends straight before this token."""
        return any(m.last == at for m in self._found[name])

    def priced(self, match: Match[_Entry]) -> bool:
        """Whether money stands within a few tokens."""
        before = self._tokens[max(0, match.first - 2) : match.first]
        if len(before) == 2 and before[0].lower.isdigit() and before[1].lower in {"a", "per"}:
            return True
        near = self._tokens[max(0, match.first - _BESIDE) : match.last + _BESIDE]
        return any(token.lower in _MONEY for token in near)

    def follows_tight(self, match: Match[_Entry]) -> bool:
        """Whether a word of supply or quantity stands straight before."""
        at = match.first
        for _ in range(3):
            if at in self._tight:
                return True
            if not at or not self._passes(self._tokens[at - 1]):
                return False
            at -= 1
        return at in self._tight

    def _passes(self, token: Token) -> bool:
        return (
            token.index + 1 in self._colour
            or token.lower in self._light
            or token.lower[0].isdigit()
        )

    def colour_before(self, match: Match[_Entry]) -> int:
        """Where the name begins, a colour in front included."""
        return self._colour.get(match.first, match.start)


def _with_listed(
    tokens: Sequence[Token],
    matches: list[Match[_Entry]],
    accepted: list[Match[_Entry]],
) -> list[Match[_Entry]]:
    """The accepted matches and those listed beside one (``crack and brown``)."""
    taken = {m.first for m in accepted}
    for order in (matches, matches[::-1]):
        for one, other in pairwise(order):
            left, right = sorted((one, other), key=lambda m: m.first)
            gap = tokens[left.last : right.first]
            joined = 0 < len(gap) <= 2 and all(t.lower in _JOINS for t in gap)
            if one.first in taken and joined:
                taken.add(other.first)
    return [m for m in matches if m.first in taken]
