"""Where the clauses of a text begin and end: the stretches that share one time and polarity.

Marks and new lines end a clause; so do conjunctions that a subject or verb follows. People
who type without marks still begin each statement with its subject, so a subject after a
stretch that has its verb already begins a clause too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from nlp.document import Clause, Token
from nlp.vocabulary import read_vocabulary

_ENDS = frozenset(".!?;\n:\u2026|")
_BE = frozenset({"is", "are", "has", "isnt", "isn't"})
"""After any word these are its verb: "and Josh is", ", smoke is"."""
_LONGEST = 80
"""A longer stretch is cut here, so that rules may look through a clause in linear time."""
_REACH = 4
"""How many words a subject may have before its verb: "the other big lad is"."""


class _Words:
    """The word classes of `clauses.toml`."""

    def __init__(self) -> None:
        book = read_vocabulary(Path(__file__).with_name("clauses.toml"))

        def words(name: str) -> frozenset[str]:
            rows = book.rows(name, needs=frozenset({"words"}))
            return frozenset(word for row in rows for word in row["words"])

        self.openers = words("opener")
        self.joiners = words("joiner")
        self.fixed = words("fixed")
        self.subjects = words("subject")
        self.maybes = words("maybe")
        self.verbs = words("verb")
        self.carriers = words("carrier")
        self.things = words("thing")
        self.objects = words("object")
        self.tellings = words("telling")

    def is_verb(self, word: str) -> bool:
        """Whether a word is a verb by the list or by its ending."""
        if word in self.verbs:
            return True
        return len(word) > 4 and word.endswith(("ing", "ed")) and word not in self.things


@cache
def _words() -> _Words:
    return _Words()


def is_verb_like(word: str) -> bool:
    """Whether a folded word is a verb by the list or by its ending."""
    return _words().is_verb(word)


def cut_clauses(folded: str, tokens: Sequence[Token]) -> list[Clause]:
    """Clauses that cover all tokens in order; at least one where there is a token.

    Args:
        folded: the folded text that the tokens index.
        tokens: words and marks in order.
    """
    words = _words()
    clauses: list[Clause] = []
    first = 0
    has_verb = False
    for index in range(1, len(tokens) + 1):
        before = tokens[index - 1].lower
        has_verb = has_verb or before in words.subjects or words.is_verb(before)
        full = index - first >= _LONGEST or index == len(tokens)
        if not full and not _breaks(folded, tokens, index, has_verb=has_verb):
            continue
        start, end = tokens[first].start, tokens[index - 1].end
        clauses.append(Clause(len(clauses), start, end, first, index))
        first = index
        has_verb = False
    return clauses


def _breaks(folded: str, tokens: Sequence[Token], index: int, *, has_verb: bool) -> bool:
    before, token = tokens[index - 1], tokens[index]
    if "\n" in folded[before.end : token.start]:
        return True
    if before.lower in _ENDS and before.end < token.start:
        return True
    if before.lower in "!?" and token.lower not in _ENDS and token.lower.isalnum():
        return True
    if before.lower == "-" and before.end < token.start and _spaced(folded, before):
        return True
    words = _words()
    if token.lower in words.openers:
        return before.lower not in words.fixed
    if token.lower in words.joiners:
        return before.lower not in words.fixed and _statement(tokens, index + 1)
    if not has_verb or _carried(tokens, index):
        return False
    if token.lower in words.subjects:
        return True
    return before.lower == "," and _statement(tokens, index)


def _spaced(folded: str, mark: Token) -> bool:
    return mark.start > 0 and folded[mark.start - 1] == " "


def _carried(tokens: Sequence[Token], index: int) -> bool:
    """Whether the word before, or the one before its short object, takes a clause."""
    words = _words()
    if tokens[index - 1].lower in words.carriers:
        return True
    if index < 2 or tokens[index - 1].lower not in words.objects:
        return False
    return tokens[index - 2].lower in words.tellings


def _statement(tokens: Sequence[Token], index: int) -> bool:
    """Whether a subject with its verb, or a verb of its own, stands at ``index``."""
    if index >= len(tokens):
        return False
    words = _words()
    head = tokens[index].lower
    if head in words.joiners:
        return index + 1 < len(tokens) and tokens[index + 1].lower in words.subjects
    if head in words.subjects or head in {"now", "still"}:
        return True
    if head in words.verbs:
        return True
    if index + 1 < len(tokens) and tokens[index + 1].lower in _BE:
        return True
    if head not in words.maybes:
        return False
    following = tokens[index + 1 : index + 1 + _REACH]
    return any(words.is_verb(word.lower) for word in following)
