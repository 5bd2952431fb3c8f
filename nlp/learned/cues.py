"""Which kind a learned finding is of, where the model says only that it is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.analysis import Category, Safeguarding
from nlp.document import Token
from nlp.phrases import PhraseBook
from nlp.vocabulary import Vocabulary, VocabularyError, read_vocabulary


class Person(StrEnum):
    """Whom a pronoun stands for."""

    SENDER = "sender"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Cues:
    """Words for kinds of exploitation and of cuts, each with the rank of its row; pronouns."""

    _exploitation: PhraseBook[tuple[int, str]]
    _cuts: PhraseBook[tuple[int, str]]
    _persons: Mapping[str, Person]

    @classmethod
    def shipped(cls) -> Cues:
        """The words of `cues.toml`.

        Raises:
            VocabularyError: the file is broken or names a kind that is none.
        """
        book = read_vocabulary(Path(__file__).with_name("cues.toml"))
        return cls(
            _phrases(book, "exploitation", frozenset(Safeguarding)),
            _phrases(book, "cut", frozenset(Category)),
            {
                word: Person(row["whom"])
                for row in book.rows("pronoun", needs=frozenset({"whom", "words"}))
                for word in row["words"]
            },
        )

    def person(self, word: str) -> Person | None:
        """Whom a word in lower case stands for, where it is a pronoun."""
        return self._persons.get(word.replace("'", ""))

    def exploitation(self, tokens: Sequence[Token]) -> Safeguarding:
        """How somebody is exploited; coercion where no word tells."""
        return Safeguarding(_first(self._exploitation, tokens) or Safeguarding.COERCION)

    def category(self, tokens: Sequence[Token]) -> Category:
        """What a cut would have told about the sender; a trait where no word tells."""
        return Category(_first(self._cuts, tokens) or Category.TRAIT)


def _phrases(book: Vocabulary, table: str, kinds: frozenset[str]) -> PhraseBook[tuple[int, str]]:
    rows = book.rows(table, needs=frozenset({"kind", "words"}))
    if strange := sorted({row["kind"] for row in rows} - kinds):
        raise VocabularyError(f"{book.path.name}: {table} has no kind {', '.join(strange)}")
    return PhraseBook(
        (word, (rank, row["kind"])) for rank, row in enumerate(rows) for word in row["words"]
    )


def _first(book: PhraseBook[tuple[int, str]], tokens: Sequence[Token]) -> str | None:
    found = [match.payload for match in book.find(tokens)]
    return min(found)[1] if found else None
