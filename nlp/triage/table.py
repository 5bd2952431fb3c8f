"""What a danger calls for: the triage policy as one table, read from the top.

The first row that fits an event decides it; the most urgent event decides the message.
Policy: 999 for what goes on or is about to within about an hour, `ask` where the words
leave that open, 101 for the rest: past, habits, plans, rumours, what is denied or imagined.
"""

from __future__ import annotations

from core.analysis import Danger, Triage
from nlp.qualifiers.model import Source, Tense, When
from nlp.triage.entries import Kind
from nlp.triage.events import Event
from nlp.triage.row import Row

_HARM = frozenset({Kind.VIOLENCE, Kind.ALARM})
_GRAVE = frozenset({Kind.MEDICAL, Kind.CAPTIVE, Kind.CHILD})
_WORDS = frozenset({Kind.THREAT, Kind.DREAD})
_LASTING = frozenset({Tense.PROGRESSIVE, Tense.STATE, Tense.RECENT, Tense.NONE})


def _lasts(event: Event) -> bool:
    """Whether the words leave no doubt that the state lasts, or the verb says so for certain."""
    acting = event.tense in {Tense.PROGRESSIVE, Tense.RECENT}
    return event.sign.entry.strong or (acting and not event.possible)


def _kinds(*kinds: Kind) -> frozenset[Kind]:
    return frozenset(kinds)


def _whens(*whens: When) -> frozenset[When]:
    return frozenset(whens)


def _tenses(*tenses: Tense) -> frozenset[Tense]:
    return frozenset(tenses)


NO_TIME = "dealing without a time"
"""The row that a time said elsewhere in the message may take back."""
_E, _A, _Q = Triage.EMERGENCY, Triage.ASK, Triage.QUEUE
_NOW, _SOON, _OPEN = _whens(When.NOW), _whens(When.SOON), _whens(When.UNKNOWN)
_OVER = _whens(When.PAST, When.HABIT, When.FUTURE)
_DEAL = _kinds(Kind.DEALING)
_COME = _kinds(Kind.ARRIVAL)
_ARMS = _kinds(Kind.WEAPON)

