"""How proposed cuts become redactions: what the police need is spared, overlaps are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.analysis import Category, Redaction

_EDGE = " \t\n.,;:!?()-\"'\u2018\u2019\u201c\u201d\u2013\u2014"


PROPOSED = "proposed."
"""Family of the cuts that no rule made."""
_LAST = ("owner.", "strict.", "deed.", PROPOSED)
"""Families of broad rules, which name a cut only where no other rule does."""

_BRIEF = ("deed.did", "deed.am")
"""Rules whose cut ends at the first thing it spares: what follows is said of that thing."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Words ``[start, end)`` that a rule would cut; ``takes``: kinds of finding that go too."""

    start: int
    end: int
    category: Category
    rule: str
    takes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Guard:
    """A finding ``[start, end)`` of a kind that a cut spares unless it takes that kind."""

    start: int
    end: int
    kind: str


def spared(cuts: Iterable[Cut], guards: Sequence[Guard]) -> list[Cut]:
    """The cuts without the findings that each must spare; one may fall into pieces.

    Guards must be in order of their start.
    """
    ordered = sorted(cuts, key=lambda c: c.start)
    pieces: list[Cut] = []
    low = 0
    for cut in ordered:
        while low < len(guards) and guards[low].end <= cut.start:
            low += 1
        at = cut.start
        for guard in guards[low:]:
            if guard.start >= cut.end:
                break
            if guard.kind in cut.takes or guard.end <= at:
                continue
            if guard.start > at:
                pieces.append(Cut(at, guard.start, cut.category, cut.rule))
            at = cut.end if cut.rule.startswith(_BRIEF) else guard.end
        if at < cut.end:
            pieces.append(Cut(at, cut.end, cut.category, cut.rule))
    return pieces


def joined(
    text: str, cuts: Iterable[Cut], worth: Callable[[Redaction], bool]
) -> tuple[Redaction, ...]:
    """Redactions in order, none overlapping another.

    Cuts that overlap, or have only blanks between them, become one, under the category of
    the longest.

    Args:
        text: the text as given.
        cuts: what is to go, already spared.
        worth: whether a redaction is worth making.
    """
    trimmed = [c for c in (_trimmed(text, cut) for cut in cuts) if c is not None]
    groups: list[list[Cut]] = []
    end = 0
    for cut in sorted(trimmed, key=lambda c: (c.start, -c.end)):
        if groups and (cut.start <= end or text[end : cut.start].strip(" ") == ""):
            groups[-1].append(cut)
        else:
            groups.append([cut])
            end = cut.end
        end = max(end, cut.end)
    found = [_redaction(text, group) for group in groups]
    return tuple(r for r in found if worth(r))


def _redaction(text: str, group: list[Cut]) -> Redaction:
    start, end = group[0].start, max(c.end for c in group)
    main = max(group, key=lambda c: (not c.rule.startswith(_LAST), c.end - c.start))
    return Redaction(
        start=start, end=end, text=text[start:end], rule=main.rule, category=main.category
    )


def _trimmed(text: str, cut: Cut) -> Cut | None:
    start, end = cut.start, cut.end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Cut(start, end, cut.category, cut.rule) if start < end else None
