"""Is a time in the text one of the activity, or of the sender's own life and wishes?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from nlp.document import Document
from nlp.times.direction import Direction
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Lexicon
from nlp.times.other_sense import is_other_sense, is_refused_after, is_wondered
from nlp.times.own import is_absence, is_opening_hour, is_own_life
from nlp.times.unmeant import is_rate, is_taken_back
from nlp.times.values import Day, Edge, Instant, When, Window

# "Nothing" and the like stand at most so many words behind their day.
_AFTER = 5
# A clause may be as long as the text; what stands further off does not bear on a time.
_REACH = 40
_HOURLY = (Kind.HABIT, Kind.WINDOW)
_LONG = (Kind.WINDOW, Kind.VAGUE, Kind.INSTANT)
# What the sender did stands straight after its time, or so many words before at most.
_BESIDE, _FAR = 1, 10


class Judge:
    """Decides which found expressions are no times of the activity."""

    def __init__(
        self, doc: Document, lexicon: Lexicon, direction: Direction, items: Sequence[Item] = ()
    ) -> None:
        self._doc = doc
        self._items = items
        self._lexicon = lexicon
        self._direction = direction
        self._cues: dict[int, set[str]] = {}
        self._deeds: dict[int, list[tuple[int, int]]] = {}
        for match in lexicon.cues.find(doc.tokens):
            clause = doc.tokens[match.first].clause
            self._cues.setdefault(clause, set()).update(match.payload)
            if "own_deed" in match.payload:
                self._deeds.setdefault(clause, []).append((match.first, match.last))

    def drops(self, item: Item) -> bool:
        """Whether an expression is to be left unmarked."""
        cues = self._cues.get(self._doc.tokens[item.first].clause, set())
        before, after = self._words(item)
        if self._is_owned(item, before):
            return True
        if self._contrary(before, after) or self._is_unmeant(item, before, after):
            return True
        # A plea beside "right now" may be a cry for help: it is never left out.
        if "request" in cues and item.kind not in (Kind.NOW, Kind.JUST_NOW):
            return True
        if self._is_demand(item, before, after):
            return True
        if item.kind in _LONG and self._nothing((), self._line_after(item)):
            return True
        dated = item.kind in (Kind.DAY, Kind.WHEN, Kind.HABIT)
        if dated and (self._does_not(item, before) or self._is_other_of_none(item)):
            return True
        if dated and self._nothing(() if _is_deadline(item) else before, self._line_after(item)):
            return True
        if _is_habit(item) and self._own_routine(before):
            return True
        if self._is_end(item, before) or (item.kind in _HOURLY and "own" in cues):
            return True
        return self._is_own(item, cues, before, after)

    def _is_unmeant(self, item: Item, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether it is taken back as soon as it is said, or says something else than when."""
        if is_rate(item, before, self._lexicon):
            return True
        lead = self._doc.tokens[item.first].lower
        if is_other_sense(item, lead, before, after, self._lexicon):
            return True
        if is_wondered(before, self._lexicon) or is_refused_after(item, before, self._lexicon):
            return True
        return is_taken_back(item, self._items, self._doc, self._lexicon)

    def _is_own(
        self, item: Item, cues: set[str], before: Sequence[str], after: Sequence[str]
    ) -> bool:
        """Whether the sender's own life or the hours of a place stand behind it."""
        if _is_until(item) and is_absence(before, self._lexicon):
            return True
        if is_opening_hour(item, before, self._line_after(item), self._lexicon):
            return True
        tense = self._direction.tense(item.first, item.last)
        if self._has_others and is_own_life(item, before, after, tense, self._lexicon):
            return True
        return self._own_deed(item) or ("own_life" in cues and _lasts(item))

    def _is_owned(self, item: Item, before: Sequence[str]) -> bool:
        """``my Monday round``; "told me last week" is owned by nobody."""
        if not before or item.kind is Kind.INSTANT or not self._lexicon.has("owner", before[-1]):
            return False
        told = len(before) > 1 and self._lexicon.has("telling", before[-2])
        return not (told or self._lexicon.has("own_time", self._doc.tokens[item.first].lower))

    def _own_deed(self, item: Item) -> bool:
        """``I rang you in March``, ``last week I rang you``: what the sender did.

        Only beside others who are spoken of: in "I moved in March" alone it is the matter itself.
        """
        deeds = self._deeds.get(self._doc.tokens[item.first].clause, ())
        if not deeds or item.kind in (Kind.NOW, Kind.JUST_NOW, Kind.BARE_NOW):
            return False
        return any(self._is_of(deed, item) for deed in deeds) and self._has_others

    def _is_of(self, deed: tuple[int, int], item: Item) -> bool:
        first, last = deed
        if item.last <= first:
            return first - item.last <= _BESIDE
        between = [token.lower for token in self._doc.tokens[last : item.first]]
        has = self._lexicon.has
        return len(between) <= _FAR and not any(
            has("doer", w) or (has("joining", w) and w != ",") for w in between
        )

    @cached_property
    def _has_others(self) -> bool:
        """Whether the text speaks of anybody but the sender."""
        has = self._lexicon.has
        return any(has("others", t.lower) or has("noted", t.lower) for t in self._doc.tokens)

    def _words(self, item: Item) -> tuple[list[str], list[str]]:
        """The words of the clause before and after an expression."""
        clause = self._doc.clauses[self._doc.tokens[item.first].clause]
        tokens = self._doc.tokens
        first, last = max(clause.first, item.first - _REACH), min(clause.last, item.last + _REACH)
        before = [t.lower for t in tokens[first : item.first]]
        return before, [t.lower for t in tokens[item.last : last]]

    def _line_after(self, item: Item) -> list[str]:
        """The next words of the same line or sentence: ``Sat 28th - nothing``."""
        words: list[str] = []
        end = self._doc.tokens[item.last - 1].end
        for token in self._doc.tokens[item.last : item.last + _AFTER]:
            if "\n" in self._doc.text[end : token.start] or token.lower in ".!?;":
                break
            words.append(token.lower)
            end = token.end
        return words

    def _contrary(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """``if they were selling now``: said of what is not so."""
        led = next((n for n, word in enumerate(before) if self._lexicon.has("if", word)), None)
        if led is None:
            return False
        return any(self._lexicon.has("contrary", w) for w in (*before[led:], *after[:4]))

    def _nothing(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """``Sat 28th nothing``, ``not Mondays``: days when nothing happened."""
        last, first = len(before), 0
        while last and self._lexicon.has("loose", before[last - 1]):
            last -= 1
        while first < len(after) and self._lexicon.has("loose", after[first]):
            first += 1
        sets = self._lexicon.sets
        led = any(p in sets["nothing_before"] for p in _tails(before[max(0, last - 4) : last]))
        if first and any(self._is_weekday(word) for word in after[first + 1 : first + 2]):
            # "Monday to Saturday, closed Sundays": nothing happens on the day that follows.
            return led
        return led or any(p in sets["nothing_after"] for p in _heads(after[first : first + 3]))

    def _is_other_of_none(self, item: Item) -> bool:
        """``not today or tomorrow``: the second of two days when nothing happens."""
        one = self._by_end.get(item.first - 1)
        if one is None or self._doc.tokens[item.first - 1].lower not in ("or", "nor"):
            return False
        return self._nothing(self._words(one)[0], ())

    @cached_property
    def _by_end(self) -> dict[int, Item]:
        return {item.last: item for item in self._items}

    def _is_weekday(self, word: str) -> bool:
        entry = self._lexicon.entries.get(word)
        return entry is not None and entry.kind in (Kind.WEEKDAY, Kind.WEEKDAYS)

    def _does_not(self, item: Item, before: Sequence[str]) -> bool:
        """``he doesn't work Sundays``."""
        return item.kind is not Kind.WHEN and any(
            self._lexicon.has("does_not", word) for word in before[-3:]
        )

    def _is_demand(self, item: Item, before: Sequence[str], after: Sequence[str]) -> bool:
        """``pay tonight or the flat goes up``: a demand, and no time of the activity."""
        has = self._lexicon.has
        if _is_deadline(item) and any(has("paying", w) for w in (*before[-4:], *after[:3])):
            return True
        if not after or not has("demand", after[0]):
            return False
        return any(has("paying", word) for word in before[-5:])

    def _is_end(self, item: Item, before: Sequence[str]) -> bool:
        """``on tick til payday``: the end of a debt."""
        return item.kind is Kind.HABIT and bool(before) and self._lexicon.has("until", before[-1])

    def _own_routine(self, before: Sequence[str]) -> bool:
        """``I feed the ducks at 6 most mornings``: a habit of a sender who watches nothing."""
        has = self._lexicon.has
        subjects = [n for n, word in enumerate(before) if has("first_person", word)]
        if not subjects:
            return False
        rest = [word for word in before[subjects[-1] + 1 :] if not has("adverb", word)]
        if not rest or rest[0].endswith("ed"):
            return False
        if len(rest) > 1 and has("have_done", rest[0]) and has("mine", rest[1]):
            return True
        return not any(has("watching", word) or has("others", word) for word in rest)


def _tails(words: Sequence[str]) -> Iterable[str]:
    return (" ".join(words[-n:]) for n in range(1, len(words) + 1))


def _heads(words: Sequence[str]) -> Iterable[str]:
    return (" ".join(words[:n]) for n in range(1, len(words) + 1))


def _is_deadline(item: Item) -> bool:
    """Whether an expression is the end of a stretch: ``by Friday``."""
    value = item.value
    window = value.window if isinstance(value, When) else value
    edges = {one.edge for one in (value, window) if isinstance(one, When | Window)}
    return not edges.isdisjoint((Edge.UNTIL, Edge.BEFORE))


def _is_until(item: Item) -> bool:
    value = item.value
    window = value.window if isinstance(value, When) else value
    return any(isinstance(v, When | Window) and v.edge is Edge.UNTIL for v in (value, window))


def _is_habit(item: Item) -> bool:
    """Whether an expression is a habit, or like one: ``in the evening``."""
    value = item.value
    return item.kind is Kind.HABIT or (isinstance(value, Day) and value == Day(part=value.part))


def _lasts(item: Item) -> bool:
    """Whether an expression says for how long, or since when."""
    value = item.value
    if isinstance(value, Instant):
        return value.open_end
    if isinstance(value, When):
        return value.edge is Edge.SINCE
    return item.kind in (Kind.VAGUE, Kind.DAY)
