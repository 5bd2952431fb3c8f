"""Which rules cut what tells of the sender: the vocabulary of every family, compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.analysis import Category
from nlp.sender.lexicon import Lexicon
from nlp.sender.patterns import Pattern, PatternBook, PatternError, compile_pattern
from nlp.things.people import given_names
from nlp.vocabulary import Vocabulary, VocabularyError, read_vocabulary

FAMILIES = (
    "owner", "identity", "name", "home", "work", "relation", "vantage", "routine", "trait", "talk",
    "deed", "note",
)  # fmt: skip
SPANS = frozenset({"place", "person", "phone", "handle", "vehicle", "drug", "time"})
"""Classes that findings give, and what a rule may take with its cut."""
SHAPES = frozenset({"number", "ing", "bare", "capital", "ed", "ess", "word", "noun", "finite"})
"""Classes that the shape of a word gives."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a family.

    Attributes:
        name: family and rule, for the explanation.
        category: what its cut would have told.
        takes: kinds of finding inside the cut that are the sender's own and go with it.
        only_unsupplied: whether it holds only where nothing is said of supply.
    """

    name: str
    category: Category
    takes: frozenset[str]
    only_unsupplied: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything compiled: the classes of words and two books of patterns."""

    lexicon: Lexicon
    usual: PatternBook[Rule]
    strict: PatternBook[Rule]
    identity: Vocabulary


def read_rules() -> Rules:
    """Read and compile every family.

    Raises:
        VocabularyError: a file is broken, a pattern does not compile, or speaks of a class
            that no file has.
    """
    folder = Path(__file__).parent
    files = {name: read_vocabulary(folder / f"{name}.toml") for name in (*FAMILIES, "strict")}
    classes = [
        (word, name)
        for file in files.values() for name in file.tables if name != "cut"
        for row in file.rows(name, needs=frozenset({"words"})) for word in row["words"]
    ]  # fmt: skip
    classes += [(name, "given") for name in given_names()]
    known = {name for _, name in classes} | SPANS | SHAPES
    usual = [p for name in FAMILIES for p in _patterns(files[name], known)]
    strict = _patterns(files["strict"], known)
    return Rules(Lexicon(classes), PatternBook(usual), PatternBook(strict), files["identity"])


def _patterns(file: Vocabulary, known: set[str]) -> list[Pattern[Rule]]:
    if "cut" not in file.tables:
        return []
    rows = file.rows(
        "cut",
        needs=frozenset({"rule", "category", "patterns"}),
        may=frozenset({"takes", "only_unsupplied"}),
    )
    return [_compiled(file, row, text, known) for row in rows for text in row["patterns"]]


def _compiled(
    file: Vocabulary, row: Mapping[str, Any], text: str, known: set[str]
) -> Pattern[Rule]:
    where = f"{file.path.name}: {row['rule']}"
    takes = frozenset(row.get("takes", ()))
    rule = Rule(row["rule"], Category(row["category"]), takes, row.get("only_unsupplied", False))
    try:
        pattern = compile_pattern(text, rule)
    except PatternError as error:
        raise VocabularyError(f"{where}: {error}") from error
    if strange := sorted((pattern.classes() - known) | (takes - SPANS)):
        raise VocabularyError(f"{where}: {', '.join(strange)} is no class")
    return pattern
