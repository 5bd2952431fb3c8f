"""Which expressions of time stand in a text, and what does each say?"""

from __future__ import annotations

from nlp.document import Document
from nlp.times.atoms import scan
from nlp.times.clocks import CLOCKS
from nlp.times.days import DAYS, TIMED
from nlp.times.direction import Direction
from nlp.times.grammar import Scene, rewrite
from nlp.times.joins import JOINS
from nlp.times.kinds import Item, Kind
from nlp.times.lengths import INSTANTS, LENGTHS
from nlp.times.lexicon import Lexicon
from nlp.times.offsets import EARLY, OFFSETS
from nlp.times.recurrences import ABSORB, HABITS
from nlp.times.relative import APART, BESIDE
from nlp.times.spoken import LOOSE, SPOKEN
from nlp.times.weeks import WEEKS

_FINAL = frozenset(
    {
        Kind.NOW,
        Kind.JUST_NOW,
        Kind.BARE_NOW,
        Kind.VAGUE,
        Kind.INSTANT,
        Kind.DAY,
        Kind.WHEN,
        Kind.WINDOW,
        Kind.HABIT,
    }
)
_RULES = (
    *LENGTHS, *EARLY, *BESIDE, *SPOKEN, *CLOCKS, *HABITS, *DAYS, *WEEKS, *INSTANTS, *TIMED,
    *OFFSETS, *ABSORB, *APART, *JOINS, *ABSORB, *LOOSE,
)  # fmt: skip


def parse(doc: Document, lexicon: Lexicon, direction: Direction) -> list[Item]:
    """The expressions of a text in order, none overlapping another, as said."""
    scene = Scene(doc, lexicon, direction)
    items = scan(doc, lexicon)
    items = rewrite(items, _RULES, scene)
    return [item for item in items if item.kind in _FINAL and item.first < item.last]