TABLE: tuple[Row, ...] = (
    Row(name="denied", call=_Q, also=lambda e: e.denied),
    Row(
        name="a child alone now",
        call=_E,
        kinds=_kinds(Kind.SCENE),
        whens=_NOW,
        also=lambda e: e.alone and not e.imagined,
        clear=True,
    ),
    Row(
        name="a child alone",
        call=_A,
        kinds=_kinds(Kind.SCENE),
        whens=_OPEN,
        also=lambda e: e.alone and not e.imagined,
    ),
    Row(
        name="a child amid it",
        call=_A,
        kinds=_kinds(Kind.SCENE),
        whens=_whens(When.NOW, When.UNKNOWN),
        also=lambda e: e.within and not e.imagined,
    ),
    Row(name="a child about", call=_Q, kinds=_kinds(Kind.SCENE)),
    Row(
        name="kept, who knows how long",
        call=_A,
        kinds=_kinds(Kind.CAPTIVE),
        whens=_whens(When.HABIT),
        also=lambda e: not e.imagined and e.tense is not Tense.PAST,
    ),
    Row(
        name="fire threatened",
        call=_A,
        kinds=_kinds(Kind.FIRE),
        whens=_OPEN | _SOON,
        tenses=_tenses(Tense.FUTURE, Tense.WOULD),
        also=lambda e: e.source is Source.TOLD and not e.imagined and e.cue is None,
    ),
    Row(
        name="danger of fire",
        call=_E,
        kinds=_kinds(Kind.FIRE),
        whens=_whens(When.NOW, When.SOON, When.UNKNOWN),
        also=lambda e: not e.imagined and e.tense is not Tense.PAST,
        clear=True,
    ),
    Row(name="imagined", call=_Q, also=lambda e: e.imagined),
    Row(name="a plan for later", call=_Q, whens=_whens(When.FUTURE)),
    Row(name="over", call=_Q, whens=_whens(When.PAST)),
    Row(name="a habit", call=_Q, whens=_whens(When.HABIT)),
    Row(
        name="only a rumour",
        call=_Q,
        whens=_OPEN,
        also=lambda e: e.source is Source.RUMOUR and e.tense is not Tense.FUTURE,
    ),
    Row(name="rumour of now", call=_A, also=lambda e: e.source is Source.RUMOUR),
    # Dealing and making
    Row(
        name="dealing about to begin",
        call=_E,
        kinds=_DEAL,
        whens=_SOON,
        code=Danger.IMMINENT,
        also=lambda e: e.tense is not Tense.PAST,
    ),
    Row(name="something about to arrive", call=_E, kinds=_COME, whens=_SOON),
    Row(
        name="something arriving",
        call=_E,
        kinds=_COME,
        whens=_NOW,
        tenses=_tenses(Tense.PROGRESSIVE, Tense.NONE),
        code=Danger.IN_PROGRESS,
    ),
    Row(name="something spoken of", call=_Q, kinds=_COME),
    Row(
        name="dealing under way",
        call=_E,
        kinds=_DEAL,
        whens=_NOW,
        clear=True,
        tenses=_tenses(Tense.PROGRESSIVE, Tense.STATE, Tense.NONE, Tense.DURATIVE, Tense.RECENT),
    ),
    Row(
        name="dealing kept up now",
        call=_E,
        kinds=_DEAL,
        whens=_NOW,
        tenses=_tenses(Tense.PRESENT),
        also=lambda e: e.lively,
    ),
    Row(name="dealing these days", call=_Q, kinds=_DEAL, whens=_NOW, tenses=_tenses(Tense.PRESENT)),
    Row(name="dealing, perhaps now", call=_A, kinds=_DEAL, whens=_NOW),
    Row(
        name=NO_TIME,
        call=_A,
        kinds=_DEAL,
        whens=_OPEN,
        tenses=_LASTING,
        also=lambda e: e.tense is not Tense.STATE or e.sign.entry.form is None,
    ),
    Row(name="dealing told in general", call=_Q, kinds=_DEAL),
    Row(
        name="buyers there now",
        call=_E,
        kinds=_kinds(Kind.VISITS),
        whens=_NOW,
        tenses=_tenses(Tense.PROGRESSIVE, Tense.STATE, Tense.NONE),
    ),
    Row(
        name="buyers there, perhaps now",
        call=_A,
        kinds=_kinds(Kind.VISITS),
        whens=_OPEN,
        tenses=_tenses(Tense.PROGRESSIVE, Tense.STATE, Tense.NONE),
    ),
    Row(name="buyers told of", call=_Q, kinds=_kinds(Kind.VISITS)),
    # Violence
    Row(
        name="violence about to begin",
        call=_E,
        kinds=_HARM | _WORDS,
        whens=_SOON,
        code=Danger.IMMINENT,
        clear=True,
    ),
    Row(
        name="violence under way",
        call=_E,
        kinds=_HARM,
        whens=_NOW,
        clear=True,
        also=lambda e: not e.possible,
    ),
    Row(
        name="violence in the act",
        call=_E,
        kinds=_HARM,
        whens=_OPEN,
        clear=True,
        tenses=_tenses(Tense.PROGRESSIVE),
        also=lambda e: not e.possible,
    ),
    Row(
        name="violence in view",
        call=_E,
        kinds=_HARM,
        whens=_OPEN,
        clear=True,
        tenses=_LASTING,
        also=lambda e: e.sign.entry.strong and not e.possible,
    ),
    Row(
        name="threat in view",
        call=_E,
        kinds=_WORDS,
        whens=_OPEN,
        tenses=_LASTING,
        also=lambda e: e.sign.entry.strong and not e.possible,
    ),
    Row(
        name="violence just done",
        call=_E,
        kinds=_HARM,
        whens=_OPEN,
        clear=True,
        tenses=_tenses(Tense.RECENT),
        also=lambda e: not e.possible,
    ),
    Row(name="violence spoken of", call=_Q, kinds=_HARM, whens=_OPEN, tenses=_tenses(Tense.BARE)),
    Row(name="violence done", call=_Q, kinds=_HARM, whens=_OPEN, tenses=_tenses(Tense.PAST)),
    Row(name="violence, time open", call=_A, kinds=_HARM),
    Row(name="threat under way", call=_E, kinds=_WORDS, whens=_NOW, also=lambda e: not e.possible),
    Row(name="threat, time open", call=_A, kinds=_WORDS),
    # Weapons
    Row(
        name="weapon there now",
        call=_E,
        kinds=_ARMS,
        whens=_NOW | _SOON,
        clear=True,
        also=lambda e: not e.possible and e.tense is not Tense.PRESENT,
    ),
    Row(
        name="weapon in use",
        call=_E,
        kinds=_ARMS,
        whens=_OPEN,
        clear=True,
        tenses=_tenses(Tense.PROGRESSIVE, Tense.STATE, Tense.RECENT),
        also=lambda e: e.brandished and not e.possible,
    ),
    Row(
        name="weapon in hand",
        call=_E,
        kinds=_ARMS,
        whens=_OPEN,
        tenses=_tenses(Tense.PROGRESSIVE, Tense.STATE, Tense.RECENT, Tense.NONE),
        also=lambda e: (e.gripped or e.sign.entry.strong) and not e.possible,
    ),
    Row(
        name="weapon just drawn",
        call=_E,
        kinds=_ARMS,
        tenses=_tenses(Tense.RECENT),
        whens=_OPEN,
        also=lambda e: not (e.general or e.possible),
    ),
    Row(name="weapon shown once", call=_Q, kinds=_ARMS, whens=_OPEN, tenses=_tenses(Tense.PAST)),
    Row(name="weapon, time open", call=_A, kinds=_ARMS),
    # Life, liberty, children
    Row(
        name="life in danger",
        call=_E,
        kinds=_kinds(Kind.MEDICAL),
        whens=_NOW | _SOON,
        clear=True,
        also=lambda e: not e.possible or e.sign.entry.strong,
    ),
    Row(name="danger now", call=_E, kinds=_GRAVE, whens=_NOW | _SOON, clear=True),
    Row(
        name="state of danger",
        call=_E,
        kinds=_GRAVE,
        whens=_OPEN,
        tenses=_LASTING,
        clear=True,
        also=_lasts,
    ),
    Row(
        name="the sender is held",
        call=_E,
        kinds=_kinds(Kind.CAPTIVE),
        whens=_OPEN,
        tenses=_tenses(Tense.PRESENT),
        also=lambda e: e.own and not e.possible,
    ),
    Row(name="danger, time open", call=_A, kinds=_GRAVE),
)


_OF_KIND = {kind: tuple(row for row in TABLE if kind in row.kinds) for kind in Kind}
_REST = Row(name="nothing urgent", call=Triage.QUEUE)


def decide(event: Event) -> Row:
    """The row of the table that decides an event."""
    return next((row for row in _OF_KIND[event.sign.entry.kind] if row.fits(event)), _REST)
