"""An analysis and a fast check by rules that a test writes down, so that no model is needed.

A rule is a line ``kind: what = words``. ``words`` are found in any case in a message:

    alarm: weapon = knife              the fast check sounds
    999: violence = being beaten       triage, and its danger
    ask: in_progress = selling
    place: street = queens road        kind of place; ``town`` also names the town
    time: recurring = every friday     kind of time
    person: = deano                    also drug (its name before =), vehicle, phone
    cut: relationship = my brother     category of a redaction
    sign: cuckooing = took over        safeguarding
    off-topic: = my bin
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from core.analysis import (
    Analysis,
    Category,
    Danger,
    Drug,
    Person,
    Phone,
    Place,
    PlaceKind,
    Reason,
    Redaction,
    Safeguarding,
    Time,
    TimeKind,
    Triage,
    Vehicle,
)
from core.redact import cut

KINDS = frozenset(
    {"alarm", "999", "ask", "place", "time", "person", "drug", "vehicle", "phone", "cut", "sign",
     "off-topic"}
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    kind: str
    what: str
    words: str

    def spans(self, text: str) -> list[tuple[int, int]]:
        found = re.finditer(re.escape(self.words), text, re.IGNORECASE)
        return [match.span() for match in found]


def read_rule(line: str) -> Rule:
    """The rule of a line.

    Raises:
        ValueError: the line is none.
    """
    kind, _, rest = line.partition(":")
    what, equals, words = rest.partition("=")
    if kind.strip() not in KINDS or not equals or not words.strip():
        raise ValueError(f"no rule: {line!r}")
    return Rule(kind.strip(), what.strip(), words.strip())


@dataclass(frozen=True)
class ScriptedAlarm:
    """The fast check."""

    rules: tuple[Rule, ...] = ()

    def sounds(self, text: str) -> Reason | None:
        for rule in self.rules:
            for start, end in rule.spans(text) if rule.kind == "alarm" else ():
                return Reason(start=start, end=end, text=text[start:end], code=Danger(rule.what))
        return None


@dataclass(frozen=True)
class ScriptedAnalyser:
    """The analysis."""

    rules: tuple[Rule, ...] = ()

    async def analyse(self, text: str, at: datetime) -> Analysis:  # noqa: ARG002  # the port has it
        return self.read(text)

    def read(self, text: str) -> Analysis:
        hits = [(rule, *span) for rule in self.rules for span in rule.spans(text)]

        def spans(kind: str) -> list[tuple[str, dict[str, object]]]:
            return [
                (rule.what, {"start": start, "end": end, "text": text[start:end]})
                for rule, start, end in hits
                if rule.kind == kind
            ]

        kinds = {rule.kind for rule, _, _ in hits}
        urgent = "999" if "999" in kinds else "ask" if "ask" in kinds else "101"
        cuts = tuple(Redaction(category=Category(w), **s) for w, s in spans("cut"))  # type: ignore[arg-type]
        return Analysis(
            text=text,
            triage=Triage(urgent),
            reasons=tuple(Reason(code=Danger(w), **s) for w, s in spans(urgent)),  # type: ignore[arg-type]
            safeguarding=tuple(dict.fromkeys(Safeguarding(w) for w, _ in spans("sign"))),
            in_scope="off-topic" not in kinds,
            locations=tuple(_place(w, s) for w, s in spans("place")),
            times=tuple(Time(kind=TimeKind(w), **s) for w, s in spans("time")),  # type: ignore[arg-type]
            drugs=tuple(Drug(drug=w, **s) for w, s in spans("drug")),  # type: ignore[arg-type]
            vehicles=tuple(Vehicle(**s) for _, s in spans("vehicle")),  # type: ignore[arg-type]
            phones=tuple(Phone(**s) for _, s in spans("phone")),  # type: ignore[arg-type]
            people=tuple(Person(**s) for _, s in spans("person")),  # type: ignore[arg-type]
            redactions=cuts,
            sanitised=cut(text, cuts, lambda category: f"[{category}]").text,
        )


def _place(what: str, span: dict[str, object]) -> Place:
    kind = PlaceKind(what)
    town = str(span["text"]).title() if kind is PlaceKind.TOWN else None
    return Place(kind=kind, town=town, **span)  # type: ignore[arg-type]
