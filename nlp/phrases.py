"""How phrases of a vocabulary are found in tokens: longest first, in time linear in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nlp.document import Token
from nlp.tokens import cut_words, key_of


@dataclass(frozen=True, slots=True)
class Match[P]:
    """A phrase found: tokens ``[first, last)``, code points ``[start, end)``, its payload."""

    first: int
    last: int
    start: int
    end: int
    payload: P


@dataclass(slots=True)
class _Node[P]:
    following: dict[str, _Node[P]] = field(default_factory=dict)
    payload: P | None = None


class PhraseBook[P]:
    """Phrases with a payload each.

    Apostrophes and hyphens count for nothing: ``won't`` and ``wont``, ``pick-up`` and
    ``pick up`` are one phrase, since people type both.
    """

    def __init__(self, phrases: Iterable[tuple[str, P]]) -> None:
        self._root: _Node[P] = _Node()
        for phrase, payload in phrases:
            node = self._root
            for start, end in cut_words(phrase):
                if key := key_of(phrase[start:end]):
                    node = node.following.setdefault(key, _Node())
            node.payload = payload

    def find(self, tokens: Sequence[Token]) -> list[Match[P]]:
        """Every longest phrase, from left to right, none overlapping another."""
        beginnings = self._root.following
        found: list[Match[P]] = []
        free = 0
        # Most words begin no phrase of a book, and a text meets a hundred books.
        for at in [n for n, token in enumerate(tokens) if token.key in beginnings]:
            if at >= free and (match := self._longest(tokens, at)) is not None:
                found.append(match)
                free = at + match.last - match.first
        return found

    def _longest(self, tokens: Sequence[Token], at: int) -> Match[P] | None:
        node, best = self._root, None
        for step in range(at, len(tokens)):
            key = tokens[step].key
            if not key:
                continue
            following = node.following.get(key)
            if following is None:
                break
            node = following
            if node.payload is not None:
                first, last = tokens[at], tokens[step]
                best = Match(first.index, last.index + 1, first.start, last.end, node.payload)
        return best
