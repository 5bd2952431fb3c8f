"""Is a number no hour, or a day only a thing's name: ``4 on 1``, ``yesterday's clothes``?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Lexicon
from nlp.times.values import Edge, When, Window

# "Why would anybody want one at seven": the question opens so many words before at most.
_ASKED = 12
# "Dont pick up after 11": the denial stands so many words before at most.
_DENIED = 3


def is_other_sense(
    item: Item, lead: str, before: Sequence[str], after: Sequence[str], lexicon: Lexicon
) -> bool:
    """Whether an expression counts, names a thing, or is said of any day at all.

    Args:
        item: the expression.
        lead: its first word.
        before: the words of the clause before it.
        after: those behind it.
        lexicon: the vocabulary.
    """
    if item.kind is Kind.WINDOW and _is_count(lead, before, lexicon):
        return True
    if item.kind is Kind.DAY and after and lexicon.has("named_after_day", after[0]):
        return True
    if _is_errand(item, lead, before, lexicon) or _is_service(item, before, lexicon):
        return True
    return " ".join(after[:2]) in lexicon.sets["whatever_day"] or _is_length_of_visit(item, before)


def is_wondered(before: Sequence[str], lexicon: Lexicon) -> bool:
    """``why would a grown man want one at seven``: nothing that happened."""
    near = before[-_ASKED:]
    return any(" ".join(pair) in lexicon.sets["wondering"] for pair in pairwise(near))


def is_refused_after(item: Item, before: Sequence[str], lexicon: Lexicon) -> bool:
    """``dont pick up after 11``: then nothing happens."""
    value = item.value
    window = value.window if isinstance(value, When) else value
    if not isinstance(window, Window) or window.edge is not Edge.AFTER:
        return False
    return any(lexicon.has("does_not", word) for word in before[-_DENIED:])


def _is_count(lead: str, before: Sequence[str], lexicon: Lexicon) -> bool:
    """``queue of about 6``, ``4 on 1``."""
    leads = lead == "on" or lexicon.has("rough", lead)
    near = [*before[-2:], lead] if leads else before[-2:]
    if len(near) < 2:
        return False
    if near[-1] == "on":
        return near[-2].isdigit()
    return near[-2] == "of" and lexicon.has("rough", near[-1])


def _is_length_of_visit(item: Item, before: Sequence[str]) -> bool:
    """``in and out in a minute``."""
    return item.kind is Kind.INSTANT and list(before[-3:]) in (
        ["in", "and", "out"],
        ["and", "out", "in"],
    )


def _is_errand(item: Item, lead: str, before: Sequence[str], lexicon: Lexicon) -> bool:
    """``does the school run``: what is done, and not when."""
    done = bool(before) and lexicon.has("errand", before[-1])
    return done and item.kind is Kind.HABIT and lexicon.has("article", lead)


def _is_service(item: Item, before: Sequence[str], lexicon: Lexicon) -> bool:
    """``train due in 6 mins``: when the sender is gone."""
    near = before[-3:]
    due = any(lexicon.has("due", word) for word in near[1:])
    return item.kind is Kind.INSTANT and due and lexicon.has("scheduled", near[0])
