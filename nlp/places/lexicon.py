"""Which words the place rules know: types, cues, chains and ordinary words, read from data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.analysis import PlaceKind
from nlp.phrases import PhraseBook
from nlp.places.gazetteer import DATA, Gazetteer, spelling
from nlp.vocabulary import Vocabulary, read_vocabulary

_WORDS = frozenset({"words"})


@dataclass(frozen=True, slots=True)
class PlaceType:
    """What a word such as ``road`` says of the name beside it.

    Attributes:
        group: street, building, estate, venue, transport or crossing.
        kind: kind of the place it makes.
        strong: whether a plausible name before it is enough evidence.
        capital: whether it says nothing without a capital.
    """

    group: str
    kind: PlaceKind
    strong: bool
    capital: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All vocabulary of the place rules."""

    types: PhraseBook[PlaceType]
    type_words: frozenset[str]
    strong_streets: frozenset[str]
    before: PhraseBook[PlaceType]
    chains: PhraseBook[str]
    not_type: PhraseBook[str]
    streets: PhraseBook[str]
    names: PhraseBook[str]
    stop: frozenset[str]
    common: frozenset[str]
    nameable: frozenset[str]
    proper: frozenset[str]
    vague: frozenset[str]
    joint: frozenset[str]
    welsh: frozenset[str]
    saint: frozenset[str]
    given: frozenset[str]
    title: frozenset[str]
    unit: frozenset[str]
    lone_unit: frozenset[str]
    number: frozenset[str]
    tens: frozenset[str]
    ones: frozenset[str]
    locative: frozenset[str]
    weak_cue: frozenset[str]
    after_not: frozenset[str]
    club: frozenset[str]
    opponent: frozenset[str]
    office: frozenset[str]
    surname: frozenset[str]
    acts: frozenset[str]
    firm: frozenset[str]
    peer: frozenset[str]
    kin: frozenset[str]
    away: frozenset[str]
    brand: frozenset[str]
    origin: frozenset[str]
    person_from: frozenset[str]
    own: frozenset[str]
    number_not: frozenset[str]
    number_of: frozenset[str]
    not_place: frozenset[str]
    clock: frozenset[str]
    quarter: frozenset[str]
    quarter_capital: frozenset[str]
    month: frozenset[str]
    lives: frozenset[str]
    generic: frozenset[str]
    with_article: frozenset[str]
    capital: frozenset[str]
    pub_first: frozenset[str]
    pub_last: frozenset[str]
    pub_plain: frozenset[str]
    motorway: frozenset[str]
    road_cue: frozenset[str]
    road_after: frozenset[str]
    make: frozenset[str]
    junction: frozenset[str]
    ambiguous: frozenset[str]
    person: frozenset[str]
    ordinary_names: frozenset[str]
    county: frozenset[str]
    abroad: frozenset[str]
    landmark: frozenset[str]
    village: frozenset[str]

    def ordinary(self, word: str) -> bool:
        """Whether a word is an ordinary one: no part of a lower-case name unless nameable."""
        if word in self.common or word in self.stop:
            return True
        if len(word) > 4 and word.endswith(("ed", "ly")):
            return True
        if word.endswith("ing"):
            return self._is_form(word[:-3])
        return word.endswith("s") and word[:-1].rstrip("'") in self.common

    def _is_form(self, stem: str) -> bool:
        """Whether a word in ``-ing`` is a form of an ordinary one (`cutting`, `making`)."""
        forms = {stem, f"{stem}e"}
        if len(stem) > 2 and stem[-1] == stem[-2]:
            forms.add(stem[:-1])
        return not forms.isdisjoint(self.common)

    def plain(self, word: str) -> bool:
        """Whether a word stands in the lists of ordinary words exactly so."""
        return word in self.common or word in self.stop

    def namely(self, word: str) -> bool:
        """Whether a word may stand in a lower-case name before a word such as ``road``."""
        if word in self.stop:
            return False
        return word in self.nameable or not self.ordinary(word)

    def rare(self, word: str) -> bool:
        """Whether a word says by itself that it is a name: not ordinary, or a proper one."""
        return word in self.proper or not (self.ordinary(word) or word in self.nameable)


