"""What the learned model says of a whole message: how urgent, whom to protect, drugs or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.analysis import Danger, Triage
from nlp.document import Document
from nlp.encoder.encoding import Encoding
from nlp.findings import Findings
from nlp.learned.evidence import evidence
from nlp.learned.linear import Head, Linear
from nlp.learned.mixing import blended, mixed
from nlp.learned.rows import Floats
from nlp.learned.settings import read_config
from nlp.learned.wording import Piece, letters, names, pieces
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
    """A message as the model reads it, with what it was read from.

    Attributes:
        words: runs of words.
        letters: runs of letters inside words.
        evidence: what the rules made of it.
    """

    doc: Document
    findings: Findings
    words: dict[str, float]
    letters: dict[str, float]
    evidence: dict[str, float]

    @property
    def spelled(self) -> dict[str, float]:
        """Words and letters."""
        return self.words | self.letters

    @property
    def features(self) -> dict[str, float]:
        """All: names of words, letters and evidence never look alike."""
        return self.words | self.letters | self.evidence


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
    words = _scaled(dict.fromkeys(names(doc, findings)), _SCALE, _SHORT)
    spelled = _scaled(dict.fromkeys(sorted(letters(doc, findings))), _LETTERED, _SPELLED)
    return Message(doc, findings, words, spelled, evidence(verdict, findings))


def _scaled(runs: Iterable[str], length: float, short: int) -> dict[str, float]:
    names = list(runs)
    return dict.fromkeys(names, length / max(short, len(names)) ** 0.5)


class MessageModel:
    """The trained model of messages; holds nothing of any text."""

    def __init__(self, linear: Linear) -> None:
        self._linear = linear
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
        opinion = self._alone(message)
        encoding = message.doc.encoding
        return opinion if encoding is None else _together(opinion, encoding, self._weight)

    def _alone(self, message: Message) -> Opinion:
        said = self._linear.probabilities(message.features)
        return Opinion(
            triage=dict(zip(Triage, _blended(said, TRIAGE), strict=True)),
            danger=dict(zip(Danger, said[DANGER.name].tolist(), strict=True)),
            safeguarding=_blended(said, SAFEGUARDING)[1],
            in_scope=_blended(said, SCOPE)[1],
        )

    def telling(self, message: Message, triage: Triage) -> tuple[int, int] | None:
        """The words that pull most towards a class: ``[start, end)``, or None if none does."""
        label = list(Triage).index(triage)
        by_clause: dict[int, list[tuple[float, Piece]]] = {}
        for piece in pieces(message.doc, message.findings):
            pull = self._linear.pull(piece.name, by_words(TRIAGE).name, label)
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


def _blended(said: Mapping[str, Floats], head: Head) -> list[float]:
    """The geometric mean of both answers, made to sum to one."""
    middle = np.sqrt(said[head.name] * said[by_words(head).name])
    shares: list[float] = (middle / middle.sum()).tolist()
    return shares


def _extent(pulls: list[tuple[float, Piece]]) -> tuple[int, int]:
    least = _SHOWN * max(pull for pull, _ in pulls)
    shown = list(_above(pulls, least))
    return min(piece.start for piece in shown), max(piece.end for piece in shown)


def _above(pulls: list[tuple[float, Piece]], least: float) -> Iterator[Piece]:
    return (piece for pull, piece in pulls if pull >= least)
