"""What the learned model says of a whole message: how urgent, whom to protect, drugs or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path

from core.analysis import Danger, Triage
from nlp.document import Document
from nlp.encoder.encoding import Encoding
from nlp.findings import Findings
from nlp.learned.evidence import evidence
from nlp.learned.letters import Letters
from nlp.learned.linear import Head, Linear
from nlp.learned.mixing import blended, mixed
from nlp.learned.settings import read_config
from nlp.learned.wording import Piece, Wording, wording
from nlp.triage.judge import Verdict

DATA = Path(__file__).with_name("data")
MESSAGE = DATA / "message.msgpack"

TRIAGE = Head("triage", tuple(Triage))
DANGER = Head("danger", tuple(Danger))
SAFEGUARDING = Head("safeguarding", ("no", "yes"))
SCOPE = Head("scope", ("no", "yes"))


def by_words(head: Head) -> Head:
    """The head that answers the same question from the words alone, without the rules."""
    return Head(f"{head.name} by words", head.labels)


_SCALE = 8.0
"""Length of the row of words, so that they weigh as much as the rules' evidence, long or short."""
_SHORT = 40
"""Texts of fewer different runs count as this long: two words alone must not shout."""
_LETTERED = 5.0
_SPELLED = 150
"""The same two for runs of letters, of which a word of six has twelve."""
_SHOWN = 0.5
"""Runs that pull at least this share of the strongest one belong to the words shown."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the model reads it.

    Attributes:
        encoding: what the encoder says of it, or None where it took no part.
        wording: its words.
        runs: the different runs of words.
        evidence: what the rules made of it.
    """

    encoding: Encoding | None
    wording: Wording
    runs: tuple[str, ...]
    evidence: dict[str, float]

    @property
    def words(self) -> dict[str, float]:
        """Runs of words."""
        return dict.fromkeys(self.runs, word_value(len(self.runs)))

    @property
    def spelled(self) -> dict[str, float]:
        """Words, and runs of letters inside them."""
        letters = sorted(self.wording.letters())
        return self.words | dict.fromkeys(letters, letter_value(len(letters)))

    @property
    def features(self) -> dict[str, float]:
        """All: names of words, letters and evidence never look alike."""
        return self.spelled | self.evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """Probabilities between 0 and 1, each by itself.

    Each but ``danger`` is the middle of two answers: one from the words and what the rules made
    of them, one from the words alone. The rules were written by people who had read the tips
    that the model is trained on, so a model that leans on them trusts them more than they
    deserve on tips that nobody has seen.

    Attributes:
        triage: of each class.
        danger: of each danger, given that there is one.
        safeguarding: that somebody vulnerable is exploited.
        in_scope: that it tells of supply or production of drugs.
        encoded: whether the encoder was heard.
    """

    triage: dict[Triage, float]
    danger: dict[Danger, float]
    safeguarding: float
    in_scope: float
    encoded: bool = False


def read_message(doc: Document, findings: Findings, verdict: Verdict) -> Message:
    """The features of a message: its words, and what the rules made of it."""
    words = wording(doc, findings)
    runs = tuple(dict.fromkeys(words.names()))
    return Message(doc.encoding, words, runs, evidence(verdict, findings))


def word_value(count: int) -> float:
    """The value of each of so many different runs of words."""
    return _SCALE / sqrt(max(_SHORT, count))


def letter_value(count: int) -> float:
    """The value of each of so many different runs of letters."""
    return _LETTERED / sqrt(max(_SPELLED, count))


class MessageModel:
    """The trained model of messages; holds nothing of any text."""

    def __init__(self, linear: Linear) -> None:
        self._linear = linear
        self._letters = Letters(linear.columns)
        self._weight = read_config().mixing.message

    @classmethod
    def shipped(cls) -> MessageModel:
        """The model in the package.

        Raises:
            LearnedPartMissing: its file is missing or broken.
        """
        return cls(Linear.load(MESSAGE))

    def opinion(self, message: Message) -> Opinion:
        """What the model says of a message, together with the encoder where it took part."""
        opinion, encoding = self._alone(message), message.encoding
        return opinion if encoding is None else _together(opinion, encoding, self._weight)

    def _alone(self, message: Message) -> Opinion:
        said = self._linear.said(*self._found(message))
        return Opinion(
            triage=dict(zip(Triage, _blended(said, TRIAGE), strict=True)),
            danger=dict(zip(Danger, said[DANGER.name], strict=True)),
            safeguarding=_blended(said, SAFEGUARDING)[1],
            in_scope=_blended(said, SCOPE)[1],
        )

    def _found(self, message: Message) -> tuple[list[int], list[float]]:
        """The columns of the features of a message and their values, as `Message.features` has."""
        place = self._linear.columns.get
        columns = [column for run in message.runs if (column := place(run)) is not None]
        values = [word_value(len(message.runs))] * len(columns)
        letters, count = self._letters.of(message.wording.spelled)
        columns += letters
        values += [letter_value(count)] * len(letters)
        for name, value in message.evidence.items():
            if (column := place(name)) is not None:
                columns.append(column)
                values.append(value)
        return columns, values

    def telling(self, message: Message, triage: Triage) -> tuple[int, int] | None:
        """The words that pull most towards a class: ``[start, end)``, or None if none does."""
        pieces = list(message.wording.pieces())
        names = [piece.name for piece in pieces]
        pulls = self._linear.pull(names, by_words(TRIAGE).name, list(Triage).index(triage))
        by_clause: dict[int, list[tuple[float, Piece]]] = {}
        for piece, pull in zip(pieces, pulls, strict=True):
            if pull > 0 and piece.end > piece.start:
                by_clause.setdefault(piece.clause, []).append((pull, piece))
        if not by_clause:
            return None
        strongest = max(by_clause.values(), key=lambda pulls: sum(pull for pull, _ in pulls))
        return _extent(strongest)


def _together(opinion: Opinion, encoding: Encoding, weight: float) -> Opinion:
    linear = [opinion.triage[triage] for triage in Triage]
    triage = blended(linear, [encoding.triage[triage] for triage in Triage], weight)
    answers = (opinion.safeguarding, opinion.in_scope)
    guarded, scope = mixed(answers, (encoding.safeguarding, encoding.in_scope), weight)
    return replace(
        opinion,
        triage=dict(zip(Triage, triage.tolist(), strict=True)),
        safeguarding=float(guarded),
        in_scope=float(scope),
        encoded=True,
    )


def _blended(said: Mapping[str, Sequence[float]], head: Head) -> list[float]:
    """The geometric mean of both answers, made to sum to one."""
    both = zip(said[head.name], said[by_words(head).name], strict=True)
    middle = [sqrt(one * two) for one, two in both]
    return [share / sum(middle) for share in middle]


def _extent(pulls: list[tuple[float, Piece]]) -> tuple[int, int]:
    least = _SHOWN * max(pull for pull, _ in pulls)
    shown = list(_above(pulls, least))
    return min(piece.start for piece in shown), max(piece.end for piece in shown)


def _above(pulls: list[tuple[float, Piece]], least: float) -> Iterator[Piece]:
    return (piece for pull, piece in pulls if pull >= least)
