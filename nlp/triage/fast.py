"""Whether a message sounds like a clear emergency, before anything else is asked of it.

It reads by words alone, without a model, and only the stretches around grave words, so
that its time stays small for a text of any length and kind. It asks the table of the full
judgement but heeds only rows that need no second look: what it misses the judge may find,
what it sounds on must be so.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path

from core.analysis import Reason
from nlp.document import fold
from nlp.findings import Findings
from nlp.plain import read_plain
from nlp.triage.judge import Judge
from nlp.vocabulary import read_vocabulary

_LONGEST = 8_000
"""Code points read; a message on the line is not longer."""
_WINDOW = 180
"""Code points to either side of a grave word that may qualify it."""
_MOST = 3
"""So many stretches are read, the first ones."""
_ANY_TIME = datetime(2000, 1, 1, 12)
"""The check knows no clock: it reads no stated times."""


@cache
def _grave() -> re.Pattern[str]:
    book = read_vocabulary(Path(__file__).with_name("alarm.toml"))
    stems = [stem for row in book.rows("stem", needs=frozenset({"words"})) for stem in row["words"]]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, stems)) + ")")


class FastCheck:
    """Sounds on a clear emergency only; precise rather than complete."""

    def __init__(self) -> None:
        self._judge = Judge()
        self._grave = _grave()
        self.sounds("warm the vocabulary: he is stabbing someone right now")

    def sounds(self, text: str) -> Reason | None:
        """The clearest reason to ring 999 at once, its span in the text; None without one."""
        text = text[:_LONGEST]
        for start, end in self._stretches(fold(text)):
            found = self._judge.clear(read_plain(text[start:end], _ANY_TIME), Findings())
            if found is not None:
                return Reason(
                    start=found.start + start,
                    end=found.end + start,
                    text=found.text,
                    rule=found.rule,
                    code=found.code,
                )
        return None

    def _stretches(self, folded: str) -> list[tuple[int, int]]:
        """Stretches around grave words, begun at the end of a sentence or word."""
        found: list[tuple[int, int]] = []
        reached = 0
        for match in self._grave.finditer(folded):
            if match.start() < reached:
                continue
            start = _begin(folded, max(reached, match.start() - _WINDOW))
            end = min(len(folded), match.end() + _WINDOW)
            found.append((start, end))
            reached = end
            if len(found) == _MOST:
                break
        return found


def _begin(folded: str, start: int) -> int:
    """The beginning of the next word where the stretch would begin inside one."""
    while 0 < start < len(folded) and folded[start - 1].isalnum():
        start += 1
    return start
