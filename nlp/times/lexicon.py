"""Which words does the reading of times know, and where do they come from?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from nlp.phrases import PhraseBook
from nlp.times.kinds import Kind
from nlp.vocabulary import Vocabulary, VocabularyError, read_vocabulary

_HERE = Path(__file__).parent
# Phrases of these tables are sought in the whole text; of the others single words are asked.
_FEAST = frozenset({"key", "words"})
_WAYS = frozenset({"fixed", "easter", "bank", "nth", "clocks", "dates", "to", "from_days"})
_SOUGHT = ("request", "own", "own_life", "own_deed")


class Tense(StrEnum):
    """What a verb says of the time of its clause."""

    PAST = "past"
    PRESENT = "present"
    PROGRESSIVE = "progressive"
    FUTURE = "future"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase of the vocabulary is: a kind of item and its value as written there."""

    kind: Kind
    value: str = ""
    extra: tuple[str, str] = ("", "")
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Feast:
    """When a named day falls; exactly one of the ways is given.

    Attributes:
        key: name of the row.
        fixed: ``MM-DD`` or "".
        easter: days from Easter Sunday, or None.
        bank: part of a bank holiday's name, or None; "" is any bank holiday.
        nth: ``MM WEEKDAY N``, the N-th such weekday of a month, or "".
        clocks: month in which the clocks change, or "".
        dates: days by year, ``YYYY-MM-DD`` or ``YYYY-MM-DD/YYYY-MM-DD`` for longer ones.
        to: end of an interval: ``MM-DD``, or days from Easter Sunday.
        from_days: days from the day itself at which an interval begins.
    """

    key: str
    fixed: str = ""
    easter: int | None = None
    bank: str | None = None
    nth: str = ""
    clocks: str = ""
    dates: tuple[str, ...] = ()
    to: str = ""
    from_days: int = 0


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the vocabulary files of this folder say.

    Attributes:
        book: phrases that become items of the grammar.
        tenses: phrases that show a tense.
        cues: phrases that decide whether a time is one of the activity; the payload names
            their tables.
        sets: words of each of those tables.
        shapes: words that look like a verb of a tense and are none.
        feasts: named days by key.
        nations: word to subdivision code of the holidays package.
        spelled: long words by first letter, for mistyped ones.
    """

    book: PhraseBook[Entry]
    tenses: PhraseBook[Tense]
    cues: PhraseBook[frozenset[str]]
    sets: Mapping[str, frozenset[str]]
    shapes: Mapping[str, frozenset[str]]
    feasts: Mapping[str, Feast]
    nations: Mapping[str, str]
    spelled: Mapping[str, tuple[str, ...]]
    entries: Mapping[str, Entry]

    def has(self, table: str, word: str) -> bool:
        """Whether a table of cues lists a word."""
        return word in self.sets[table]


@cache
def load_lexicon() -> Lexicon:
    """The vocabulary files, read and checked once: finder and happenings share them.

    Raises:
        VocabularyError: a file or row is broken; the message names it.
    """
    words = read_vocabulary(_HERE / "words.toml")
    phrases = read_vocabulary(_HERE / "phrases.toml")
    days = read_vocabulary(_HERE / "feasts.toml")
    verbs = read_vocabulary(_HERE / "tenses.toml")
    feasts = _feasts(days)
    entries = _word_entries(words) | _phrase_entries(phrases) | _feast_entries(days)
    cues = read_vocabulary(_HERE / "cues.toml")
    sets = {name: _words_of(cues, name) for name in cues.tables}
    return Lexicon(
        book=PhraseBook(entries.items()),
        tenses=PhraseBook(_tenses(verbs).items()),
        cues=PhraseBook(_named({name: sets[name] for name in _SOUGHT}).items()),
        sets=sets,
        shapes=_shapes(verbs),
        feasts=feasts,
        nations=_nations(days),
        spelled=_spelled(entries),
        entries=entries,
    )


def _word_entries(words: Vocabulary) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for row in words.rows("word", needs=frozenset({"kind", "words"}), may=frozenset({"value"})):
        try:
            kind = Kind[row["kind"].upper()]
        except KeyError as error:
            raise VocabularyError(f"{words.path.name}: no kind {row['kind']}") from error
        for phrase in row["words"]:
            if phrase in entries:
                raise VocabularyError(f"{words.path.name}: {phrase!r} stands in two rows")
            entries[phrase] = Entry(kind, row.get("value", ""))
    return entries


def _phrase_entries(phrases: Vocabulary) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    needs = frozenset({"words"})
    for name in ("now", "just_now", "bare_now", "vague", "innocent"):
        for row in phrases.rows(name, needs=needs):
            entries |= dict.fromkeys(row["words"], Entry(Kind[name.upper()]))
    for row in phrases.rows(
        "habit", needs=needs | {"rule"}, may=frozenset({"from", "to", "standing"})
    ):
        hours = (row.get("from", ""), row.get("to", ""))
        entry = Entry(Kind.HABIT, row["rule"], hours, bool(row.get("standing")))
        entries |= dict.fromkeys(row["words"], entry)
    return entries


def _feast_rows(days: Vocabulary) -> list[dict[str, Any]]:
    return [dict(row) for row in days.rows("feast", needs=_FEAST, may=_WAYS)]


def _feast_entries(days: Vocabulary) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for row in _feast_rows(days):
        words, key = row["words"], str(row["key"])
        entries |= dict.fromkeys(words, Entry(Kind.FEAST, key))
    return entries


def _feasts(days: Vocabulary) -> dict[str, Feast]:
    feasts: dict[str, Feast] = {}
    for row in _feast_rows(days):
        row.pop("words")
        row["dates"] = tuple(row.get("dates", ()))
        feast = Feast(**row)
        ways = [
            feast.fixed,
            feast.nth,
            feast.clocks,
            bool(feast.dates) or "",
            feast.bank is not None or "",
            feast.easter is not None or "",
        ]
        if sum(1 for way in ways if way) != 1:
            raise VocabularyError(f"{days.path.name}: {feast.key} needs exactly one way to fall")
        feasts[feast.key] = feast
    return feasts


def _words_of(cues: Vocabulary, name: str) -> frozenset[str]:
    rows = cues.rows(name, needs=frozenset({"words"}))
    return frozenset(word for row in rows for word in row["words"])


def _named(sets: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    every = {phrase.replace("'", "") for words in sets.values() for phrase in words}
    return {
        phrase: frozenset(
            n for n, words in sets.items() if phrase in {w.replace("'", "") for w in words}
        )
        for phrase in every
    }


def _tenses(verbs: Vocabulary) -> dict[str, Tense]:
    rows = verbs.rows("tense", needs=frozenset({"value", "words"}))
    return {word: Tense(row["value"]) for row in rows for word in row["words"]}


def _shapes(verbs: Vocabulary) -> dict[str, frozenset[str]]:
    rows = verbs.rows("shape", needs=frozenset({"value", "words"}))
    return {row["value"]: frozenset(row["words"]) for row in rows}


def _nations(days: Vocabulary) -> dict[str, str]:
    rows = days.rows("nation", needs=frozenset({"code", "words"}))
    return {word: row["code"] for row in rows for word in row["words"]}


def _spelled(entries: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    """Words long enough that one wrong letter does not make another word of them."""
    long = (Kind.WEEKDAY, Kind.MONTH, Kind.NAMED)
    fit = [w for w, e in entries.items() if e.kind in long and len(w) >= 6 and w.isalpha()]
    return {letter: tuple(w for w in fit if w[0] == letter) for letter in {w[0] for w in fit}}
