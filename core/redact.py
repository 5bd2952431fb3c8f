"""How words are cut out of a text: labels put in, and spans moved along with the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from core.analysis import Analysis, Category, Finding, Redaction


@dataclass(frozen=True, slots=True)
class Cut:
    """A text with words cut out.

    Attributes:
        text: the text after cutting.
        edges: for each cut ``(start, end, shift)``: its span in the old text, and how far
            what follows it moved.
    """

    text: str
    edges: tuple[tuple[int, int, int], ...]

    def move[F: Finding](self, findings: Iterable[F]) -> tuple[F, ...]:
        """The findings that no cut touches, with their spans moved into ``text``."""
        starts = [start for start, _, _ in self.edges]
        kept: list[F] = []
        for finding in findings:
            at = bisect_right(starts, finding.start) - 1
            shift = self.edges[at][2] if at >= 0 else 0
            before_ends = at < 0 or self.edges[at][1] <= finding.start
            next_starts = at + 1 >= len(starts) or starts[at + 1] >= finding.end
            if before_ends and next_starts:
                moved = replace(finding, start=finding.start + shift, end=finding.end + shift)
                kept.append(moved)
        return tuple(kept)


def cut(text: str, redactions: Sequence[Redaction], label: Callable[[Category], str]) -> Cut:
    """Replace each redaction by its label.

    Args:
        text: the text as given.
        redactions: what to cut, in any order; overlapping ones are cut as one, under the
            label of the first.
        label: words to put in place of a cut of a category.

    Returns:
        The text after cutting. Cutting it again with no redactions changes nothing.
    """
    pieces: list[str] = []
    edges: list[tuple[int, int, int]] = []
    at = shift = 0
    for start, end, category in _merged(redactions):
        words = label(category)
        pieces += (text[at:start], words)
        shift += len(words) - (end - start)
        edges.append((start, end, shift))
        at = end
    pieces.append(text[at:])
    return Cut("".join(pieces), tuple(edges))


def cut_analysis(
    was: Analysis, redactions: Sequence[Redaction], label: Callable[[Category], str]
) -> Analysis:
    """An analysis of the text after cutting: only findings that no cut touches are left."""
    done = cut(was.text, redactions, label)
    return replace(
        was,
        text=done.text,
        sanitised=done.text,
        redactions=(),
        reasons=done.move(was.reasons),
        locations=done.move(was.locations),
        times=done.move(was.times),
        drugs=done.move(was.drugs),
        vehicles=done.move(was.vehicles),
        phones=done.move(was.phones),
        handles=done.move(was.handles),
        people=done.move(was.people),
    )


def _merged(redactions: Sequence[Redaction]) -> list[tuple[int, int, Category]]:
    merged: list[tuple[int, int, Category]] = []
    for redaction in sorted(redactions, key=lambda r: (r.start, -r.end)):
        if merged and redaction.start < merged[-1][1]:
            start, end, category = merged[-1]
            merged[-1] = (start, max(end, redaction.end), category)
        else:
            merged.append((redaction.start, redaction.end, redaction.category))
    return merged
