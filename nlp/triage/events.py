"""Whether each sign of danger is going on: its time, certainty and the scene it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.document import Document
from nlp.qualifiers.model import Cue, Effect, Modality, Qualified, Source, Tense, When
from nlp.triage.entries import Kind, phrase_class, word_class
from nlp.triage.midst import find_midst
from nlp.triage.signs import Sign

_OWN_MODES = frozenset({Modality.FICTION, Modality.HYPOTHETICAL, Modality.WISH, Modality.QUESTION})
_PRESENT_CUES = frozenset({Effect.NOW, Effect.AGAIN, Effect.SOON})
_HURT = frozenset(
    {Kind.VIOLENCE, Kind.ALARM, Kind.WEAPON, Kind.MEDICAL, Kind.CAPTIVE, Kind.THREAT, Kind.CHILD}
)
_OUTLASTS = frozenset({Kind.MEDICAL, Kind.FIRE, Kind.CAPTIVE, Kind.CHILD})
"""Dangers that are not over when whoever began them is gone."""
_STAYS = frozenset({Tense.STATE, Tense.NONE, Tense.PROGRESSIVE, Tense.PRESENT})
_STRETCH = 10
_BEFORE = 12
_ACTS = 10
"""So many tokens after a weapon may tell what is done with it."""
_GRIP = 4
"""So many tokens may stand between a weapon and the words that put it in a hand."""
_KEPT = frozenset({Kind.WEAPON, Kind.THREAT, Kind.DREAD, Kind.VIOLENCE, Kind.MEDICAL})
"""What a new sentence tells of is not done by habit because the one before told of habits."""
_FELT = frozenset({Tense.STATE, Tense.PROGRESSIVE, Tense.NONE})
"""A fear told of so is felt still, whatever past thing began it."""
_NOT_CARRIED = frozenset({Tense.PRESENT, Tense.DURATIVE, Tense.PAST, Tense.FUTURE, Tense.WOULD})
"""Forms that a "now" of the clause before says nothing of."""
_SHORT = 4
_SHOUTED = 12
"""So many letters, nine tenths of them capitals, are shouting rather than an acronym."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the whole message tells of the moment it was written in.

    Attributes:
        urgent: it calls for help, comes from a hiding place, or is shouted.
        there: the sender is at the scene.
        fresh: something is told that was done a moment ago or is done still.
        here: somebody dangerous is said to be there.
        now: a clause without a danger of its own says that it goes on now.
        again: words say that a habit is being kept just now.
        cue: the first words that told so, if any.
    """

    urgent: bool = False
    there: bool = False
    fresh: bool = False
    here: bool = False
    now: bool = False
    again: bool = False
    cue: Cue | None = None

    @property
    def live(self) -> bool:
        """Whether it is written as things happen."""
        return self.urgent or self.there or self.fresh or self.now or self.again


@dataclass(frozen=True, slots=True)
class Event:
    """A sign of danger with its time and certainty.

    Attributes:
        denied: a denial covers it.
        imagined: it is wished, supposed, asked about or made up.
        general: it is told of people or times in general.
        brandished: somebody is doing something with the weapon.
        gripped: the weapon is in somebody's hand.
        alone: a child has nobody with it.
        within: a child is where the drugs are.
        own: it is done to the sender.
        lively: help is called for, or something is said to go on just now.
        cue: the words that gave it its time, if any.
    """

    sign: Sign
    when: When
    tense: Tense
    denied: bool
    imagined: bool
    possible: bool
    source: Source
    general: bool
    brandished: bool
    gripped: bool
    alone: bool
    within: bool
    own: bool
    lively: bool
    cue: Cue | None


def read_scene(doc: Document, clauses: tuple[Qualified, ...], signs: list[Sign]) -> Scene:
    """What the message tells of the moment it was written in."""
    with_sign = {sign.clause for sign in signs}
    cues: list[Cue] = []
    found: set[str] = set()
    for reading in clauses:
        if reading.modality in _OWN_MODES and not reading.has(Effect.URGENT):
            continue
        for cue in reading.cues:
            if (name := _tells(cue, reading, with_sign)) and not reading.denies(cue.first):
                found.add(name)
                cues.append(cue)
    midst = find_midst(doc, clauses)
    urgent = "urgent" in found or midst.crying or midst.hiding or _shouted(doc.text)
    there = midst.there or midst.hiding
    names = ("here" in found, "now" in found, "again" in found)
    return Scene(urgent, there, midst.fresh, *names, cues[0] if cues else None)


def _tells(cue: Cue, reading: Qualified, with_sign: set[int]) -> str:
    if cue.effect is Effect.URGENT and reading.time in {When.UNKNOWN, When.NOW, When.SOON}:
        return "urgent"
    if cue.effect is Effect.AGAIN and reading.time is When.NOW:
        return "again"
    if cue.effect is Effect.HERE and reading.has(Effect.NOW):
        return "again"
    if cue.effect is Effect.HERE and reading.time not in {When.PAST, When.HABIT}:
        return "here" if reading.tense is not Tense.PAST else ""
    if cue.effect is Effect.NOW and reading.time is When.NOW and _present(cue, reading):
        return "now" if reading.clause.index not in with_sign else ""
    return ""


def _present(cue: Cue, reading: Qualified) -> bool:
    """Whether "now" places what the clause says; a lone "now" may only join two thoughts."""
    clause = reading.clause
    if cue.last - cue.first > 1:
        return reading.tense not in {Tense.PRESENT, Tense.DURATIVE}
    if reading.tense in {Tense.PROGRESSIVE, Tense.STATE}:
        return True
    return reading.tense is Tense.NONE and clause.last - clause.first <= _SHORT


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= _SHOUTED and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


def read_event(doc: Document, sign: Sign, reading: Qualified, scene: Scene) -> Event:
    """The event of a sign, from the reading of its clause and the scene.

    Args:
        doc: the message.
        sign: the sign.
        reading: the clause that it stands in.
        scene: what the whole message tells of its moment.
    """
    words = {token.lower for token in doc.words(reading.clause)}
    general = bool(words & word_class("general"))
    when, cue = _when(sign, reading, scene, general=general)
    return Event(
        sign=sign,
        when=when,
        tense=sign.tense,
        denied=reading.denies(sign.first),
        imagined=_imagined(sign, reading) or _conditional(doc, sign, reading),
        possible=reading.modality is Modality.POSSIBLE,
        source=reading.source,
        general=general,
        brandished=_brandished(doc, sign, reading),
        gripped=_gripped(doc, sign, reading),
        alone=_alone(doc, sign, reading),
        within=_within(doc, sign, reading),
        own=any(t.lower in word_class("own_self") for t in doc.tokens[sign.first : sign.last]),
        lively=scene.urgent or scene.again or (scene.now and scene.there),
        cue=cue,
    )


def _brandished(doc: Document, sign: Sign, reading: Qualified) -> bool:
    """Whether the holder of a weapon acts, in the same clause or the next of the sentence."""
    clause = reading.clause
    last = min(len(doc.tokens), sign.last + _ACTS)
    near = doc.tokens[max(clause.first, sign.first - _BEFORE) : last]
    ends = (t.index for t in near if t.index >= sign.last and t.lower in ".!?")
    stop = next(ends, last)
    return any(t.lower in word_class("brandish") for t in near if t.index < stop)


def _gripped(doc: Document, sign: Sign, reading: Qualified) -> bool:
    """Whether "with a" stands before a weapon, or "in his hand" after it."""
    if sign.entry.kind is not Kind.WEAPON:
        return False
    first = max(reading.clause.first, sign.first - _GRIP)
    before = {token.lower for token in doc.tokens[first : sign.first + 1]}
    after = doc.tokens[sign.last : min(len(doc.tokens), sign.last + _GRIP)]
    return bool(before & word_class("grip")) or any(
        match.first <= sign.last + 1 for match in phrase_class("gripped").find(after)
    )


def _within(doc: Document, sign: Sign, reading: Qualified) -> bool:
    """Whether the clause of a child, or what follows, puts it inside with the rest."""
    if sign.entry.kind is not Kind.SCENE or sign.tense not in _STAYS:
        return False
    return _amid(doc, sign, reading, "within")


def _alone(doc: Document, sign: Sign, reading: Qualified) -> bool:
    over = sign.tense is Tense.PAST and reading.time is not When.NOW
    if over or sign.entry.kind is not Kind.SCENE:
        return False
    return _amid(doc, sign, reading, "alone")


def _amid(doc: Document, sign: Sign, reading: Qualified, name: str) -> bool:
    clause = reading.clause
    last = min(len(doc.tokens), max(clause.last, sign.last + _STRETCH))
    return bool(phrase_class(name).find(doc.tokens[clause.first : last]))


def _imagined(sign: Sign, reading: Qualified) -> bool:
    if reading.modality in {Modality.FICTION, Modality.QUESTION}:
        return True
    if reading.modality not in _OWN_MODES:
        return False
    effects = (Effect.HYPOTHETICAL, Effect.WISH)
    return any(c.effect in effects and c.first < sign.first for c in reading.cues)


def _conditional(doc: Document, sign: Sign, reading: Qualified) -> bool:
    """Whether a "would" of the sender's own hangs on an if that follows it."""
    last = reading.clause.last
    if sign.tense is not Tense.WOULD or reading.source is Source.TOLD or last >= len(doc.tokens):
        return False
    return doc.tokens[last].lower in word_class("condition")


