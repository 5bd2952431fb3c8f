"""Which thresholds serve best: the errors of triage weighed by what the policy allows of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from core.analysis import Triage
from nlp.learned.judge import exploits, settle, tells_of_drugs
from nlp.learned.message import Opinion
from nlp.learned.settings import Thresholds
from nlp.triage.judge import Verdict

ALLOWED = {
    (Triage.EMERGENCY, Triage.QUEUE): 0.02,
    (Triage.EMERGENCY, Triage.ASK): 0.05,
    (Triage.QUEUE, Triage.EMERGENCY): 0.03,
    (Triage.QUEUE, Triage.ASK): 0.06,
    (Triage.ASK, Triage.QUEUE): 0.10,
}
"""Share of the first class that may be given the second: the targets for missed_999 (0.02),
recall_999 (0.93, so 0.07 less the missed), false_999, needless_ask and ask_not_ignored (0.9)."""

_GRID = {
    "emergency": (0.3, 0.35, 0.4, 0.45, 0.5, 0.6),
    "overrule": (0.05, 0.1, 0.2, 0.3, 0.4),
    "calm": (0.4, 0.45, 0.5, 0.55, 0.6, 0.65),
    "still": (0.45, 0.5, 0.55, 0.6, 0.7, 0.8),
    "worried": (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75),
}
_GUARD = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
_UNGUARD = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
_SCOPE = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_UNSCOPE = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A tip that no model was trained on: what rules and model say, and what is so."""

    verdict: Verdict
    opinion: Opinion
    triage: Triage
    safeguarding: bool
    in_scope: bool


def cost(cases: Sequence[Case], thresholds: Thresholds) -> float:
    """The errors of triage, each kind in units of what is allowed of it."""
    whole = Counter(case.triage for case in cases)
    wrong = Counter((case.triage, settle(case.verdict, case.opinion, thresholds)) for case in cases)
    return sum(
        wrong[pair] / whole[pair[0]] / allowed
        for pair, allowed in ALLOWED.items()
        if whole[pair[0]]
    )


def choose(cases: Sequence[Case], start: Thresholds) -> Thresholds:
    """Thresholds that find the exploited best, cost least in triage, and tell what is no tip.

    Of equals the first.
    """
    guards = [
        replace(start, safeguarding=guard, unguarded=unguard)
        for guard, unguard in product(_GUARD, _UNGUARD)
    ]
    best = max(guards, key=lambda thresholds: _guarded(cases, thresholds))
    best = min(_grid(best), key=lambda thresholds: cost(cases, thresholds))
    scopes = [
        replace(best, in_scope=scope, unscoped=unscope)
        for scope, unscope in product(_SCOPE, _UNSCOPE)
    ]
    return max(scopes, key=lambda thresholds: _scoped(cases, thresholds))


def _guarded(cases: Sequence[Case], thresholds: Thresholds) -> float:
    """F1 of safeguarding with these thresholds."""
    said = [exploits(case.verdict, case.opinion, thresholds) for case in cases]
    hits = sum(is_said and case.safeguarding for is_said, case in zip(said, cases, strict=True))
    return 2 * hits / max(1, sum(said) + sum(case.safeguarding for case in cases))


def _scoped(cases: Sequence[Case], thresholds: Thresholds) -> int:
    """How many messages are rightly taken for drug tips or for none."""
    return sum(
        tells_of_drugs(case.verdict, case.opinion, thresholds) is case.in_scope for case in cases
    )


def _grid(start: Thresholds) -> Iterator[Thresholds]:
    names = list(_GRID)
    for values in product(*_GRID.values()):
        yield replace(start, **dict(zip(names, values, strict=True)))
