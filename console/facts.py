"""What was found in a tip, in lists by kind: the words, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from console.wording import Words, vehicle
from core.analysis import Analysis, Danger, Triage
from core.desk_ports import Opened
from core.tip import Part, Priority


@dataclass(frozen=True, slots=True)
class Fact:
    """Words of a tip, and what is known of them in words of ours or of a gazetteer."""

    text: str = field(repr=False)
    meaning: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Why:
    """A danger, and the words that showed it; none when they were cut."""

    danger: Danger
    texts: tuple[str, ...] = field(repr=False)


def found_in(opened: Opened, words: Words) -> dict[str, tuple[Fact, ...]]:
    """Everything found, by kind, each once; kinds with nothing are left out."""
    analyses = [part.analysis for part in _parts(opened)]
    lists = {
        "place": _once(Fact(p.text, words.place(p)) for a in analyses for p in a.locations),
        "time": _once(Fact(t.text, words.time(t)) for a in analyses for t in a.times),
        "drug": _once(Fact(d.text, words.drug(d.drug)) for a in analyses for d in a.drugs),
        "vehicle": _once(Fact(v.text, vehicle(v)) for a in analyses for v in a.vehicles),
        "phone": _once(Fact(p.text, p.number or "") for a in analyses for p in a.phones),
        "handle": _once(Fact(h.text, h.network or "") for a in analyses for h in a.handles),
        "person": _once(Fact(p.text) for a in analyses for p in a.people),
    }
    return {kind: facts for kind, facts in lists.items() if facts}


def reasons_of(opened: Opened) -> tuple[Why, ...]:
    """Why the machine gave the tip its priority, with the words that decided."""
    said: dict[Danger, list[str]] = {danger: [] for danger in opened.details.dangers}
    for analysis in _analyses(opened.details.parts):
        for reason in analysis.reasons:
            said.setdefault(reason.code, []).append(reason.text)
    return tuple(Why(danger, tuple(dict.fromkeys(texts))) for danger, texts in said.items())


def ground_of(opened: Opened) -> str:
    """What decided where no danger and no sign did (`core.priority.propose`), or ""."""
    if opened.row.machine_priority is Priority.LOW:
        return "out_of_scope"
    is_quiet = opened.details.triage is Triage.QUEUE and not opened.details.safeguarding
    return "soon" if is_quiet and opened.row.machine_priority is Priority.HIGH else ""


def _analyses(parts: Iterable[Part]) -> Iterator[Analysis]:
    return (part.analysis for part in parts)


def _parts(opened: Opened) -> Iterator[Part]:
    for parts in (opened.details.parts, *opened.additions):
        yield from parts


def _once(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(dict.fromkeys(facts))
