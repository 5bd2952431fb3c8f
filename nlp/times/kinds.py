"""What are the pieces that the grammar of times is made of?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of items, each one character so that a row of items is a string for patterns."""

    WEEKDAY = "W"
    WEAK_WEEKDAY = "w"
    WEEKDAYS = "X"
    MONTH = "M"
    WEAK_MONTH = "m"
    SEASON = "S"
    PART = "P"
    PARTS = "Q"
    NAMED = "D"
    NUMBER = "N"
    FEW = "n"
    ORDINAL = "O"
    ORDINAL_WORD = "o"
    YEAR = "Y"
    DATE = "T"
    SLASHED = "/"
    UNIT = "U"
    UNITS = "u"
    CLOCK = "C"
    DOTTED = "c"
    HALF = "H"
    QUARTER = "q"
    PAST = "p"
    OCLOCK = "k"
    BACK_OF = "b"
    ORSO = "~"
    LAST = "L"
    NEXT = "x"
    THIS = "h"
    GONE = "g"
    EVERY = "e"
    EVERY_OTHER = "E"
    TIMES = "t"
    PER = "r"
    AGO = "a"
    BACK = "B"
    HENCE = "z"
    INTIME = "i"
    SINCE = "s"
    UNTIL = "l"
    TO = "2"
    DASH = "-"
    BETWEEN = "<"
    FROM = "f"
    AFTER = ">"
    BEFORE = "y"
    FOR = "4"
    OVER = "v"
    IN = "I"
    AT = "@"
    THE = "d"
    A = "1"
    OF = "5"
    AND = "&"
    MOSTLY = "6"
    TIMING = "7"
    FEAST = "F"
    HABIT = "R"
    NOW = "A"
    JUST_NOW = "J"
    BARE_NOW = "j"
    VAGUE = "V"
    INNOCENT = "0"
    COMMA = ","
    STOP = "."
    BREAK = "|"
    FOLLOW = "_"
    OTHER = "?"
    LENGTH = "8"
    INSTANT = "9"
    WINDOW = "K"
    DAY = "Z"
    LIST = "G"
    WHEN = "!"
    EXCEPT = "="
    AGE = "%"
    DECADE = "3"


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the text: tokens ``[first, last)``, its kind, its value, the rule behind it."""

    kind: Kind
    first: int
    last: int
    value: object = None
    rule: str = ""


_NAME = re.compile(r"[a-z_]+")


def pattern(words: str) -> re.Pattern[str]:
    """A pattern over kinds, written with their names.

    ``weekday the? ordinal`` reads: a weekday, perhaps an article, an ordinal. The marks of
    regular expressions keep their sense; spaces count for nothing.
    """
    flat = _NAME.sub(lambda m: re.escape(Kind[m[0].upper()].value), words)
    return re.compile(re.sub(r"\s+", "", flat))
