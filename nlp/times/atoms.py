"""Which words and figures of a text may belong to an expression of time?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from rapidfuzz.distance import OSA

from nlp.document import Document, Token
from nlp.times.feasts import feast_days
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Entry, Lexicon
from nlp.times.values import WEEKDAYS, Clock, Day, Part, Unit

_FIGURES = re.compile(
    r"(?<![\w£$€#%])(?<!\d[.,:/])(?:"
    r"(?P<short>'\d{2}(?!s))|(?P<iso>\d{4}-\d{2}-\d{2})(?:t(?P<isotime>\d{2}:\d{2}))?"
    r"|(?P<date>\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))"
    r"|(?P<twelve>\d{1,2}(?:[:.]?\d{2})? ?[ap](?:\.m\.?|m))"
    r"|(?P<military>[0-2]\d[:.]?[0-5]\d ?(?:hrs|hours|h))"
    r"|(?P<colon>\d{1,2}:\d{2})(?::\d{2})?"
    r"|(?P<dotted>\d{1,2}\.\d{2})"
    r"|(?P<slashed>\d{1,2}/\d{1,2})"
    r"|(?P<ish>\d{1,2}(?:[:.]\d{2})?[ -]?ish)"
    r"|(?P<oclock>\d{1,2} ?o'?clock)"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th))"
    r"|(?P<length>\d{1,3})(?P<unit>mins?|hrs?|hours?|days?|wks?|weeks?|months?|mths?|yrs?|years?)"
    r"|(?P<decade>(?:19|20)?[0-9]0'?s)"
    r"|(?P<four>\d{4})"
    r"|(?P<number>\d{1,3})"
    r")(?![\w£$€%])(?![.:/]\d)(?!-\d{3})"
)
_MARKS = {",": Kind.COMMA, "-": Kind.DASH, "&": Kind.AND, "/": Kind.AND, "@": Kind.AT, "~": Kind.AT}
_STOPS = frozenset(".!?;:()[]")
# Streets are named after these: Friday Street, October Road.
_NAMES = frozenset({Kind.WEEKDAY, Kind.MONTH, Kind.WEAK_MONTH, Kind.SEASON})
_MONEY = frozenset("£$€")
_MEASURED = frozenset({Kind.UNIT, Kind.UNITS})
_UNITS = {"m": Unit.MINUTE, "h": Unit.HOUR, "d": Unit.DAY, "w": Unit.WEEK, "y": Unit.YEAR}


def scan(doc: Document, lexicon: Lexicon) -> list[Item]:
    """Items that cover all tokens in order, with an empty BREAK at each new line."""
    tokens = doc.tokens
    taken: dict[int, Item] = {}
    for match in lexicon.book.find(tokens):
        value = worth(match.payload)
        kind = match.payload.kind
        if kind is Kind.INNOCENT and (day := _led_day(doc, match.first, lexicon)):
            taken[match.first] = day
            continue
        if kind is Kind.WEEKDAY and _is_greeted(doc, match.first, lexicon):
            kind = Kind.OTHER
        if kind is Kind.WEEKDAYS and _is_possessive(doc, match.first, match.last, lexicon):
            kind = Kind.WEEKDAY
        if kind in _NAMES and _next_in(doc, match.last, lexicon.sets["street"]):
            kind = Kind.OTHER
        if kind is Kind.FEAST and _is_no_day(doc, match.first, match.last, lexicon):
            kind = Kind.OTHER
        taken[match.first] = Item(kind, match.first, match.last, value)
    _add_figures(doc, taken, lexicon)
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        if at and "\n" in doc.text[tokens[at - 1].end : tokens[at].start]:
            items.append(Item(Kind.BREAK, at, at))
        item = taken.get(at) or _plain(tokens[at], lexicon)
        items.append(item)
        at = item.last
    return items


def _led_day(doc: Document, first: int, lexicon: Lexicon) -> Item | None:
    """``next sat at Aintree``: a day where a word before says so, and nobody sitting."""
    known = lexicon.entries.get(doc.tokens[first].lower)
    if known is None or known.kind is not Kind.WEAK_WEEKDAY or not first:
        return None
    if doc.tokens[first - 1].lower not in lexicon.sets["before_weak"]:
        return None
    return Item(Kind.WEAK_WEEKDAY, first, first + 1, worth(known))


def _next_in(doc: Document, index: int, words: frozenset[str]) -> bool:
    return index < len(doc.tokens) and doc.tokens[index].lower in words


def _is_possessive(doc: Document, first: int, last: int, lexicon: Lexicon) -> bool:
    """``Sunday's match``: of one Sunday; ``Sunday's and Monday's`` are plurals as typed."""
    if not doc.tokens[first].lower.endswith("'s") or last >= len(doc.tokens):
        return False
    after = doc.tokens[last]
    owned = after.lower[:1].isalnum() and not lexicon.has("follow", after.lower)
    known = lexicon.entries.get(after.lower)
    named = known is not None and known.kind in (Kind.WEEKDAY, Kind.WEEKDAYS, Kind.AND)
    return owned and not named and not after.tag.startswith(("V", "I", "PRP"))


