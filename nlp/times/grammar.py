"""How are items put together by a table of patterns?

A rule has a pattern over the kinds of items and a builder that makes fewer items of those
it matched. Rules are tried in the order of their table, each over the whole row of items
once, so that the work grows with the text only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.document import Document
from nlp.times.direction import Direction
from nlp.times.kinds import Item, Kind, pattern
from nlp.times.lexicon import Lexicon, Tense


@dataclass(frozen=True, slots=True)
class Scene:
    """What builders may look at beside their items."""

    doc: Document
    lexicon: Lexicon
    direction: Direction

    def before(self, item: Item, count: int = 1) -> str:
        """The word ``count`` tokens before an item, or ""."""
        at = item.first - count
        return self.doc.tokens[at].lower if at >= 0 else ""

    def after(self, item: Item, count: int = 1) -> str:
        """The word ``count`` tokens after an item, or ""."""
        at = item.last + count - 1
        return self.doc.tokens[at].lower if at < len(self.doc.tokens) else ""

    def led(self, item: Item, table: str, count: int = 1) -> bool:
        """Whether the word ``count`` tokens before an item is in a table of cues."""
        return self.lexicon.has(table, self.before(item, count))

    def followed(self, item: Item, table: str) -> bool:
        """Whether the word after an item is in a table of cues."""
        return self.lexicon.has(table, self.after(item))

    def tense(self, items: Sequence[Item]) -> Tense:
        """What the verb nearest to a row of items says."""
        return self.direction.tense(items[0].first, items[-1].last)


type Build = Callable[[Sequence[Item], Scene], Sequence[Item] | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what to make of what it matches; None from ``build`` leaves it."""

    name: str
    shape: re.Pattern[str]
    build: Build


def rule(name: str, shape: str, build: Build) -> Rule:
    """A rule whose pattern is written with names of kinds."""
    return Rule(name, pattern(shape), build)


def rewrite(items: list[Item], rules: Sequence[Rule], scene: Scene) -> list[Item]:
    """The items after each rule in turn has been applied once, from left to right."""
    kinds = "".join([item.kind for item in items])
    for one in rules:
        if not one.shape.search(kinds):
            continue
        items = _apply(items, kinds, one, scene)
        kinds = "".join([item.kind for item in items])
    return items


def _apply(items: list[Item], kinds: str, one: Rule, scene: Scene) -> list[Item]:
    made: list[Item] = []
    at = 0
    for match in one.shape.finditer(kinds):
        if match.start() == match.end():
            continue
        built = one.build(items[match.start() : match.end()], scene)
        if built is None:
            continue
        made += items[at : match.start()]
        made += built
        at = match.end()
    return made + items[at:]


def join(kind: Kind, items: Sequence[Item], value: object, name: str) -> list[Item]:
    """One item over all of a row."""
    return [Item(kind, items[0].first, items[-1].last, value, name)]


def only[V](items: Sequence[Item], kind: type[V]) -> list[V]:
    """The values of a row that are of a type."""
    return [item.value for item in items if isinstance(item.value, kind)]


def of(items: Sequence[Item], *kinds: Kind) -> list[Item]:
    """The items of a row that are of some kinds."""
    return [item for item in items if item.kind in kinds]
