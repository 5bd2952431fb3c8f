"""Does a "now" in the text mean the moment of writing?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core.analysis import TimeKind
from nlp.document import Document, Token
from nlp.times.direction import Direction
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Lexicon, Tense
from nlp.times.stated import Value

# A clause may be as long as the text; what stands further off does not bear on a "now".
_REACH = 40
_CLOSE = 7


def now_of(
    item: Item, doc: Document, direction: Direction, lexicon: Lexicon, *, beside: bool
) -> Value | None:
    """The value of a word for now, or None where it is no time.

    Args:
        item: the word or words.
        doc: the message.
        direction: the tenses of the message.
        lexicon: the vocabulary.
        beside: whether a habit stands in the same clause.
    """
    if beside and item.kind is Kind.NOW and is_loose_now(item, doc, lexicon):
        return Value(TimeKind.VAGUE, "these_days")
    if item.kind is Kind.NOW and is_denied(item, doc, lexicon):
        return None
    if is_cash_machine(item, doc, lexicon):
        return None
    bare = item.kind is Kind.BARE_NOW
    if bare and (beside or not means_now(item, doc, direction, lexicon)):
        return None
    return Value(TimeKind.NOW, item.kind.name.lower())


def means_now(item: Item, doc: Document, direction: Direction, lexicon: Lexicon) -> bool:
    """Whether a bare "now" is the moment of writing.

    It is not in a plea (``call me now``), before a state of these days (``is now living
    at``), after a length (``two years now``) or beside a past verb.
    """
    clause = doc.clauses[doc.tokens[item.first].clause]
    first, last = max(clause.first, item.first - _REACH), min(clause.last, item.last + _REACH)
    before = _after_comma([t.lower for t in doc.tokens[first : item.first]])
    after = [t.lower for t in doc.tokens[item.last : last]]
    joined = all(lexicon.has("joining", word) for word in before)
    if _is_refused(before, lexicon) or (joined and _is_grave(after, lexicon)):
        return True
    if _is_plea(before, after, lexicon):
        return False
    if _heads_state(before, after, lexicon):
        return False
    if after and after[0].endswith("ing") and before and lexicon.has("being", before[-1]):
        return True
    if _is_settled(before, after, lexicon):
        return False
    tense = direction.tense(item.first, item.last)
    if tense in (Tense.PAST, Tense.FUTURE) and not any(lexicon.has("being", w) for w in before):
        return False
    if joined:
        return not after or _opens_scene(after, lexicon)
    if any(_goes_on(word, lexicon) for word in before):
        return True
    if _is_scene(before, after, lexicon, tense):
        return True
    return _lacks_ending(doc.tokens[first : item.first], lexicon)


def _after_comma(before: list[str]) -> list[str]:
    """``Please come, now they are inside``: the words of its own part only."""
    return [] if before[-1:] == [","] else before


def _is_grave(after: Sequence[str], lexicon: Lexicon) -> bool:
    """``now he wont talk``, ``now shes not breathing``: what fails somebody at this moment."""
    if not after or not lexicon.has("now_subject", after[0]):
        return False
    fails = any(lexicon.has("denied", w) or lexicon.has("refusing", w) for w in after[1:5])
    return fails and any(lexicon.has("grave", word) for word in after[1:])


def _is_refused(before: Sequence[str], lexicon: Lexicon) -> bool:
    """``he won't let us leave now``: said of others, of life and limb."""
    near = before[-_CLOSE:]
    fails = any(lexicon.has("refusing", word) for word in near)
    return fails and any(lexicon.has("grave", w) and not lexicon.has("settled", w) for w in near)


def _is_settled(before: Sequence[str], after: Sequence[str], lexicon: Lexicon) -> bool:
    """``it's over now``, ``not happening now``: a state of these days, or a denial."""
    words = (*before[-6:], *after[:2])
    if any(lexicon.has("grave", w) and not lexicon.has("settled", w) for w in words):
        return False
    between = after[:1] and lexicon.has("near_scene", after[0])
    if between and before and lexicon.has("being", before[-1]):
        return True
    denied = any(lexicon.has("denied", word) for word in before[-6:])
    return denied or any(lexicon.has("settled", word) for word in before[-4:])


