"""Which cue words stand where: the qualifier vocabulary, found in a document."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nlp.document import Document
from nlp.phrases import PhraseBook
from nlp.qualifiers.model import Cue, Effect
from nlp.vocabulary import VocabularyError, read_vocabulary

_FILE = "cues.toml"


@cache
def cue_book() -> PhraseBook[Effect]:
    """The phrases of `cues.toml` with what each does to its clause.

    Raises:
        VocabularyError: the file is broken or names an effect that does not exist.
    """
    book = read_vocabulary(Path(__file__).with_name(_FILE))
    phrases: list[tuple[str, Effect]] = []
    for row in book.rows("cue", needs=frozenset({"effect", "words"})):
        if row["effect"] not in set(Effect):
            raise VocabularyError(f"{_FILE}: {row['effect']!r} is no effect")
        effect = Effect(row["effect"])
        phrases.extend((word, effect) for word in row["words"])
    return PhraseBook(phrases)


def find_cues(doc: Document) -> dict[int, list[Cue]]:
    """Cues by the index of the clause in which they begin, in order."""
    found: dict[int, list[Cue]] = {}
    for match in cue_book().find(doc.tokens):
        if match.payload is Effect.NOTHING:
            continue
        cue = Cue(match.first, match.last, match.start, match.end, match.payload)
        found.setdefault(doc.tokens[match.first].clause, []).append(cue)
    return found
