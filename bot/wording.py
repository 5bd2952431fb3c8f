"""What does a typed word mean at a question, and what is a cut called?

Only whole messages count, word for word after folding. A sentence is never taken for an
answer: what a sender writes is report first.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Self

from bot.keys import option_names
from bot.texts import LOCALES, LocaleError, Texts
from core.analysis import Category
from core.conversation import SMALL_TALK
from core.script import COMMANDS

LONGEST = 60
"""Characters; nothing longer is looked up."""

_APOSTROPHES = "'\u2018\u2019`\u00b4"


class LocalWording:
    """The words of one language that the conversation itself must know."""

    def __init__(
        self, texts: Texts, meanings: Mapping[str, frozenset[str]], polite: frozenset[str]
    ) -> None:
        self._texts = texts
        self._meanings = meanings
        self._labels = {name: fold(texts.option(name)) for name in option_names()}
        self._polite = polite

    @classmethod
    def load(cls, language: str = "en", *, texts: Texts, folder: Path = LOCALES) -> Self:
        """Read and check the typed answers of a language.

        Raises:
            LocaleError: the file is missing or broken, or names an option that does not exist.
        """
        path = folder / language / "answers.toml"
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise LocaleError(f"{path.name}: {error}") from error
        about = content.get("about", {})
        if not about.get("source") or not isinstance(about.get("date"), date):
            raise LocaleError(f"{path.name}: [about] needs a source and a date")
        meanings = {
            name: _phrases(path, name, words) for name, words in content.get("means", {}).items()
        }
        known = option_names() | set(COMMANDS) | SMALL_TALK.keys()
        if strange := sorted(meanings.keys() - known):
            raise LocaleError(f"{path.name}: no such option: {', '.join(strange)}")
        return cls(
            texts, meanings, _phrases(path, "polite", content.get("polite", {}).get("words"))
        )

    def label(self, category: Category) -> str:
        """What stands in place of a cut when the sender is shown it."""
        return self._texts.label(category)

    def understand(self, text: str, choices: Sequence[str]) -> str | None:
        """The option that a typed text means: its label, or a common word for it."""
        if len(text) > LONGEST:
            return None
        said = fold(text)
        if not said:
            return None
        for words in dict.fromkeys((said, self._without_courtesy(said))):
            for choice in choices:
                if words == self._labels.get(choice):
                    return choice
            for choice in choices:
                if words in self._meanings.get(choice, frozenset()):
                    return choice
        return None

    def _without_courtesy(self, said: str) -> str:
        words = said.split()
        while len(words) > 1 and words[-1] in self._polite:
            words.pop()
        while len(words) > 1 and words[0] in self._polite:
            words.pop(0)
        return " ".join(words)


def fold(text: str) -> str:
    """A short message without case, accents of punctuation, apostrophes and stray emoji.

    Emoji stay where there is nothing else, so that a thumb up is an answer.
    """
    plain = "".join(
        c for c in unicodedata.normalize("NFKC", text.casefold()) if c not in _APOSTROPHES
    )
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    if words:
        return " ".join(words)
    return "".join(c for c in plain if unicodedata.category(c) == "So")


def _phrases(path: Path, name: str, words: Any) -> frozenset[str]:  # noqa: ANN401  # whatever the file holds
    if not isinstance(words, list) or not words:
        raise LocaleError(f"{path.name}: {name} needs a list of words")
    for phrase in words:
        if not isinstance(phrase, str) or not phrase or fold(phrase) != phrase:
            raise LocaleError(f"{path.name}: {phrase!r} of {name} is not folded")
    if len(set(words)) != len(words):
        raise LocaleError(f"{path.name}: {name} lists a phrase twice")
    return frozenset(words)
