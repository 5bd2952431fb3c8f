"""How much other tips weigh: what ties them, which stand alone, which look like one caller's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from core.desk_ports import Opened
from core.links import (
    SUSPECT,
    Likeness,
    Link,
    LinkRules,
    Links,
    Repeat,
    Thing,
    Trace,
    traces_of,
    words_of,
)
from core.tip import Status, TipRow

_NOT_COUNTED = frozenset({Status.JUNK, Status.DUPLICATE})
"""Tips that corroborate nothing: a person has decided so."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A tip as it is compared."""

    row: TipRow
    words: str = field(repr=False)
    traces: frozenset[Trace] = field(repr=False)


@dataclass(slots=True)
class Scale:
    """Compares tips that are open; takes milliseconds, so it belongs in a thread."""

    likeness: Likeness
    rules: LinkRules
    _known: dict[frozenset[str], float] = field(default_factory=dict)

    def weigh(self, opened: Opened, others: Sequence[Opened]) -> Links:
        """What ties a tip to others."""
        own, reads = self._read(opened), [self._read(other) for other in others]
        links = [link for read in reads if (link := self._link(own, read)) is not None]
        links.sort(
            key=lambda link: (link.near_equal, len(link.shared), link.likeness), reverse=True
        )
        shared = dict.fromkeys(trace for link in links for trace in link.shared)
        repeats = (self._repeat(trace, own, reads) for trace in shared if trace.thing in SUSPECT)
        return Links(
            found=tuple(links),
            corroboration=tuple((trace, self._independent(trace, own, reads)) for trace in shared),
            repeats=tuple(repeat for repeat in repeats if repeat is not None),
        )

    def _read(self, opened: Opened) -> _Read:
        traces = traces_of(opened, self.rules)
        things = frozenset(trace for trace in traces if trace.thing is not Thing.WORDS)
        return _Read(opened.row, words_of(opened), things)

    def _link(self, own: _Read, other: _Read) -> Link | None:
        shared = sorted(own.traces & other.traces, key=lambda trace: (trace.thing, trace.value))
        likeness = self._like(own, other)
        near_equal = likeness >= self.rules.near_equal
        if not shared and not near_equal:
            return None
        return Link(row=other.row, shared=tuple(shared), likeness=likeness, near_equal=near_equal)

    def _like(self, one: _Read, other: _Read) -> float:
        pair = frozenset({one.row.id, other.row.id})
        if pair not in self._known:
            self._known[pair] = self.likeness.of(one.words, other.words)
        return self._known[pair]

    def _independent(self, trace: Trace, own: _Read, others: Iterable[_Read]) -> int:
        """How many tips speak of a thing in words that no earlier one of them has."""
        speak = [
            read
            for read in (own, *others)
            if trace in read.traces and (read is own or read.row.status not in _NOT_COUNTED)
        ]
        counted: list[_Read] = []
        for read in sorted(speak, key=lambda read: (read.row.arrived, read.row.id)):
            if all(self._like(read, earlier) < self.rules.near_equal for earlier in counted):
                counted.append(read)
        return len(counted)

    def _repeat(self, trace: Trace, own: _Read, others: Iterable[_Read]) -> Repeat | None:
        """Most tips like this one that arrived within one stretch of days together with it."""
        alike = [own] + [
            read
            for read in others
            if trace in read.traces and self._like(own, read) >= self.rules.repeat_likeness
        ]
        alike.sort(key=lambda read: (read.row.arrived, read.row.id))
        stretches = [
            [read for read in alike if self._is_soon(first, read)]
            for first in alike
            if self._is_soon(first, own)
        ]
        most = max(stretches, key=len)
        if len(most) < self.rules.repeat_tips:
            return None
        return Repeat(trace=trace, tips=tuple(read.row.id for read in most))

    def _is_soon(self, first: _Read, then: _Read) -> bool:
        since = then.row.arrived - first.row.arrived
        return timedelta(0) <= since <= self.rules.repeat_within
