"""Which words stand for which drug, and what evidence does each need?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nlp.phrases import PhraseBook, PhraseShelf
from nlp.vocabulary import Vocabulary, read_vocabulary

_SOUGHT = ("supply", "tight", "trade", "colour", "doing", "namer", "hint")
"""Tables whose phrases are sought in the whole text; of the others single words are asked."""
_ASKED = ("light", "given", "follower", "alike", "owing", "unit", "leader")


class Needs(StrEnum):
    """The evidence that a word needs before it counts as a drug."""

    NONE = "none"
    LIKELY = "likely"
    CONTEXT = "context"
    TIGHT = "tight"
    DRUG = "drug"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the vocabulary.

    Attributes:
        drug: what it stands for; "" for an innocent phrase.
        needs: the evidence that makes it count.
        adjective: whether it is an ordinary adjective or letter too, so that no noun may follow.
        colour: whether a colour in front belongs to the name.
    """

    drug: str
    needs: Needs = Needs.NONE
    adjective: bool = False
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Slang:
    """Everything the vocabulary of drugs says.

    Attributes:
        drugs: drug words alone.
        book: drug words and the innocent phrases they hide in.
        cues: phrases of evidence by table.
        sets: single words by table.
        typed: long names that are looked for with a letter or two wrong.
    """

    drugs: PhraseBook[Entry]
    book: PhraseBook[Entry]
    cues: PhraseShelf[str]
    sets: Mapping[str, frozenset[str]]
    typed: Mapping[str, Entry]


def load_slang() -> Slang:
    """Read and check the vocabulary of drugs.

    Raises:
        VocabularyError: the file or a row is broken; the message names it.
    """
    vocabulary = read_vocabulary(Path(__file__).with_name("drugs.toml"))
    rows = vocabulary.rows(
        "drug",
        needs=frozenset({"words", "drug", "needs"}),
        may=frozenset({"adjective", "colour"}),
    )
    entries: list[tuple[str, Entry]] = [
        (word, Entry(row["drug"], Needs(row["needs"]),
                     row.get("adjective", False), row.get("colour", False)))
        for row in rows for word in row["words"]
    ]  # fmt: skip
    innocent = [(word, Entry("")) for word in _words(vocabulary, "innocent")]
    named = dict(entries + innocent)
    return Slang(
        drugs=PhraseBook(entries),
        book=PhraseBook(entries + innocent),
        cues=PhraseShelf(
            {name: PhraseBook((w, name) for w in _words(vocabulary, name)) for name in _SOUGHT}
        ),
        sets={name: frozenset(_words(vocabulary, name)) for name in _ASKED},
        typed={word: named[word] for word in _words(vocabulary, "typo")},
    )


def _words(vocabulary: Vocabulary, name: str) -> list[str]:
    rows = vocabulary.rows(name, needs=frozenset({"words"}))
    return [word for row in rows for word in row["words"]]
