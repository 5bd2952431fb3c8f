"""The conversation after an intent was carried out: what its result leads to."""

from __future__ import annotations

from dataclasses import replace

from core.analysis import Analysis, Triage
from core.draft import Draft
from core.ports import Wording
from core.questions import ask, go_to, options
from core.script import GATE, Marker
from core.session import Session
from core.tip import Question
from core.turn import (
    Added,
    Analysed,
    Kept,
    LookedUp,
    LookUpRefused,
    NewsRead,
    NotKept,
    Recalled,
    Reply,
    Result,
    Turn,
)


def resume(session: Session, result: Result, wording: Wording) -> Turn:
    """The turn after an intent came to a result."""
    match result:
        case Analysed():
            return _analysed(session, result, wording)
        case Kept():
            return _kept(session, result)
        case NotKept():
            return _again(session, wording, Reply("not-saved"))
        case Recalled():
            return _recalled(session, result)
        case LookedUp():
            return _looked_up(session, result)
        case LookUpRefused():
            return Turn(session, (Reply("code-wait"),))
        case Added():
            return _added(session, result)
        case NewsRead():
            items = "\n\n".join(result.items)
            told = Reply("news", {"items": items}) if items else Reply("news-none")
            return Turn(session, (told,))


def _analysed(session: Session, result: Analysed, wording: Wording) -> Turn:
    draft = session.draft
    # Once through the gate is enough: later alarms are answered, and the report goes on.
    was_alarming = draft.triage is Triage.EMERGENCY or session.step in GATE
    help_before = draft.safeguarding
    if session.step == "change":
        draft = replace(draft, messages=())
    question = Question.ADDITION if session.receipt else result.question
    draft = draft.with_message(question, result.analysis)
    session = replace(session, draft=draft)
    turn = _after(session, result, wording, was_alarming=was_alarming)
    if draft.safeguarding and not help_before:
        # 999 comes before everything, help before the next question.
        at = 1 if turn.replies and turn.replies[0].key == "emergency" else 0
        replies = (*turn.replies[:at], *_helplines(draft), *turn.replies[at:])
        turn = replace(turn, replies=replies)
    return turn


def _after(session: Session, result: Analysed, wording: Wording, *, was_alarming: bool) -> Turn:
    analysis = result.analysis
    if result.alarmed or analysis.triage is Triage.EMERGENCY:
        if was_alarming:
            told = () if result.alarmed else (Reply("emergency-again"),)
            turn = go_to(session, wording)
            return replace(turn, replies=told + turn.replies)
        if result.alarmed:
            return ask(session.at("situation"), wording)
        return go_to(session, wording, to=Marker.DANGER)
    if analysis.triage is Triage.ASK and not session.draft.happening and not was_alarming:
        # Danger hinted at a second time, in answer to the question about it: that is no "no".
        return (
            ask(session.at("now"), wording) if session.step != "now" else _unsure(session, wording)
        )
    if _is_off_topic(session, analysis):
        return ask(session.at("scope"), wording)
    return go_to(session, wording)


def _unsure(session: Session, wording: Wording) -> Turn:
    draft = replace(session.draft, happening="not_sure")
    return go_to(replace(session, draft=draft), wording, to=Marker.DANGER)


def _is_off_topic(session: Session, analysis: Analysis) -> bool:
    return len(session.draft.messages) == 1 and not analysis.in_scope and not session.receipt


def _helplines(draft: Draft) -> tuple[Reply, ...]:
    return (Reply("helplines", {"sign": draft.safeguarding[0]}),)


def _kept(session: Session, result: Kept) -> Turn:
    done = Session(
        secret=session.secret,
        serial=session.serial,
        is_person=session.is_person,
        trail=session.trail,
    ).at("receipt")
    shown = Reply("receipt", {"code": result.receipt.shown}, options(done))
    return Turn(done, (shown,))


def _recalled(session: Session, result: Recalled) -> Turn:
    if result.receipt is None and not session.draft.is_empty:
        return Turn(session, (Reply("button-old", is_passing=True),))
    if result.receipt is None:
        return Turn(session, (Reply("expired"),))
    shown = Reply("receipt", {"code": result.receipt.shown})
    if session.step == "receipt":
        session = session.at("receipt")
        shown = replace(shown, options=options(session))
    return Turn(session, (shown,))


def _looked_up(session: Session, result: LookedUp) -> Turn:
    session = replace(session, receipt=result.receipt.digits, draft=Draft()).at("reading")
    key = "answers" if result.answers else "answers-none"
    text = "\n\n".join(answer.text for answer in result.answers)
    return Turn(session, (Reply(key, {"text": text}, options(session)),))


def _added(session: Session, result: Added) -> Turn:
    ended = replace(session, draft=Draft(), receipt="", pin=None).at("ended")
    key = "added" if result.done else "not-added"
    return Turn(ended, (Reply(key, {}, options(ended)),))


def _again(session: Session, wording: Wording, first: Reply) -> Turn:
    turn = ask(session, wording)
    return replace(turn, replies=(first, *turn.replies))