def load_lexicon(gazetteer: Gazetteer, folder: Path = DATA) -> Lexicon:
    """Read the vocabulary files.

    Raises:
        VocabularyError: a file is broken.
    """
    files = {
        name: read_vocabulary(folder / f"{name}.toml")
        for name in (
            "types", "words", "cues", "chains", "streets", "counties", "roads", "ambiguous",
            "abroad", "landmarks", "world",
        )
    }  # fmt: skip
    named = {name: _set(files[file], name) for name, file in _NAMED.items()}
    county = frozenset[str]().union(*named.values())
    world = _set(files["world"], "world")
    return Lexicon(
        types=_typed(files["types"], "type"),
        type_words=_set(files["types"], "type"),
        strong_streets=_strong_streets(files["types"]),
        before=_typed(files["types"], "before"),
        chains=_book(
            _plural(_set(files["chains"], "chain")) | _ampersand(_set(files["chains"], "pub"))
        ),
        not_type=_book(_set(files["cues"], "not_type") | _set(files["cues"], "brand")),
        streets=_book(_set(files["streets"], "street")),
        names=_book(form for name in {*gazetteer.names, *county, *world} for form in _forms(name)),
        county=_spelled(county),
        **{name: _spelled(named[name]) for name in ("landmark", "village")},
        abroad=_spelled(named["abroad"] | world),
        welsh=_set(files["types"], "joint"),
        weak_cue=_set(files["cues"], "weak"),
        road_cue=_set(files["roads"], "cue"),
        road_after=_set(files["roads"], "after"),
        ambiguous=_spelled(_set(files["ambiguous"], "word")),
        person=_spelled(_set(files["ambiguous"], "name")),
        **{name: _set(files["words"], name) for name in _OF_WORDS},
        **{name: _set(files["types"], name) for name in _OF_TYPES},
        **{name: _set(files["cues"], name) for name in _OF_CUES},
        **{
            name: _set(files["chains"], name)
            for name in ("pub_first", "pub_last", "pub_plain", "capital")
        },
        **{name: _set(files["roads"], name) for name in ("motorway", "make", "junction")},
    )


_NAMED = {
    "county": "counties",
    "region": "counties",
    "abroad": "abroad",
    "landmark": "landmarks",
    "village": "landmarks",
}
"""Names that towns.tsv has not, and the files that have them."""

_OF_TYPES = ("unit", "lone_unit", "number", "with_article", "tens", "ones")
_OF_WORDS = (
    "stop", "common", "nameable", "proper", "vague", "joint", "saint", "given", "title",
)  # fmt: skip
_OF_CUES = (
    "locative", "after_not", "origin", "person_from", "own", "number_not", "number_of",
    "not_place", "clock", "club", "opponent", "brand", "acts", "firm", "peer", "kin", "away",
    "ordinary_names", "quarter", "quarter_capital", "month", "lives", "generic", "office",
    "surname",
)  # fmt: skip


def _spelled(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(spelling, names))


def _set(vocabulary: Vocabulary, table: str) -> frozenset[str]:
    rows = vocabulary.rows(table, needs=_WORDS, may=frozenset({"group", "kind", "strength"}))
    return frozenset(word for row in rows for word in row["words"])


def _plural(names: frozenset[str]) -> frozenset[str]:
    """With the `s` that people add to the name of a shop (`aldis`)."""
    return names | {f"{name}s" for name in names if not name.endswith("s")}


def _ampersand(names: frozenset[str]) -> frozenset[str]:
    """With the sign that people type for `and` (`rose & crown`)."""
    return names | {name.replace(" and ", " & ") for name in names}


def _forms(name: str) -> Iterator[str]:
    """The ways a name is typed beside its spelling: `gt yarmouth`, `saint helens`."""
    yield name
    for long, short in (("great ", "gt "), ("little ", "lt "), ("st ", "saint ")):
        if name.startswith(long):
            yield short + name[len(long) :]


def _book(phrases: Iterable[str]) -> PhraseBook[str]:
    return PhraseBook((phrase, spelling(phrase)) for phrase in phrases)


def _strong_streets(vocabulary: Vocabulary) -> frozenset[str]:
    rows = vocabulary.tables["type"]
    found = [row for row in rows if (row["group"], row["strength"]) == ("street", "strong")]
    return frozenset(word for row in found for word in row["words"])


def _typed(vocabulary: Vocabulary, table: str) -> PhraseBook[PlaceType]:
    rows = vocabulary.rows(
        table, needs=frozenset({"words", "kind", "strength"}), may=frozenset({"group"})
    )
    return PhraseBook(
        (
            word,
            PlaceType(
                row.get("group", row["kind"]),
                PlaceKind(row["kind"]),
                strong=row["strength"] == "strong",
                capital=row["strength"] == "capital",
            ),
        )
        for row in rows
        for word in row["words"]
    )
