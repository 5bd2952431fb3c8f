"""Who may begin a report now: what pausing, notices and floods do to a conversation.

A person in danger always gets through: this stands behind the 999 answer, never before it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from core.analysis import Triage
from core.draft import MAX_CHARACTERS
from core.flood import Echoes, Trend
from core.outside import Outside
from core.questions import ask
from core.session import Session
from core.steering import FloodMode, Traffic
from core.turn import Analyse, Analysed, Chose, Drop, Event, Pinned, Reply, Result, Turn

_KEY_BYTES = 32


class Door:
    """The door of the line, and the count of who came through it."""

    def __init__(self, outside: Outside) -> None:
        self._helm = outside.helm
        self._wording = outside.wording
        self._clock = outside.clock
        self._language = outside.language
        self._flood = outside.flood
        self._echoes = Echoes(outside.randomness.draw(_KEY_BYTES))
        self._counts: Counter[str] = Counter()

    @property
    def asks_newcomers(self) -> bool:
        """Whether newcomers are asked for a tap now."""
        match self._helm.steering.flood:
            case FloodMode.ON:
                return True
            case FloodMode.OFF:
                return False
            case FloodMode.AUTO:
                return self._flood.trend(self._clock.ticks()) is Trend.FLOOD

    def count(self, what: str) -> None:
        """Count something of `Traffic`, by the name of its field."""
        self._counts[what] += 1

    def take_counts(self) -> Traffic:
        """What was counted since this was asked last."""
        counts, self._counts = self._counts, Counter()
        return Traffic(**counts)

    def after(self, before: Session, event: Event, turn: Turn) -> Turn:
        """The turn as it is with the door in its present state.

        Args:
            before: the session before the event.
            event: what happened.
            turn: what the conversation makes of it.
        """
        if isinstance(event, Pinned) and self._helm.steering.is_paused and before.draft.is_empty:
            self.count("turned_away")
            return Turn(before, (Reply("paused"),), Drop())
        if before.step == "challenge" and isinstance(event, Chose) and turn.session.is_person:
            self.count("proved")
        if isinstance(turn.intent, Analyse) and _begins(turn.session):
            return self._at_entry(before, turn, turn.intent)
        return self._greeted(turn)

    def turned_away(self, session: Session, result: Result) -> Turn | None:
        """The turn that ends a report which a paused line does not take, or None.

        What may be urgent is taken as ever, and so is what was begun before the pause.
        """
        if not isinstance(result, Analysed) or not self._helm.steering.is_paused:
            return None
        is_urgent = result.alarmed or result.analysis.triage is not Triage.QUEUE
        if is_urgent or not _begins(session):
            return None
        self.count("turned_away")
        return Turn(replace(session, held="").at("idle"), (Reply("paused"),))

    def _at_entry(self, before: Session, turn: Turn, wanted: Analyse) -> Turn:
        if before.step != "challenge":
            is_echo = self._echoes.hears(wanted.text, self._clock.ticks())
            self._flood.count(self._clock.ticks(), is_echo=is_echo)
            self.count("reports")
            if is_echo:
                self.count("echoes")
        if wanted.alarmed or turn.session.is_person or not self.asks_newcomers:
            return replace(turn, session=replace(turn.session, held=""))
        self.count("challenged")
        held = replace(turn.session, held=wanted.text[:MAX_CHARACTERS])
        asked = ask(held.at("challenge"), self._wording)
        return replace(asked, replies=(*turn.replies, *asked.replies))

    def _greeted(self, turn: Turn) -> Turn:
        """The first screen with what staff want said on it."""
        steering = self._helm.steering
        added: list[Reply] = []
        if notice := steering.notices.get(self._language, ""):
            added.append(Reply("notice", {"text": notice}))
        if steering.is_paused:
            added.append(Reply("paused"))
        if not added or "greeting" not in [reply.key for reply in turn.replies]:
            return turn
        return replace(turn, replies=(*turn.replies, *added))


def _begins(session: Session) -> bool:
    """Whether nothing of the report has been taken yet."""
    return not session.draft.messages
