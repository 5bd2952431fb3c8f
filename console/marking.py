"""How the words of a tip are cut into pieces, so that what was found in them can be marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from core.analysis import Analysis, Finding

KINDS = {
    "phones": "phone",
    "handles": "handle",
    "vehicles": "vehicle",
    "locations": "place",
    "times": "time",
    "people": "person",
    "drugs": "drug",
}
"""Field of `Analysis` to kind of mark; where two findings overlap, the one further up is marked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, in order; all pieces together are the text.

    Attributes:
        text: words of the tip.
        kind: what they were found to be, or "".
        is_end: whether the finding ends here, so that its label follows.
        has_decided: whether the words made the tip urgent.
        is_reason_end: whether the words that made it urgent end here.
    """

    text: str = field(repr=False)
    kind: str = ""
    is_end: bool = False
    has_decided: bool = False
    is_reason_end: bool = False


def pieces(analysis: Analysis) -> tuple[Piece, ...]:
    """The text of an analysis in pieces."""
    text = analysis.text
    owners: list[tuple[Finding, str] | None] = [None] * len(text)
    for name, kind in KINDS.items():
        findings: Sequence[Finding] = getattr(analysis, name)
        for finding in findings:
            if not any(owners[finding.start : finding.end]):
                for index in range(finding.start, min(finding.end, len(text))):
                    owners[index] = (finding, kind)
    decided = {i for reason in analysis.reasons for i in range(reason.start, reason.end)}
    ends = {reason.end for reason in analysis.reasons}
    runs = groupby(range(len(text)), key=lambda i: (owners[i], i in decided))
    return tuple(
        _piece(text, list(run), owner, ends if is_reason else set())
        for (owner, is_reason), run in runs
    )


def _piece(
    text: str, run: list[int], owner: tuple[Finding, str] | None, reason_ends: set[int]
) -> Piece:
    first, end = run[0], run[-1] + 1
    finding, kind = owner or (None, "")
    return Piece(
        text[first:end],
        kind,
        is_end=finding is not None and end >= min(finding.end, len(text)),
        has_decided=bool(reason_ends),
        is_reason_end=end in reason_ends,
    )
