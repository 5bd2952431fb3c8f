"""How phrases with slots are written out: "lock {him} in" stands for one phrase a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from nlp.vocabulary import Vocabulary, VocabularyError

_SLOT = re.compile(r"\{(\w{1,20})\}")
_MOST = 4_000
"""One phrase that stands for more is a mistake in the file."""


def open_rows(
    book: Vocabulary, needs: frozenset[str], may: frozenset[str]
) -> Iterator[Mapping[str, Any]]:
    """The rows of ``[[sign]]`` with the slots of ``words`` and ``verbs`` filled.

    Args:
        book: a vocabulary with tables ``sign`` and ``slot`` (``name``, ``fills``).
        needs: keys that each row of ``sign`` has.
        may: keys that it may have.

    Raises:
        VocabularyError: a phrase names a slot that does not exist, or stands for too many.
    """
    slots = {
        row["name"]: tuple(row["fills"])
        for row in book.rows("slot", needs=frozenset({"name", "fills"}))
    }
    for row in book.rows("sign", needs=needs, may=may):
        filled = {
            key: [phrase for word in row[key] for phrase in _filled(book, word, slots)]
            for key in ("words", "verbs")
            if key in row
        }
        yield {**row, **filled}


def _filled(book: Vocabulary, phrase: str, slots: Mapping[str, tuple[str, ...]]) -> list[str]:
    names = _SLOT.findall(phrase)
    if missing := sorted(set(names) - slots.keys()):
        raise VocabularyError(f"{book.path.name}: {phrase!r}: no slot {', '.join(missing)}")
    pieces = _SLOT.split(phrase)[::2]
    choices = [slots[name] for name in names]
    size = 1
    for choice in choices:
        size *= len(choice)
    if size > _MOST:
        raise VocabularyError(f"{book.path.name}: {phrase!r} stands for {size} phrases")
    return [
        "".join(a + b for a, b in zip(pieces, (*chosen, ""), strict=True))
        for chosen in product(*choices)
    ]
