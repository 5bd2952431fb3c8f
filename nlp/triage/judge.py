"""How urgent a message is, why, who in it needs protection, and whether it is a drug tip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis import Reason, Safeguarding, TimeKind, Triage
from nlp.document import Document
from nlp.findings import Findings
from nlp.qualifiers.clock import place_time
from nlp.qualifiers.model import Qualified, When
from nlp.qualifiers.read import read_qualifiers
from nlp.triage.entries import Kind
from nlp.triage.events import Event, Scene, read_event, read_scene
from nlp.triage.hints import weigh_hints
from nlp.triage.row import Row
from nlp.triage.safeguarding import find_exploitation
from nlp.triage.scope import is_drug_tip, of_the_trade
from nlp.triage.signs import find_signs
from nlp.triage.table import NO_TIME, decide

_JOINED = 60
"""A cue within so many code points is shown in one span with the danger it places."""

_ORDER = {Triage.EMERGENCY: 2, Triage.ASK: 1, Triage.QUEUE: 0}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one message.

    Attributes:
        triage: what to do now.
        reasons: dangers that decided it; empty for ``101``.
        safeguarding: signs that somebody vulnerable is exploited, each once.
        in_scope: whether it tells of supply or production of drugs.
        fired: names of the table's rows that spoke, in the order of the text, each once.
        clear: the first reason of a row that needs no second look, if one calls for 999.
        timed: whether a row calls for 999 since a time of day said in the text is less than an
            hour off: who reads words alone cannot know that.
        put_off: whether nothing calls for 999 and something is planned for a day or time of day
            that is further off.
        clauses: what was read of each clause.
        events: the dangers that were judged.
    """

    triage: Triage
    reasons: tuple[Reason, ...]
    safeguarding: tuple[Safeguarding, ...]
    in_scope: bool
    fired: tuple[str, ...]
    clear: Reason | None = None
    timed: bool = False
    put_off: bool = False
    clauses: tuple[Qualified, ...] = ()
    events: tuple[Event, ...] = ()


class Judge:
    """Decides over the vocabulary and the table of this package; holds no state of messages."""

    def judge(self, doc: Document, findings: Findings) -> Verdict:
        """Decide one message.

        Args:
            doc: the message, with or without tags.
            findings: what the finders found; may be empty.
        """
        clauses = read_qualifiers(doc, findings.times)
        signs = find_signs(doc, findings, clauses)
        scene = read_scene(doc, clauses, signs)
        events = [read_event(doc, sign, clauses[sign.clause], scene) for sign in signs]
        decided = [(event, decide(event)) for event in events]
        decided = _joined(_framed(decided, clauses, scene))
        trade = is_drug_tip(doc, findings, clauses, signs)
        if not trade:
            decided = [pair for pair in decided if not _mere_child(pair[0])]
        triage = max((row.call for _, row in decided), key=_ORDER.__getitem__, default=Triage.QUEUE)
        exploited = find_exploitation(doc, clauses, trade=trade)
        reasons = _reasons(doc, decided, triage)
        if triage is not Triage.EMERGENCY and (trade or exploited or scene.live):
            hints = weigh_hints(doc, clauses, scene, exploited=bool(exploited))
            if _ORDER[hints.call] > _ORDER[triage]:
                triage, reasons = hints.call, hints.reasons
        return Verdict(
            triage=triage,
            reasons=reasons,
            safeguarding=exploited,
            in_scope=trade or of_the_trade(exploited),
            fired=tuple(dict.fromkeys(row.name for _, row in decided)),
            clear=_clear(doc, decided),
            timed=_is_timed(doc, findings, decided),
            put_off=triage is Triage.QUEUE and _is_put_off(doc, findings, events),
            clauses=clauses,
            events=tuple(events),
        )

    def clear(self, doc: Document, findings: Findings) -> Reason | None:
        """`judge(doc, findings).clear`, in half the time.

        What else a message tells changes no row that needs no second look: times said elsewhere
        take back only dealing without a time, a scene draws in only what is no emergency alone,
        and a child that is no danger without drugs has no such row.

        Args:
            doc: the message, with or without tags.
            findings: what the finders found; may be empty.
        """
        clauses = read_qualifiers(doc, findings.times)
        signs = find_signs(doc, findings, clauses)
        if not signs:
            return None
        scene = read_scene(doc, clauses, signs)
        for sign in signs:
            event = read_event(doc, sign, clauses[sign.clause], scene)
            row = decide(event)
            if row.clear and row.call is Triage.EMERGENCY and not _mere_child(event):
                return _reason(doc, event, row)
        return None


