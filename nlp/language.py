"""Which language a text is written in: a cheap guess from everyday words, or from the script.

English unless another language clearly leads: a report in English may quote a foreign word,
and a language is only told to staff, so that they find a person who reads it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.document import Document, fold
from nlp.vocabulary import VocabularyError, read_vocabulary

_FEWEST = 3
"""Everyday words that a language needs before it counts."""

_READ = 400
"""Tokens that are looked at: more would not change the guess."""


@dataclass(frozen=True, slots=True)
class _Script:
    code: str
    first: int
    last: int
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Words:
    languages: dict[str, frozenset[str]]
    scripts: tuple[_Script, ...]


def guess_language(doc: Document) -> str:
    """ISO 639-1 code of the language; ``en`` for a text too short to tell.

    A word counts for every language that lists it; a language wins only with more words than
    English, three or more, and an eighth of all words.
    """
    known = _read()
    letters = [c for c in doc.folded[: _READ * 10] if c.isalpha()]
    if code := _by_script(known.scripts, letters):
        return code
    words = [t.lower for t in doc.tokens[:_READ] if t.lower[0].isalpha()]
    hits = Counter(code for word in words for code in known.languages.get(word, ()))
    if not hits:
        return "en"
    best, count = max(hits.items(), key=lambda hit: (hit[1], hit[0] == "en"))
    clear = count >= _FEWEST and count * 8 >= len(words)
    return best if clear and count > hits["en"] else "en"


def _by_script(scripts: tuple[_Script, ...], letters: list[str]) -> str | None:
    """The language of the script in which most letters are, if it is one we know."""
    foreign = [c for c in letters if ord(c) > 0x36F]
    if len(foreign) * 2 <= len(letters):
        return None
    seen = set(foreign)
    counts = Counter(c for c in foreign)
    for script in scripts:
        inside = sum(n for c, n in counts.items() if script.first <= ord(c) <= script.last)
        marked = not script.marks or script.marks & seen
        if marked and (inside * 2 > len(foreign) or (script.code == "ja" and inside)):
            return script.code
    return None


@cache
def _read() -> _Words:
    vocabulary = read_vocabulary(Path(__file__).with_name("language.toml"))
    languages: dict[str, set[str]] = {}
    for row in vocabulary.rows("language", needs=frozenset({"code", "common"})):
        for word in row["common"]:
            if fold(word) != word:
                raise VocabularyError(f"language.toml: {word!r} is not lower case")
            languages.setdefault(word, set()).add(row["code"])
    needs, may = frozenset({"code", "first", "last"}), frozenset({"marks"})
    scripts = tuple(
        _Script(row["code"], row["first"], row["last"], frozenset(row.get("marks", "")))
        for row in vocabulary.rows("script", needs=needs, may=may)
    )
    return _Words({word: frozenset(codes) for word, codes in languages.items()}, scripts)