def _when(
    sign: Sign, reading: Qualified, scene: Scene, *, general: bool
) -> tuple[When, Cue | None]:
    """The time of a sign: what its clause states, else what its verb and the scene allow."""
    tense, time = sign.tense, _said(sign, reading)
    if tense is Tense.PAST and sign.entry.kind is Kind.DEALING:
        return When.PAST, None
    if reading.stated and time in {When.NOW, When.SOON, When.PAST, When.FUTURE}:
        return time, next((c for c in reading.cues if c.effect in _PRESENT_CUES), None)
    if time is When.HABIT and (scene.again or _doing(tense, scene, sign)):
        return When.NOW, scene.cue
    if general and tense in {Tense.RECENT, Tense.PAST}:
        return When.PAST, None
    if time is When.UNKNOWN and _lifted(sign, scene):
        return (When.SOON if tense is Tense.FUTURE else When.NOW), scene.cue
    if time is When.UNKNOWN and tense is Tense.DURATIVE:
        return When.HABIT, None
    return time, next((c for c in reading.cues if c.effect in _PRESENT_CUES), None)


def _said(sign: Sign, reading: Qualified) -> When:
    """The time of the clause, where it can be the sign's own."""
    kind, tense = sign.entry.kind, sign.tense
    if reading.time is When.PAST:
        left = reading.has(Effect.LEFT) and not reading.has(Effect.ENDED)
        if left and kind in _OUTLASTS:
            return When.UNKNOWN
        felt = kind is Kind.DREAD and tense in _FELT
        told = kind is Kind.THREAT and not reading.stated and tense is not Tense.PAST
        return When.UNKNOWN if felt or told else When.PAST
    if reading.time is When.NOW and not reading.stated and tense in _NOT_CARRIED:
        return When.UNKNOWN
    ahead = reading.time in {When.FUTURE, When.SOON} and not reading.stated
    if ahead and kind in _OUTLASTS and tense in _STAYS:
        return When.UNKNOWN
    if reading.time is When.HABIT and not reading.stated and reading.fresh and kind in _KEPT:
        return When.UNKNOWN if tense in _FELT else When.HABIT
    return reading.time


def _doing(tense: Tense, scene: Scene, sign: Sign) -> bool:
    """Whether an act under way breaks out of a tale of habits: it hurts and help is called for."""
    return tense is Tense.PROGRESSIVE and scene.urgent and sign.entry.kind in _HURT


def _lifted(sign: Sign, scene: Scene) -> bool:
    """Whether the scene makes a sign without a time of its own a present one."""
    kind, tense = sign.entry.kind, sign.tense
    if kind in _HURT:
        if tense in {Tense.PRESENT, Tense.BARE}:
            return scene.urgent or scene.there
        if tense is Tense.PAST:
            return scene.urgent or scene.here or scene.now or scene.again
        if tense in {Tense.FUTURE, Tense.WOULD}:
            return scene.urgent or scene.here or scene.again
        return scene.live or scene.here
    if kind is Kind.FIRE:
        return True
    if tense is Tense.PRESENT:
        return scene.again or (scene.now and sign.entry.needs == "goods")
    if tense in {Tense.PAST, Tense.BARE, Tense.FUTURE, Tense.WOULD}:
        return False
    return scene.live