def _mere_child(event: Event) -> bool:
    """Whether a child is about, which is a danger only where drugs are or nobody minds it."""
    return event.sign.entry.kind is Kind.SCENE and not event.alone


_FRAMES = frozenset({When.PAST, When.HABIT, When.FUTURE})
_WITHIN = Row(name="dealing among other times", call=Triage.QUEUE)


def _framed(
    decided: Sequence[tuple[Event, Row]], clauses: tuple[Qualified, ...], scene: Scene
) -> list[tuple[Event, Row]]:
    """Dealing without a time, in a message that says when: the time said is its own."""
    says_when = any(reading.stated and reading.time in _FRAMES for reading in clauses)
    if not says_when or scene.live or scene.here:
        return list(decided)
    return [(event, _WITHIN if row.name == NO_TIME else row) for event, row in decided]


_WEAPON_TOO = Row(name="weapon where it happens", call=Triage.EMERGENCY)
_CHILD_TOO = Row(name="child where it happens", call=Triage.EMERGENCY)


def _joined(decided: Sequence[tuple[Event, Row]]) -> list[tuple[Event, Row]]:
    """An emergency draws in the weapon and the child that are at its scene."""
    if not any(row.call is Triage.EMERGENCY for _, row in decided):
        return list(decided)
    joined: list[tuple[Event, Row]] = []
    for event, row in decided:
        kind = event.sign.entry.kind
        live = not (event.denied or event.imagined) and event.when in {When.UNKNOWN, When.NOW}
        if live and kind is Kind.WEAPON and row.call is Triage.ASK:
            joined.append((event, _WEAPON_TOO))
        elif live and kind is Kind.SCENE and row.call is not Triage.EMERGENCY:
            joined.append((event, _CHILD_TOO))
        else:
            joined.append((event, row))
    return joined


def _reasons(
    doc: Document, decided: Sequence[tuple[Event, Row]], triage: Triage
) -> tuple[Reason, ...]:
    if triage is Triage.QUEUE:
        return ()
    reasons = {_reason(doc, event, row): None for event, row in decided if row.call is triage}
    return tuple(sorted(reasons, key=lambda reason: (reason.start, reason.end)))


def _is_timed(doc: Document, findings: Findings, decided: Sequence[tuple[Event, Row]]) -> bool:
    due = any(row.call is Triage.EMERGENCY and event.when is When.SOON for event, row in decided)
    return due and _is_said(doc, findings, When.SOON)


def _is_put_off(doc: Document, findings: Findings, events: Sequence[Event]) -> bool:
    planned = any(event.when is When.FUTURE for event in events)
    return planned and _is_said(doc, findings, When.FUTURE)


def _is_said(doc: Document, findings: Findings, when: When) -> bool:
    """Whether a day or time of day that is said lies there."""
    return any(
        time.kind is TimeKind.POINT and place_time(time, doc.at) is when for time in findings.times
    )


def _clear(doc: Document, decided: Sequence[tuple[Event, Row]]) -> Reason | None:
    for event, row in decided:
        if row.clear and row.call is Triage.EMERGENCY:
            return _reason(doc, event, row)
    return None


def _reason(doc: Document, event: Event, row: Row) -> Reason:
    start, end = _span(event)
    cue = f", {event.cue.effect}" if event.cue else ""
    return Reason(
        start=start,
        end=end,
        text=doc.text[start:end],
        code=row.code or event.sign.entry.code,
        rule=f"{row.name}{cue}",
    )


def _span(event: Event) -> tuple[int, int]:
    """The danger's words, with the cue that placed it in time where that stands close by."""
    sign, cue = event.sign, event.cue
    if cue is None:
        return sign.start, sign.end
    start, end = min(sign.start, cue.start), max(sign.end, cue.end)
    return (start, end) if end - start <= _JOINED else (sign.start, sign.end)