def _opens_scene(after: Sequence[str], lexicon: Lexicon) -> bool:
    """``Now they are fighting``; not ``Now I'm not saying`` or ``Now there's two of them``."""
    if not lexicon.has("now_subject", after[0]):
        return False
    if any(lexicon.has("denied", w) for w in after[:4]):
        return False
    return any(
        lexicon.has("on_scene", w) or lexicon.has("refusing", w) or _goes_on(w, lexicon)
        for w in after[1:]
    )


def _is_scene(before: Sequence[str], after: Sequence[str], lexicon: Lexicon, tense: Tense) -> bool:
    """Whether the words around show somebody doing something or being somewhere."""
    words = (*before, *after)
    if any(lexicon.has("on_scene", word) for word in words):
        return True
    if any(_goes_on(word, lexicon) for word in words):
        return tense is not Tense.PRESENT
    own = any(lexicon.has("first_person", word) for word in words)
    if own and any(lexicon.has("perceive", word) for word in words):
        return True
    being = any(lexicon.has("being", word) for word in before)
    being = being or (tense is Tense.NONE and any(lexicon.has("noted", word) for word in before))
    near = any(lexicon.has("near_scene", word) for word in before)
    return being and near and tense is not Tense.PRESENT


def _goes_on(word: str, lexicon: Lexicon) -> bool:
    """``selling``, ``sellin``, ``kickin``: a form in -ing, as typed."""
    if len(word) < 4 or not word.endswith(("ing", "in", "in'")):
        return False
    known = word in lexicon.shapes["not_progressive"] or word in lexicon.sets["state"]
    return not known and not lexicon.has("in_ending", word)


def _lacks_ending(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """``he leave by the stairs now``: a present of one who speaks another language first."""
    pairs = pairwise(tokens)
    return any(lexicon.has("third", a.lower) and b.tag in ("VB", "VBP") for a, b in pairs)


def _heads_state(before: Sequence[str], after: Sequence[str], lexicon: Lexicon) -> bool:
    if after and lexicon.has("state", after[0]):
        return True
    return bool(before) and (
        lexicon.has("state", before[-1]) or lexicon.has("before_now", before[-1])
    )


def _is_plea(before: Sequence[str], after: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the clause begins with, or leads up to "now" by, a request of the sender."""
    lead = [word for word in before if word[:1].isalpha()]
    if _is_advert(_part(before), lexicon):
        return True
    opens = bool(lead) and lexicon.has("plea_opening", lead[0])
    asked = bool(lead) and lexicon.has("plea", lead[0])
    if asked or (opens and any(lexicon.has("plea", word) for word in lead[1:4])):
        return not any(lexicon.has("being", word) for word in lead[1:])
    return bool(after) and lexicon.has("please", after[0])


def _part(before: Sequence[str]) -> list[str]:
    """The words after the last comma."""
    words: list[str] = []
    for word in before:
        words = [] if word == "," else [*words, word]
    return words


def _is_advert(lead: Sequence[str], lexicon: Lexicon) -> bool:
    """``order now``, ``sign up now``: asked of everybody, by nobody on the scene."""
    if any(lexicon.has("being", word) or lexicon.has("others", word) for word in lead[-4:]):
        return False
    last = lead[-1:]
    if last and lexicon.has("advert_particle", last[0]):
        last = lead[-2:-1]
    return bool(last) and lexicon.has("advert", last[0])


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


def is_denied(item: Item, doc: Document, lexicon: Lexicon) -> bool:
    """Whether a loose word for now is denied: ``he's not dealing at the minute``."""
    if not is_loose_now(item, doc, lexicon):
        return False
    clause = doc.clauses[doc.tokens[item.first].clause]
    before = [t.lower for t in doc.tokens[max(clause.first, item.first - 6) : item.first]]
    if any(lexicon.has("grave", word) for word in before):
        return False
    return any(lexicon.has("denied", word) for word in before)
