"""Which places of a message are of the activity, by the rules and the encoder.

The rules find every place they can; the encoder knows that ``from Castleford way`` tells where
somebody is from, and where a name begins and ends. Without the encoder all that the rules found
stand as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.analysis import Finding, Place
from nlp.document import Document
from nlp.findings import Findings
from nlp.learned.settings import Placing, read_config

_RULE = "learned"
_APART = frozenset(",;:.!?()")
"""What no place reaches over by the encoder's word alone."""

type Run = tuple[int, int]
"""Tokens ``[first, last)``."""


class LearnedPlaces:
    """Tells the places of the activity; holds nothing of any text."""

    def __init__(self, placing: Placing | None = None) -> None:
        """Build it.

        Args:
            placing: from which probabilities on a word is of a place; by default as committed.
        """
        self._placing = placing or read_config().placing

    def stated(self, doc: Document, findings: Findings) -> tuple[Place, ...]:
        """The places of the activity and those near it, in order, none overlapping another.

        Args:
            doc: the message.
            findings: what was found in it.
        """
        if doc.encoding is None:
            return findings.places
        return _Reading(doc, findings, doc.encoding.places, self._placing).places()


class _Reading:
    """One document: which of its words are taken, and what the encoder says of each."""

    def __init__(
        self, doc: Document, findings: Findings, shares: Sequence[float], placing: Placing
    ) -> None:
        self._doc = doc
        self._placing = placing
        self._shares = shares
        self._known = [(place, self._run(place)) for place in findings.places]
        self._free = [token.text not in _APART for token in doc.tokens]
        others: tuple[Sequence[Finding], ...] = (
            findings.places, findings.times, findings.drugs, findings.vehicles, findings.phones,
            findings.handles,
        )  # fmt: skip
        for finding in (one for found in others for one in found):
            first, last = self._run(finding)
            self._free[first:last] = [False] * (last - first)

    def places(self) -> tuple[Place, ...]:
        """Those of the rules that the encoder does not deny, with their whole names."""
        return tuple(
            self._widened(place, run)
            for place, run in self._known
            if max(self._shares[run[0] : run[1]], default=1.0) >= self._placing.denied
        )

    def _run(self, finding: Finding) -> Run:
        own = self._doc.between(finding.start, finding.end)
        return (own[0].index, own[-1].index + 1) if own else (0, 0)

    def _is_more(self, at: int) -> bool:
        free = 0 <= at < len(self._free) and self._free[at]
        return free and self._shares[at] >= self._placing.widened

    def _widened(self, place: Place, run: Run) -> Place:
        """A place with the words beside it that are of its name."""
        first, last = run
        while self._is_more(first - 1):
            first -= 1
        while self._is_more(last):
            last += 1
        if (first, last) == run:
            return place
        self._free[first:last] = [False] * (last - first)
        start = min(place.start, self._doc.tokens[first].start)
        end = max(place.end, self._doc.tokens[last - 1].end)
        text, rule = self._doc.text[start:end], f"{place.rule}+{_RULE}"
        return replace(place, start=start, end=end, text=text, rule=rule)
