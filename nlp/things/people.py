"""Which stretches of a text name a person, by name or nickname, with or without capitals.

Whose side the person is on is no question here: sender, suspect and victim are all found.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.analysis import Person
from nlp.document import Document, Token
from nlp.phrases import Match, PhraseBook
from nlp.things.sentences import without_overlaps
from nlp.vocabulary import Vocabulary, read_vocabulary

_TABLES = ("namer", "relation", "title")
_LONGEST = 3
"""Words of one name that are taken at most."""


def _words(vocabulary: Vocabulary, name: str) -> list[str]:
    rows = vocabulary.rows(name, needs=frozenset({"words"}))
    return [word for row in rows for word in row["words"]]


def given_names() -> frozenset[str]:
    """Given names in lower case, those that are common words too among them."""
    vocabulary = read_vocabulary(Path(__file__).with_name("people.toml"))
    return frozenset((*_words(vocabulary, "given"), *_words(vocabulary, "common")))


class PersonFinder:
    """Finds names of people by cue and by given name."""

    def __init__(self) -> None:
        vocabulary = read_vocabulary(Path(__file__).with_name("people.toml"))
        self._given = frozenset(_words(vocabulary, "given"))
        self._common = frozenset(_words(vocabulary, "common"))
        self._never = frozenset(_words(vocabulary, "never"))
        self._doing = frozenset(_words(vocabulary, "doing"))
        self._tails = frozenset(_words(vocabulary, "place_tail"))
        self._months = frozenset(_words(vocabulary, "month"))
        self._formal = frozenset(_words(vocabulary, "formal"))
        self._bynames = frozenset(_words(vocabulary, "byname"))
        self._prepositions = frozenset(_words(vocabulary, "preposition"))
        self._cues = PhraseBook(
            (word, table) for table in _TABLES for word in _words(vocabulary, table)
        )

    def find(self, doc: Document) -> tuple[Person, ...]:
        """Every name, in order, none overlapping another."""
        shouted = doc.text.isupper()
        spans = without_overlaps(
            (
                *self._cued(doc, shouted=shouted),
                *self._by_given(doc, shouted=shouted),
            )
        )
        return tuple(Person(start=s, end=e, text=doc.text[s:e], rule=rule) for s, e, rule in spans)

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is a given name and no common word."""
        return word in self._given

    def _cued(self, doc: Document, *, shouted: bool) -> Iterator[tuple[int, int, str]]:
        for cue in self._cues.find(doc.tokens):
            at = cue.last
            if cue.payload == "namer" and self._word_at(
                doc, at, {"is", "a", "mr", "mrs", "'", '"'}
            ):
                at += 1
            if at >= len(doc.tokens) or not self._same_line(doc, cue.last, at):
                continue
            token = doc.tokens[at]
            if token.lower in self._never or not self._follows(doc, cue, token, shouted=shouted):
                continue
            byname = doc.folded[cue.start : cue.end] in self._bynames
            start = cue.start if cue.payload == "title" and byname else token.start
            yield start, self._extend(doc, at, shouted=shouted), f"cue.{cue.payload}"

    def _follows(self, doc: Document, cue: Match[str], token: Token, *, shouted: bool) -> bool:
        """Whether the word after a cue can be a name there."""
        known = token.lower in self._given or token.lower in self._common
        capital = _capital(token) and not shouted
        word = token.lower.isalpha() and len(token.lower) > 1
        said = doc.folded[cue.start : cue.end]
        if cue.payload == "title":
            strict = said not in self._formal | self._bynames
            return known or (capital and not strict) or (word and said in self._formal)
        return known or capital or (word and cue.payload == "namer")

    def _word_at(self, doc: Document, at: int, words: set[str]) -> bool:
        return at < len(doc.tokens) and doc.tokens[at].lower in words

    def _same_line(self, doc: Document, first: int, at: int) -> bool:
        gap = doc.text[doc.tokens[first - 1].end : doc.tokens[at].start]
        return "\n" not in gap and "." not in gap.strip(".")

    def _by_given(self, doc: Document, *, shouted: bool) -> Iterator[tuple[int, int, str]]:
        at = 0
        while at < len(doc.tokens):
            if self._is_given(doc, at, shouted=shouted):
                end = self._extend(doc, at, shouted=shouted)
                yield doc.tokens[at].start, end, "given"
                while at < len(doc.tokens) and doc.tokens[at].start < end:
                    at += 1
            else:
                at += 1

    def _is_given(self, doc: Document, at: int, *, shouted: bool) -> bool:
        token = doc.tokens[at]
        word = token.lower.removesuffix("'s")
        capital = _capital(token) and not shouted
        if word in self._given:
            return not self._before_tail(doc, at)
        if word not in self._common:
            return False
        if word in self._months or self._before_tail(doc, at):
            return False
        if at + 1 == len(doc.tokens):
            return capital and self._inside(doc, at) and self._unplaced(doc, at)
        after = doc.tokens[at + 1]
        if capital and _capital(after) and doc.folded[token.end : after.start] == " ":
            return after.lower not in self._never and self._unplaced(doc, at)
        if capital and self._inside(doc, at):
            return self._unplaced(doc, at)
        return after.lower in self._doing and after.lower.endswith("s") and not (
            self._inside(doc, at) or after.lower in {"is", "was", "has", "does"}
        )  # fmt: skip

    def _before_tail(self, doc: Document, at: int) -> bool:
        return any(
            token.lower in self._tails
            for token in doc.tokens[at + 1 : at + 3]
            if token.clause == doc.tokens[at].clause
        ) and (doc.tokens[at + 1].lower in self._tails or _capital(doc.tokens[at + 1]))

    def _inside(self, doc: Document, at: int) -> bool:
        """Whether a token stands inside a sentence, where only names have capitals."""
        return at > 0 and doc.tokens[at - 1].lower not in {".", "!", "?", ":"}

    def _unplaced(self, doc: Document, at: int) -> bool:
        return at == 0 or not (
            doc.tokens[at - 1].lower in self._prepositions or _capital(doc.tokens[at - 1])
        )

    def _extend(self, doc: Document, at: int, *, shouted: bool) -> int:
        """Where the name that begins at a token ends: surnames and single letters go with it."""
        end = _bare_end(doc.tokens[at])
        for step in range(at + 1, min(at + _LONGEST, len(doc.tokens))):
            token, before = doc.tokens[step], doc.tokens[step - 1]
            gap = doc.text[before.end : token.start]
            if before.lower.endswith("'s"):
                break
            if gap not in {" ", ""} or token.lower in self._tails or token.lower in self._never:
                break
            initial = len(token.lower) == 1 and token.lower.isalpha() and token.lower not in "aixu"
            surname = _capital(token) and not shouted and token.lower.isalpha()
            apart = before.lower.isalpha() and gap == " "
            if not (apart and (initial or (surname and _capital(doc.tokens[at])))):
                break
            end = _bare_end(token)
        return end


def _capital(token: Token) -> bool:
    return token.text[:1].isupper() and (len(token.text) == 1 or not token.text[1:].isupper())


def _bare_end(token: Token) -> int:
    return token.end - 2 if token.lower.endswith("'s") else token.end
