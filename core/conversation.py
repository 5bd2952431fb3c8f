"""The conversation: one event in, the next turn out. Pure: no clock, no chance, no waiting.

`Conversation.advance` takes what a person did; `Conversation.resume` takes what an intent
came to. Both give a Turn: the session to remember, replies to show, intents to carry out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from core import receipt as receipts
from core.analysis import Triage
from core.draft import MAX_CHARACTERS, fold_words, places_of
from core.errors import BadReceipt
from core.ports import Wording
from core.questions import ask, go_to
from core.script import COMMANDS, FRESH, GATE, REFUSALS, SCRIPT, Marker, Outcome, Takes
from core.session import Session, secret_of
from core.tidy import says_something
from core.tip import Question
from core.turn import (
    Add,
    Analyse,
    Attached,
    Chose,
    Commanded,
    Drop,
    Erase,
    Event,
    Intent,
    Keep,
    LookUp,
    Pinned,
    ReadNews,
    Recall,
    Reply,
    Said,
    Turn,
)

SMALL_TALK: Mapping[str, str] = MappingProxyType(
    {"hello": "hello-again", "thanks": "thanks", "nod": "choose-one"}
)
"""What is said to a text that is no report and no answer, by what `Wording` takes it for."""

MIN_HIDDEN = 2
"""Shortest words that can be taken out; one letter would cut half the report."""


class Conversation:
    """What the bot says next, in the words of one language."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def advance(self, session: Session, event: Event, fresh: bytes) -> Turn:
        """The turn after what a person did.

        Args:
            session: as remembered.
            event: what happened.
            fresh: 16 random bytes, used as secret where a new report begins.
        """
        match event:
            case Said():
                return self._said(session, event, fresh)
            case Chose():
                return self._chose(session, event)
            case Commanded():
                return self._commanded(session, event)
            case Attached():
                key = REFUSALS.get(event.kind, "refuse-other")
                return Turn(session, (Reply(key),), Drop())
            case Pinned():
                return self._pinned(session, event, fresh)

    def _said(self, session: Session, said: Said, fresh: bytes) -> Turn:
        step = SCRIPT[session.step]
        choice = self._wording.understand(said.text, step.choices)
        if choice is not None and not said.alarmed:
            ticket = session.send_ticket if choice == "send" else session.ticket
            return self._chose(session, Chose(choice, ticket))
        if not said.alarmed:
            if (turn := self._small_talk(session, said.text)) is not None:
                return turn
            if self._means_code(session, said.text):
                return self._code(session, said.text)
        if not says_something(said.text):
            return Turn(session, (Reply("add-words"),))
        if step.takes is Takes.WORDS and not said.alarmed:
            return self._hide(session, said.text)
        return self._report(session, said, fresh)

    def _small_talk(self, session: Session, text: str) -> Turn | None:
        """The turn after a command without its slash, a greeting or a thank you."""
        if SCRIPT[session.step].takes is Takes.WORDS:
            return None
        command = self._wording.understand(text, COMMANDS)
        if command is not None:
            return self._commanded(session, Commanded(command))
        said = self._wording.understand(text, tuple(SMALL_TALK))
        if said is None:
            return None
        if session.step == "idle":
            return Turn(session, (Reply("greeting" if said == "hello" else "tell-us"),))
        if session.step in FRESH:
            return Turn(session, (Reply("thanks" if said == "thanks" else "tell-us"),))
        return self._again(session, SMALL_TALK[said])

    def _means_code(self, session: Session, text: str) -> bool:
        """Whether a text is a receipt: in a report, so many digits may be telephone numbers."""
        if SCRIPT[session.step].takes is Takes.CODE:
            return True
        if session.draft.is_empty:
            return receipts.looks_like_code(text)
        try:
            receipts.parse(text)
        except BadReceipt:
            return False
        return True

    def _report(self, session: Session, said: Said, fresh: bytes) -> Turn:
        """Take a text into the report, up to the cap; nothing before the cap is lost."""
        session = _begun(session, fresh)
        step = SCRIPT[session.step]
        used = 0 if session.step == "change" else session.draft.length
        whole = f"{session.held}\n{said.text}" if session.held else said.text
        text = whole[: max(0, MAX_CHARACTERS - used)]
        notes: tuple[Reply, ...] = ()
        if len(text) < len(whole):
            notes = (Reply("too-long", {"limit": MAX_CHARACTERS}),)
        if not text:
            turn = go_to(session, self._wording)
            return replace(turn, replies=notes + turn.replies)
        return Turn(session, notes, Analyse(step.question, text, alarmed=said.alarmed))

    def _code(self, session: Session, typed: str) -> Turn:
        try:
            receipt = receipts.parse(typed)
        except BadReceipt as error:
            values = {"digits": error.digits, "needed": receipts.DIGITS}
            return Turn(session, (Reply(f"code-{error.problem.replace('_', '-')}", values),))
        if session.is_writing:
            return self._again(session, "finish-first")
        return Turn(session, (), LookUp(receipt))

    def _hide(self, session: Session, words: str) -> Turn:
        folded = fold_words(words).strip(" .\"'")
        texts = [message.analysis.text for message in session.draft.messages]
        if len(folded) < MIN_HIDDEN or not any(places_of(text, folded) for text in texts):
            return self._again(session, "words-not-found")
        draft = replace(session.draft, hidden=(*session.draft.hidden, folded))
        turn = ask(replace(session, draft=draft).at("preview"), self._wording)
        return replace(turn, replies=(Reply("words-cut"), *turn.replies))

    def _chose(self, session: Session, chose: Chose) -> Turn:
        if chose.option == "send":
            return self._send(session, chose)
        outcome = SCRIPT[session.step].outcomes.get(chose.option)
        if outcome is None or chose.ticket != session.ticket:
            return Turn(session, (Reply("button-old", is_passing=True),))
        if session.step == "challenge":
            return self._challenged(session, chose)
        return self._follow(session, chose.option, outcome)

    def _challenged(self, session: Session, chose: Chose) -> Turn:
        """Go on with the words that waited, once the right picture was tapped."""
        if chose.option != session.thing:
            turn = ask(session, self._wording)
            return replace(turn, replies=(Reply("challenge-wrong"), *turn.replies))
        held = session.held
        session = replace(session, is_person=True, held="")
        if not held:
            return go_to(session, self._wording)
        return Turn(session, (), Analyse(Question.REPORT, held))

    def _send(self, session: Session, chose: Chose) -> Turn:
        secret = secret_of(chose.ticket)
        if secret is None:
            return Turn(session, (Reply("button-old", is_passing=True),))
        if chose.ticket == session.send_ticket and session.step == "preview":
            receipt = session.receipt
            keep: Intent = Add(receipts.Receipt(receipt)) if receipt else Keep()
            return Turn(session, (), keep)
        return Turn(session, (), Recall(secret))

    def _follow(self, session: Session, option: str, outcome: Outcome) -> Turn:
        draft = replace(session.draft, **dict(outcome.notes))  # type: ignore[arg-type]  # notes name fields of Draft; a test walks the table
        session = replace(session, draft=draft)
        if session.step == "pin":
            kept = session.pin if option == "place_yes" else draft.pin
            session = replace(session, draft=replace(draft, pin=kept), pin=None)
            if draft.triage is Triage.ASK and not draft.happening:
                return ask(session.at("now"), self._wording)  # the pin came in place of an answer
        told = (Reply(outcome.tell),) if outcome.tell else ()
        turn = go_to(session, self._wording, to=outcome.to)
        return replace(turn, replies=told + turn.replies)

    def _commanded(self, session: Session, commanded: Commanded) -> Turn:
        match commanded.name:
            case "danger":
                return go_to(session, self._wording, to=Marker.DANGER)
            case "news":
                return Turn(session, (), ReadNews())
            case "erase" | "cancel":
                return Turn(session, (), Erase())
            case "start":
                return self._again(session, "greeting")
            case "code" if not session.is_writing:
                return ask(replace(session, receipt="").at("code"), self._wording)
            case "code":
                return self._again(session, "finish-first")
            case name:
                return self._again(session, name if name in COMMANDS else "unknown-command")

    def _again(self, session: Session, key: str) -> Turn:
        """Say something, then put the open question once more."""
        told = Turn(session, (Reply(key),))
        if session.step in FRESH:
            return told
        turn = ask(session, self._wording)
        return replace(turn, replies=told.replies + turn.replies)

    def _pinned(self, session: Session, pinned: Pinned, fresh: bytes) -> Turn:
        """A pin is taken only after the sender says that it is the place of the dealing."""
        if session.step in GATE and session.step != "leave":
            return replace(self._again(session, "emergency"), intent=Drop())  # meant as "come here"
        session = _begun(session, fresh)
        if session.receipt:
            return replace(self._again(session, "pin-not-added"), intent=Drop())
        session = replace(session, pin=(round(pinned.latitude, 5), round(pinned.longitude, 5)))
        turn = ask(session.at("pin"), self._wording)
        return replace(turn, intent=Drop())


def _begun(session: Session, fresh: bytes) -> Session:
    """The session in which a report goes on, or begins under a secret of its own.

    Under the secret of a report that is stored already, a new one would count as stored too.
    """
    if session.step in FRESH or session.step == "code":
        return Session(secret=fresh, trail=session.trail, is_person=session.is_person)
    return replace(session, secret=fresh) if session.draft.is_empty else session
