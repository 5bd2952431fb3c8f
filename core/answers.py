"""What staff may say to a sender: questions about what is already known, and nothing that tasks.

A caller who is asked to find something out becomes a covert source without the law's
protection (RIPA 2000 s26(8); CHIS code of practice, December 2022), so such an answer is
refused. One that repeats the tip would tell whoever finds the phone what was reported.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from core.errors import AnswerProblem, AnswerRefused

MAX_ANSWER = 600
SHARED_WORDS = 5
"""So many words in a row that also stand in the tip count as quoting it."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """Questions that may be asked as they are, and words that task.

    Attributes:
        questions: text by key, in the order they are offered.
        tasking: phrases, as tuples of lower-case words.
    """

    questions: dict[str, str]
    tasking: tuple[tuple[str, ...], ...]

    @classmethod
    def shipped(cls) -> AnswerRules:
        """The rules in `answers.toml`."""
        content = tomllib.loads(files("core").joinpath("answers.toml").read_text("utf-8"))
        phrases = tuple(tuple(_words(phrase)) for phrase in content["tasking"]["words"])
        return cls(dict(content["questions"]), phrases)

    def check(self, text: str, tip: Iterable[str]) -> str:
        """The answer as it may be sent: a question's key becomes its text.

        Args:
            text: what staff typed, or the key of a question.
            tip: the approved texts of the tip and its additions.

        Raises:
            AnswerRefused: it is empty, too long, tasks the sender, or quotes the tip.
        """
        if text in self.questions:
            return self.questions[text]
        answer = " ".join(text.split())
        if not answer:
            raise AnswerRefused(AnswerProblem.EMPTY)
        if len(answer) > MAX_ANSWER:
            raise AnswerRefused(AnswerProblem.TOO_LONG)
        said = _words(answer)
        if any(_contains(said, phrase) for phrase in self.tasking):
            raise AnswerRefused(AnswerProblem.TASKING)
        if quotes(answer, tip):
            raise AnswerRefused(AnswerProblem.QUOTES)
        return answer


def quotes(text: str, tip: Iterable[str]) -> bool:
    """Whether a text repeats `SHARED_WORDS` words in a row of a tip's approved texts."""
    said = _runs(_words(text))
    return any(said & _runs(_words(words)) for words in tip)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("'", "").replace("\u2019", ""))


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1)}


def _contains(words: list[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(words[i : i + len(phrase)]) == phrase for i in range(len(words)))
