"""Which words of a message show a danger, before anything is judged of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.analysis import Danger
from nlp.document import Document, Token
from nlp.findings import Findings
from nlp.phrases import Match
from nlp.qualifiers.governing import tense_near
from nlp.qualifiers.model import Effect, Qualified, Tense
from nlp.qualifiers.tense import Form, has_before, is_helper, is_ing, is_past, tense_of
from nlp.triage.entries import (
    INNOCENT,
    Entry,
    Kind,
    danger_frames,
    danger_phrases,
    word_class,
)
from nlp.triage.frames import Framed

_REPEATS = 12
"""What one row finds more often than this adds nothing but time."""
_HANDED = 4
_NEAR = 8
"""How many tokens a drug may stand from the verb that sells it."""
_HARM = frozenset({Kind.VIOLENCE, Kind.THREAT, Kind.WEAPON})


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that show a danger: tokens ``[first, last)``, code points ``[start, end)``."""

    entry: Entry
    first: int
    last: int
    start: int
    end: int
    clause: int
    tense: Tense


def find_signs(doc: Document, findings: Findings, clauses: tuple[Qualified, ...]) -> list[Sign]:
    """Every sign of danger whose needs are met, in order.

    Args:
        doc: the message.
        findings: what the finders found; drugs among them meet the need for a ware.
        clauses: one reading for each clause of the document.
    """
    wares = _wares(doc, findings)
    found: list[Sign] = []
    seen: Counter[Entry] = Counter()
    for match in danger_phrases().find(doc.tokens):
        entry = match.payload
        if entry is INNOCENT or seen[entry] >= _REPEATS or not _met(doc, match, entry, wares):
            continue
        seen[entry] += 1
        clause = doc.tokens[match.first].clause
        tense = _tense(doc, match, entry)
        found.append(Sign(entry, match.first, match.last, match.start, match.end, clause, tense))
    found.extend(_framed(doc, goods=bool(wares)))
    found.extend(_coming(doc, clauses, list(found), goods=bool(wares)))
    return found


def _framed(doc: Document, *, goods: bool) -> Iterator[Sign]:
    """Signs told in parts; of each frame no more than a few."""
    seen: Counter[str] = Counter()
    for match in danger_frames().find(doc):
        entry = match.payload if match.form is None else replace(match.payload, form=match.form)
        seen[entry.name] += 1
        unmet = (entry.needs and not goods) or _own_doing(doc, match.first, entry)
        if unmet or seen[entry.name] > _REPEATS:
            continue
        yield _of_frame(doc, match, entry)


def _of_frame(doc: Document, match: Framed[Entry], entry: Entry) -> Sign:
    head = doc.tokens[match.first]
    tense = _tense(doc, match, entry)
    end = doc.tokens[match.last - 1].end
    if entry.strong and match.form is None and tense is Tense.PRESENT:
        tense = Tense.STATE
    return Sign(entry, match.first, match.last, head.start, end, head.clause, tense)


def _wares(doc: Document, findings: Findings) -> tuple[int, ...]:
    """Token places of drugs and supply words, in order."""
    words = word_class("ware")
    starts = {drug.start for drug in findings.drugs}
    return tuple(t.index for t in doc.tokens if t.lower in words or t.start in starts)


def _own_doing(doc: Document, first: int, entry: Entry) -> bool:
    """Whether it is the sender who does not let somebody go."""
    before = doc.tokens[first - 1].key if first else ""
    held = entry.kind is Kind.CAPTIVE and is_helper(doc.tokens[first].lower)
    return held and before in word_class("own_doing")


def _met(doc: Document, match: Match[Entry], entry: Entry, wares: tuple[int, ...]) -> bool:
    if _own_doing(doc, match.first, entry):
        return False
    if not entry.needs:
        return True
    if entry.needs == "drugs":
        return bool(wares)
    if entry.needs == "goods" and _handed(match, wares):
        return True
    if entry.needs in {"ware", "trade"} and _beside(match, wares):
        return True
    if entry.needs == "trade":
        return _at_large(doc, match)
    if entry.needs == "ware":
        return False
    clause = doc.clauses[doc.tokens[match.first].clause]
    words = word_class(entry.needs)
    near = doc.tokens[max(clause.first, match.first - _NEAR) : min(clause.last, match.last + _NEAR)]
    return any(_counts(token, match, words) for token in near)


def _beside(match: Match[Entry], wares: tuple[int, ...]) -> bool:
    before = bisect_left(wares, match.first)
    after = bisect_left(wares, match.last)
    near_before = before > 0 and wares[before - 1] >= match.first - _NEAR
    return near_before or (after < len(wares) and wares[after] < match.last + _NEAR)


def _handed(match: Match[Entry], wares: tuple[int, ...]) -> bool:
    after = bisect_left(wares, match.last)
    return after < len(wares) and wares[after] < match.last + _HANDED


def _at_large(doc: Document, match: Match[Entry]) -> bool:
    """Whether a verb of selling names nothing that it sells."""
    clause = doc.clauses[doc.tokens[match.first].clause]
    if any(token.lower in word_class("honest") for token in doc.words(clause)):
        return False
    at_end = match.last >= clause.last
    return at_end or doc.tokens[match.last].lower in word_class("adrift")


def _counts(token: Token, match: Match[Entry], words: frozenset[str]) -> bool:
    if match.first <= token.index < match.last:
        return False
    return token.lower in words


def _tense(doc: Document, match: Match[Entry] | Framed[Entry], entry: Entry) -> Tense:
    head = doc.tokens[match.first]
    at = doc.clauses[head.clause]
    words = doc.words(at)
    place = match.first - at.first
    if entry.form is not None:
        return tense_of(words, place, entry.form)
    if is_ing(head.lower) or (len(head.lower) > 5 and head.lower.endswith("in")):
        return tense_of(words, place, Form.ING)
    if entry.kind is Kind.WEAPON:
        return tense_near(words, place)
    if len(head.lower) > 4 and head.lower.endswith("ed"):
        tense = tense_of(words, place, Form.PAST)
        lasting = entry.strong and entry.kind is Kind.MEDICAL and tense is Tense.PAST
        if lasting and tense_near(words[:place], place) is not Tense.PAST:
            return Tense.STATE
        return tense
    if head.lower == "got":
        return Tense.STATE if has_before(words, place) else Tense.PAST
    if is_past(head.lower, head.tag):
        return Tense.PAST
    if entry.strong and is_helper(head.lower):
        before = tense_near(words[:place], place)
        return before if before is Tense.PAST else Tense.STATE
    final = match.last - 1 - at.first
    if final < len(words) and is_ing(words[final].lower) and not is_helper(head.lower):
        return tense_of(words, final, Form.ING)
    return tense_near(words, place)


def _coming(
    doc: Document, clauses: tuple[Qualified, ...], signs: list[Sign], *, goods: bool
) -> Iterator[Sign]:
    """What others are about to do, in a message about drugs or harm: something is to arrive."""
    harm = any(sign.entry.kind in _HARM for sign in signs)
    entry = Entry("coming", Kind.ARRIVAL, Danger.IMMINENT, None, "", strong=False)
    traders = word_class("trader")
    for reading in clauses:
        cue = next((c for c in reading.cues if c.effect is Effect.SOON), None)
        if cue is None:
            continue
        clause = reading.clause
        words = {token.lower for token in doc.words(clause)}
        if words & word_class("sender"):
            continue
        if goods or words & traders or (harm and words & word_class("coming")):
            yield Sign(entry, cue.first, cue.last, cue.start, cue.end, clause.index, reading.tense)
