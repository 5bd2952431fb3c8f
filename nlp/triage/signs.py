"""Which words of a message show a danger, before anything is judged of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from core.analysis import Danger
from nlp.document import Document, Token
from nlp.findings import Findings
from nlp.phrases import Match, PhraseBook
from nlp.qualifiers.governing import tense_near
from nlp.qualifiers.model import Effect, Qualified, Tense
from nlp.qualifiers.tense import Form, has_before, is_helper, is_ing, is_past, tense_of
from nlp.triage.inflect import inflected
from nlp.triage.slots import open_rows
from nlp.vocabulary import VocabularyError, read_vocabulary

_REPEATS = 12
"""What one row finds more often than this adds nothing but time."""
_HANDED = 4
_NEAR = 8
"""How many tokens a drug may stand from the verb that sells it."""


class Kind(StrEnum):
    """What sort of danger a sign shows; the triage table is written over these."""

    DEALING = "dealing"
    ARRIVAL = "arrival"
    VISITS = "visits"
    VIOLENCE = "violence"
    ALARM = "alarm"
    THREAT = "threat"
    DREAD = "dread"
    WEAPON = "weapon"
    MEDICAL = "medical"
    CAPTIVE = "captive"
    CHILD = "child"
    SCENE = "scene"
    FIRE = "fire"
    INNOCENT = "innocent"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the vocabulary, for one surface form.

    Attributes:
        form: shape of a verb as typed; None for a phrase that is taken as it stands.
        needs: what must stand beside it: ``ware``, ``drugs``, ``person``, ``wield`` or "".
        strong: whether the words name a state that is grave whenever it is present.
    """

    name: str
    kind: Kind
    code: Danger
    form: Form | None
    needs: str
    strong: bool


_HARM = frozenset({Kind.VIOLENCE, Kind.THREAT, Kind.WEAPON})
_INNOCENT = Entry("innocent", Kind.INNOCENT, Danger.VIOLENCE, None, "", strong=False)


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


@dataclass(frozen=True, slots=True)
class _Book:
    phrases: PhraseBook[Entry]
    classes: Mapping[str, frozenset[str]]


@cache
def _book() -> _Book:
    """The phrases of `signs.toml`; an innocent twin is the longer phrase and so wins."""
    book = read_vocabulary(Path(__file__).with_name("signs.toml"))
    optional = frozenset({"needs", "strong", "words", "verbs"})
    needed = frozenset({"name", "kind", "code"})
    pairs: list[tuple[str, Entry]] = []
    rows = book.rows("sign", needs=needed, may=optional)
    for row in rows:
        pairs.extend(_verbs(row))
    for row in rows:
        pairs.extend((word, _entry(row, None)) for word in row.get("words", ()))
    scenes = read_vocabulary(Path(__file__).with_name("scenes.toml"))
    for row in open_rows(scenes, needed, optional):
        pairs.extend((word, _entry(row, None)) for word in row.get("words", ()))
    for row in book.rows("innocent", needs=frozenset({"words"})):
        pairs.extend((word, _INNOCENT) for word in row["words"])
    classes = {
        name: frozenset(
            word for row in book.rows(name, needs=frozenset({"words"})) for word in row["words"]
        )
        for name in book.tables.keys() - {"sign", "innocent"}
    }
    return _Book(PhraseBook(pairs), classes)


def _entry(row: Mapping[str, Any], form: Form | None) -> Entry:
    try:
        kind, code = Kind(row["kind"]), Danger(row["code"])
    except ValueError as error:
        raise VocabularyError(f"signs.toml: {row['name']}: {error}") from error
    return Entry(row["name"], kind, code, form, row.get("needs", ""), row.get("strong", False))


def _verbs(row: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for verb in row.get("verbs", ()):
        for phrase, form in inflected(verb):
            yield phrase, _entry(row, form)


@cache
def phrase_class(name: str) -> PhraseBook[str]:
    """The phrases of a table of `signs.toml`, to be found in tokens."""
    return PhraseBook((word, word) for word in word_class(name))


def word_class(name: str) -> frozenset[str]:
    """The words of a table of `signs.toml` that rows name in ``needs``, or rules ask for."""
    return _book().classes[name]


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
    for match in _book().phrases.find(doc.tokens):
        entry = match.payload
        if entry is _INNOCENT or seen[entry] >= _REPEATS or not _met(doc, match, entry, wares):
            continue
        seen[entry] += 1
        clause = doc.tokens[match.first].clause
        tense = _tense(doc, match.first, entry, clause)
        found.append(Sign(entry, match.first, match.last, match.start, match.end, clause, tense))
    found.extend(_coming(doc, clauses, list(found), goods=bool(wares)))
    return found


def _wares(doc: Document, findings: Findings) -> tuple[int, ...]:
    """Token places of drugs and supply words, in order."""
    words = word_class("ware")
    starts = {drug.start for drug in findings.drugs}
    return tuple(t.index for t in doc.tokens if t.lower in words or t.start in starts)


def _met(doc: Document, match: Match[Entry], entry: Entry, wares: tuple[int, ...]) -> bool:
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
    return token.lower in words or token.entity == "PERSON"


def _tense(doc: Document, first: int, entry: Entry, clause: int) -> Tense:
    at = doc.clauses[clause]
    words = doc.words(at)
    place = first - at.first
    head = doc.tokens[first]
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
