"""What the rules found in a message, as features: the learned judge stands on their shoulders."""

from __future__ import annotations

from nlp.findings import Findings
from nlp.triage.judge import Verdict

_MOST = 2
"""More drugs or places than this say nothing more."""


def evidence(verdict: Verdict, findings: Findings) -> dict[str, float]:
    """Features of the rules' decision, the qualifiers and events behind it, and the findings."""
    names = {f"=triage {verdict.triage}"}
    names.update(f"=row {row}" for row in verdict.fired)
    names.update(f"=code {reason.code}" for reason in verdict.reasons)
    names.update(f"=sign {sign}" for sign in verdict.safeguarding)
    names.update(f"=time {time.kind}" for time in findings.times)
    names.update(_of_clauses(verdict))
    names.update(_of_events(verdict))
    features = dict.fromkeys(sorted(names), 1.0)
    features["=scope"] = float(verdict.in_scope)
    features["=drugs"] = float(min(_MOST, len(findings.drugs)))
    features["=places"] = float(min(_MOST, len(findings.places)))
    return features


def _of_clauses(verdict: Verdict) -> set[str]:
    names: set[str] = set()
    for clause in verdict.clauses:
        names.add(f"=when {clause.time}")
        names.add(f"=tense {clause.tense} {clause.time}")
        if clause.stated:
            names.add(f"=stated {clause.time}")
        names.update(f"=cue {cue.effect}" for cue in clause.cues)
    if verdict.clauses:
        first, last = verdict.clauses[0], verdict.clauses[-1]
        names.add(f"=first {first.time} {first.tense}")
        names.add(f"=last {last.time}")
    return names


def _of_events(verdict: Verdict) -> set[str]:
    names: set[str] = set()
    for event in verdict.events:
        kind = event.sign.entry.kind
        held = "not" if event.denied or event.imagined else "so"
        names.update(
            {f"=event {kind}", f"=event {kind} {event.when} {held}", f"=event {kind} {event.tense}"}
        )
        if event.lively:
            names.add("=lively")
    return names
