"""Does a "now" in the text mean the moment of writing?"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.document import Document
from nlp.times.direction import Direction
from nlp.times.kinds import Item
from nlp.times.lexicon import Lexicon, Tense

# A clause may be as long as the text; what stands further off does not bear on a "now".
_REACH = 40


def means_now(item: Item, doc: Document, direction: Direction, lexicon: Lexicon) -> bool:
    """Whether a bare "now" is the moment of writing.

    It is not in a plea (``call me now``), before a state of these days (``is now living
    at``), after a length (``two years now``) or beside a past verb.
    """
    clause = doc.clauses[doc.tokens[item.first].clause]
    first, last = max(clause.first, item.first - _REACH), min(clause.last, item.last + _REACH)
    before = [t.lower for t in doc.tokens[first : item.first]]
    after = [t.lower for t in doc.tokens[item.last : last]]
    if _is_plea(before, after, lexicon):
        return False
    if _heads_state(before, after, lexicon):
        return False
    being = any(lexicon.has("being", word) for word in before + after)
    if after and after[0].endswith("ing") and before and lexicon.has("being", before[-1]):
        return True
    tense = direction.tense(item.first, item.last)
    if not before:
        return not after or lexicon.has("now_subject", after[0]) or tense is Tense.PROGRESSIVE
    return tense in (Tense.PROGRESSIVE, Tense.NONE) or being


def _heads_state(before: Sequence[str], after: Sequence[str], lexicon: Lexicon) -> bool:
    if after and lexicon.has("state", after[0]):
        return True
    return bool(before) and (
        lexicon.has("state", before[-1]) or lexicon.has("before_now", before[-1])
    )


def _is_plea(before: Sequence[str], after: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the clause begins with, or leads up to "now" by, a request of the sender."""
    lead = [word for word in before if word[:1].isalpha()]
    opens = bool(lead) and lexicon.has("plea_opening", lead[0])
    asked = bool(lead) and lexicon.has("plea", lead[0])
    if asked or (opens and any(lexicon.has("plea", word) for word in lead[1:4])):
        return not any(lexicon.has("being", word) for word in lead[1:])
    return bool(after) and lexicon.has("please", after[0])


def is_loose_now(item: Item, doc: Document, lexicon: Lexicon) -> bool:
    """Whether a word for now may mean these days: ``every night at the minute``."""
    words = " ".join(token.lower for token in doc.tokens[item.first : item.last])
    return lexicon.has("loose_now", words)


def is_cash_machine(item: Item, doc: Document, lexicon: Lexicon) -> bool:
    """Whether ``atm`` is a machine: ``outside the atm``."""
    if doc.tokens[item.first].lower not in lexicon.sets["at_the_moment_or_machine"]:
        return False
    before = doc.tokens[item.first - 1].lower if item.first else ""
    return lexicon.has("machine", before)