def _is_greeted(doc: Document, first: int, lexicon: Lexicon) -> bool:
    """``happy friday everyone``."""
    return first > 0 and lexicon.has("greeting", doc.tokens[first - 1].lower)


def _is_no_day(doc: Document, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a named day is part of another name (``the xmas fair``) or of a greeting."""
    before = doc.tokens[first - 1].lower if first else ""
    sent = _next_in(doc, last, lexicon.sets["from"])
    greeted = lexicon.has("greeting", before) and not (sent and _is_kept(doc, first, last, lexicon))
    weak = last == first + 1 and lexicon.has("weak_feast", doc.tokens[first].lower)
    if weak and not lexicon.has("before_weak_feast", before):
        return True
    return greeted or _next_in(doc, last, lexicon.sets["occasion"])


def _is_kept(doc: Document, first: int, last: int, lexicon: Lexicon) -> bool:
    """``happy paddys day from the Holylands``, sent on the day: it says when, too."""
    words = " ".join(token.lower for token in doc.tokens[first:last])
    entry = lexicon.entries.get(words) or lexicon.entries.get(words.replace("'", ""))
    today = doc.at.date()
    if entry is None or entry.kind is not Kind.FEAST or not 1990 <= today.year <= 2099:
        return False
    days = feast_days(lexicon.feasts[entry.value], today.year, "ENG")
    return any(day == today for day, _ in days)


def worth(entry: Entry) -> object:
    """The value of a vocabulary entry as the grammar uses it."""
    kind, value = entry.kind, entry.value
    if kind in (Kind.WEEKDAY, Kind.WEAK_WEEKDAY, Kind.WEEKDAYS):
        return tuple(WEEKDAYS.index(day) for day in value.split(","))
    if kind in (Kind.PART, Kind.PARTS):
        return Part(value)
    if kind in (Kind.UNIT, Kind.UNITS):
        return Unit(value)
    if kind is Kind.NAMED:
        shift, _, part = value.partition(" ")
        return Day(shift=int(shift), part=Part(part) if part else None)
    if kind is Kind.CLOCK:
        return Clock(int(value), fixed=True)
    if kind is Kind.HABIT:
        return entry
    return int(value) if value.isdigit() else value


def _plain(token: Token, lexicon: Lexicon) -> Item:
    kind = Kind.OTHER
    if token.lower in _MARKS:
        kind = _MARKS[token.lower]
    elif token.lower in _STOPS:
        kind = Kind.STOP
    elif token.lower in lexicon.sets["follow"]:
        kind = Kind.FOLLOW
    elif len(token.lower) >= 6 and (entry := _misspelled(token.lower, lexicon)):
        return Item(entry.kind, token.index, token.index + 1, worth(entry))
    return Item(kind, token.index, token.index + 1)


def _misspelled(word: str, lexicon: Lexicon) -> Entry | None:
    """The weekday, month or named day that one wrong letter away from it would be."""
    if lexicon.has("spelled_right", word):
        return None
    for known in lexicon.spelled.get(word[0], ()):
        if abs(len(known) - len(word)) <= 1 and OSA.distance(word, known, score_cutoff=1) == 1:
            return lexicon.entries[known]
    return None


def _add_figures(doc: Document, taken: dict[int, Item], lexicon: Lexicon) -> None:
    tokens = doc.tokens
    starts = [token.start for token in tokens]
    for match in _FIGURES.finditer(doc.folded):
        first = bisect_left(starts, match.start())
        last = bisect_left(starts, match.end())
        if first == len(tokens) or tokens[first].start != match.start():
            continue
        known = taken.get(first, _NONE)
        if known.last > first + 1 or known.kind is Kind.NAMED:
            continue  # `2day`, `24 7`
        for item in _figure(match, first, last):
            unit = last in taken and taken[last].kind in _MEASURED
            if unit or not (item.kind is Kind.NUMBER and _counts(doc, first, lexicon)):
                taken[item.first] = item


_NONE = Item(Kind.OTHER, 0, 0)


def _counts(doc: Document, first: int, lexicon: Lexicon) -> bool:
    """Whether the word before a number makes it a number of a thing, or money."""
    if not first:
        return False
    before = doc.tokens[first - 1].lower
    return before in lexicon.sets["numbered"] or before in _MONEY


def _figure(match: re.Match[str], first: int, last: int) -> list[Item]:
    said = {name: value for name, value in match.groupdict().items() if value}
    if day := said.get("iso"):
        year, month, number = (int(x) for x in day.split("-"))
        return [Item(Kind.DATE, first, last, Day(year=year, month=month, day=number))]
    if day := said.get("date"):
        return _written_date(day, said["mark"], first, last)
    if (
        clock := said.get("twelve")
        or said.get("military")
        or said.get("colon")
        or said.get("oclock")
    ):
        return _clock_item(clock, Kind.CLOCK, first, last)
    if clock := said.get("dotted"):
        return _clock_item(clock, Kind.DOTTED, first, last)
    if clock := said.get("ish"):
        return _clock_item(clock, Kind.CLOCK, first, last)
    if both := said.get("slashed"):
        day_of, month_of = (int(x) for x in both.split("/"))
        return [Item(Kind.SLASHED, first, last, Day(day=day_of, month=month_of))]
    if ordinal := said.get("ordinal"):
        return [Item(Kind.ORDINAL, first, last, int(ordinal[:-2]))]
    if unit := said.get("unit"):
        return [Item(Kind.LENGTH, first, last, _length(int(said["length"]), unit))]
    if said.get("number"):
        return [Item(Kind.NUMBER, first, last, int(said["number"]))]
    return [_year_item(said, first, last)]


def _year_item(said: Mapping[str, str], first: int, last: int) -> Item:
    """``2019``, ``'98``, ``the 80s``."""
    if short := said.get("short"):
        return Item(Kind.YEAR, first, last, _century(int(short[1:])))
    if decade := said.get("decade"):
        number = int(decade.rstrip("s'"))
        return Item(Kind.DECADE, first, last, number if number > 99 else _century(number))
    return Item(Kind.YEAR, first, last, int(said["four"]))


def _length(amount: int, unit: str) -> object:
    from nlp.times.values import Length

    month = unit.startswith(("mo", "mt"))
    return Length(amount, Unit.MONTH if month else _UNITS[unit[0]])


def _written_date(text: str, mark: str, first: int, last: int) -> list[Item]:
    day, month, year = (int(x) for x in text.split(mark))
    year = _century(year) if year < 100 else year
    return [Item(Kind.DATE, first, last, Day(day=day, month=month, year=year))]


def _century(year: int) -> int:
    """The year that two figures mean: from 1940 on, for people write of their own lives."""
    return year + (2000 if year < 40 else 1900)


def _clock_item(text: str, kind: Kind, first: int, last: int) -> list[Item]:
    clock = read_clock(text)
    return [Item(kind, first, last, clock)] if clock else []


def read_clock(text: str) -> Clock | None:
    """The clock time that figures write (``7.30pm``, ``1930hrs``, ``19:30``), or None.

    Hours from 13 on, a leading nought and ``am``/``pm`` fix the half of the day.
    """
    digits = "".join(c for c in text if c.isdigit())
    hour, minute = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    letters = "".join(c for c in text if c.isalpha())
    if letters in ("am", "pm"):
        if not 1 <= hour <= 12:
            return Clock(hour * 60 + minute, fixed=True) if 12 < hour < 24 else None
        return Clock((hour % 12 + 12 * (letters == "pm")) * 60 + minute, fixed=True)
    military = letters in ("h", "hrs", "hours") and len(digits) == 4
    fixed = military or hour > 12 or hour == 0 or (len(digits) == 4 and digits[0] == "0")
    if fixed:
        return Clock(hour % 24 * 60 + minute, fixed=True)
    return Clock(hour % 12 * 60 + minute)
