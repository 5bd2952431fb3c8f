"""Which words of a message the learned model takes for telling who wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.analysis import Redaction
from nlp.document import Document, Token
from nlp.findings import Findings
from nlp.learned.alike import Alike
from nlp.learned.beside import BesideModel
from nlp.learned.cues import Cues
from nlp.learned.linear import Head, Linear
from nlp.learned.mixing import mixed
from nlp.learned.settings import Cutting, read_config
from nlp.learned.surroundings import surroundings

SENDER = Head("sender", ("no", "yes"))
SENDER_FILE = Path(__file__).with_name("data") / "sender.msgpack"
_RULE = "learned"


class SenderModel:
    """The trained model of words; holds nothing of any text."""

    def __init__(
        self, linear: Linear, cutting: Cutting | None = None, alike: Alike | None = None
    ) -> None:
        """Build it.

        Args:
            linear: the weights.
            cutting: from which probability words are cut; by default as committed.
            alike: which words are alike; by default as shipped.

        Raises:
            LearnedPartMissing: the shipped groups of words are missing or broken.
        """
        self._alike = alike or Alike.shipped()
        self._beside = BesideModel(linear, SENDER)
        self._cutting = cutting or read_config().cutting
        self._weight = read_config().mixing.sender
        self._doubting = read_config().doubting
        self._cues = Cues.shipped()

    @classmethod
    def shipped(cls) -> SenderModel:
        """The model in the package.

        Raises:
            LearnedPartMissing: its file is missing or broken.
        """
        return cls(Linear.load(SENDER_FILE))

    def cuts(
        self, doc: Document, findings: Findings, shares: Sequence[float]
    ) -> tuple[Redaction, ...]:
        """What the model would cut, in order, none overlapping another.

        Args:
            doc: the message.
            findings: what was found in it.
            shares: the probability of each word, see `shares`.
        """
        return self.above(doc, findings, shares, self._cutting)

    def borne_out(
        self, doc: Document, ruled: Sequence[Redaction], shares: Sequence[float]
    ) -> tuple[Redaction, ...]:
        """Cuts of the rules without those in which no word tells of the sender.

        All of them where the encoder took no part: the linear model alone is too often sure.
        """
        if doc.encoding is None:
            return tuple(ruled)
        doubting = self._doubting
        return tuple(
            cut
            for cut in ruled
            if cut.rule.partition(".")[0] in doubting.trusted
            or max((shares[t.index] for t in doc.between(cut.start, cut.end)), default=1.0)
            >= doubting.below
        )

    def above(
        self, doc: Document, findings: Findings, shares: Sequence[float], cutting: Cutting
    ) -> tuple[Redaction, ...]:
        """What is cut where each word has this probability, by other numbers than its own."""
        found = _inside(findings)
        needed = [cutting.found if token.start in found else cutting.spread for token in doc.tokens]
        return tuple(
            self._redaction(doc, first, last) for first, last in _runs(shares, needed, cutting.seed)
        )

    def shares(self, doc: Document, findings: Findings) -> list[float]:
        """For each token the probability that it tells who wrote."""
        around = surroundings(doc, findings, self._cues, self._alike)
        shares: list[float] = self._beside.shares(around).tolist()
        if doc.encoding is None:
            return shares
        whole: list[float] = mixed(shares, doc.encoding.sender, self._weight).tolist()
        return whole

    def _redaction(self, doc: Document, first: int, last: int) -> Redaction:
        tokens: Sequence[Token] = doc.tokens[first:last]
        start, end = tokens[0].start, tokens[-1].end
        category = self._cues.category(tokens)
        return Redaction(
            start=start, end=end, text=doc.text[start:end], rule=_RULE, category=category
        )


def _inside(findings: Findings) -> frozenset[int]:
    everything = (
        *findings.places, *findings.times, *findings.drugs, *findings.vehicles,
        *findings.phones, *findings.handles, *findings.people,
    )  # fmt: skip
    return frozenset(point for f in everything for point in range(f.start, f.end))


def _runs(
    shares: Sequence[float], needed: Sequence[float], seed: float
) -> Iterator[tuple[int, int]]:
    """Runs ``[first, last)`` of tokens above what each needs, with one above ``seed`` in each."""
    first: int | None = None
    for at in range(len(shares) + 1):
        goes_on = at < len(shares) and shares[at] > needed[at]
        if goes_on and first is None:
            first = at
        elif not goes_on and first is not None:
            if max(shares[first:at]) > seed:
                yield first, at
            first = None
