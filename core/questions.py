"""How a step is put to the sender, and where a marker of the script leads."""

from __future__ import annotations

from dataclasses import replace

from core.draft import Draft, preview
from core.ports import Wording
from core.script import MARKERS, SCRIPT, Marker
from core.session import Session
from core.turn import Erase, Option, Recall, Reply, Turn


def ask(session: Session, wording: Wording) -> Turn:
    """Put the question of the session's step; buttons shown before no longer count."""
    if session.step == "receipt":
        return Turn(session, (), Recall(session.secret))
    session = session.at(session.step)
    key = f"ask-{session.step.replace('_', '-')}"
    return Turn(session, (Reply(key, _values(session, wording), options(session)),))


def options(session: Session) -> tuple[Option, ...]:
    """The buttons of the session's step."""
    return tuple(
        Option(name, session.send_ticket if name == "send" else session.ticket)
        for name in SCRIPT[session.step].choices
    )


def go_to(session: Session, wording: Wording, *, to: str = Marker.NEXT) -> Turn:
    """Go to a step or follow a marker, and put the question that is then open."""
    match Marker(to) if to in MARKERS else to:
        case Marker.NEXT:
            return _next(session, wording)
        case Marker.DANGER:
            turn = ask(session.at("situation"), wording)
            return replace(turn, replies=(Reply("emergency"), *turn.replies))
        case Marker.STOP:
            ended = replace(session, draft=Draft(), pin=None, receipt="", held="")
            return ask(ended.at("ended"), wording)
        case Marker.ERASE:
            return Turn(session, (), Erase())
        case Marker.RETURN:
            return Turn(session.at("idle"), (Reply("greeting"),))
        case _:
            return ask(session.at(to), wording)


def _next(session: Session, wording: Wording) -> Turn:
    if session.draft.is_empty:
        return Turn(session.at("idle"), (Reply("tell-us"),))
    missing = None if session.receipt else session.draft.missing()
    if missing is None:
        return ask(session.at("preview"), wording)
    draft = replace(session.draft, asked=(*session.draft.asked, missing))
    return ask(replace(session, draft=draft).at(missing), wording)


def _values(session: Session, wording: Wording) -> dict[str, str | int]:
    if session.step == "challenge":
        return {"thing": session.thing}
    if session.step != "preview":
        return {}
    draft = session.draft
    return {
        "report": "\n".join(preview(draft, wording.label)),
        "known": draft.how_known,
        "others": draft.others_know,
        "happening": draft.happening or "unsaid",
        "pin": "yes" if draft.pin else "no",
        "adding": "yes" if session.receipt else "no",
    }
