"""How phrases of a vocabulary are found in tokens: longest first, in time linear in the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

    def lay(self, name: str, root: _Node[dict[str, P]]) -> None:
        """Lay the phrases into a tree of several books, each payload under the book's name."""
        pairs = [(self._root, root)]
        while pairs:
            own, shared = pairs.pop()
            if own.payload is not None:
                shared.payload = {**(shared.payload or {}), name: own.payload}
            for key, node in own.following.items():
                pairs.append((node, shared.following.setdefault(key, _Node())))

    def find(self, tokens: Sequence[Token]) -> list[Match[P]]:
        """Every longest phrase, from left to right, none overlapping another."""
        found: list[Match[P]] = []
        free = 0
        last = len(tokens) - 1
        beginnings = self._root.following
        for at in [n for n, t in enumerate(tokens) if t.key in beginnings]:
            node = beginnings[tokens[at].key]
            # Most beginnings go no further: see that before looking for the longest.
            if node.payload is None and (
                at == last or ((key := tokens[at + 1].key) and key not in node.following)
            ):
                continue
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


class PhraseShelf[P]:
    """Many books that are searched together: each word is looked up once for all of them.

    Most words begin no phrase of most books, and a text meets dozens of books.
    """

    def __init__(self, books: Mapping[str, PhraseBook[P]]) -> None:
        self.books = dict(books)
        self._root: _Node[dict[str, P]] = _Node()
        for name, book in self.books.items():
            book.lay(name, self._root)

    def find(self, tokens: Sequence[Token]) -> dict[str, list[Match[P]]]:
        """What `PhraseBook.find` gives for each book in which there is anything."""
        found: dict[str, list[Match[P]]] = {}
        free: dict[str, int] = {}
        beginnings = self._root.following
        for at, token in enumerate(tokens):
            if (node := beginnings.get(token.key)) is None:
                continue
            for name, (last, payload) in _longest_each(node, tokens, at).items():
                if at >= free.get(name, 0):
                    end = tokens[last]
                    match = Match(token.index, end.index + 1, token.start, end.end, payload)
                    found.setdefault(name, []).append(match)
                    free[name] = at + match.last - match.first
        return found


def _longest_each[P](
    node: _Node[dict[str, P]], tokens: Sequence[Token], at: int
) -> dict[str, tuple[int, P]]:
    """For each book that has a phrase here the last token of its longest one, and its payload."""
    best: dict[str, tuple[int, P]] = {}
    step, count = at, len(tokens)
    while True:
        for name, payload in (node.payload or {}).items():
            best[name] = (step, payload)
        step += 1
        while step < count and not tokens[step].key:
            step += 1
        if step == count or (further := node.following.get(tokens[step].key)) is None:
            return best
        node = further
