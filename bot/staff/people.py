"""Commands about people: who works here, who is told first, when somebody wants quiet."""

from __future__ import annotations

import re

from bot.staff.calling import Call, Said, Wrong
from core.people import NotAllowed, Right, Role, Standing

_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")


async def staff(call: Call) -> Said:
    """Who works here, and where that is changed."""
    match call.words:
        case () | ("list",):
            return await _listed(call)
        case ("add" | "role", _, role):
            _check_role(role)
            return _elsewhere(call)
        case ("remove", _):
            return _elsewhere(call)
        case _:
            raise Wrong


async def oncall(call: Call) -> Said:
    """Who is told first of what is urgent."""
    if call.words:
        await call.office.seats.set_rota(call.words, by=call.by)
    seats = await call.office.seats.everybody()
    on = sorted((s for s in seats if s.duty.rank), key=lambda s: s.duty.rank)
    if not on:
        return Said(call.texts.say("oncall-none"))
    return Said(call.texts.say("oncall", names=", ".join(s.member.name for s in on)))


async def quiet(call: Call) -> Said:
    """One's own quiet hours."""
    say = call.texts.say
    match call.words:
        case ():
            mine = [s for s in await call.office.seats.everybody() if s.member.name == call.by]
            hours = mine[0].duty.quiet if mine else None
            return Said(say("quiet", start=hours[0], end=hours[1]) if hours else say("quiet-none"))
        case ("off",):
            await call.office.seats.set_quiet(call.by, None)
            return Said(say("quiet-off"))
        case (word,) if (hours := _hours(word)) is not None:
            await call.office.seats.set_quiet(call.by, hours)
            return Said(say("quiet", start=hours[0], end=hours[1]))
        case _:
            raise Wrong


async def _listed(call: Call) -> Said:
    say = call.texts.say
    seated = {seat.member.name for seat in await call.office.seats.everybody()}
    lines = []
    for person in await call.office.people.everybody():
        member = person.member
        notes = say("staff-chat") if member.name in seated else ""
        notes += say("staff-waiting") if member.standing is Standing.WAITING else ""
        lines.append(say("staff-line", name=member.name, role=member.role, notes=notes))
    return Said("\n".join(lines))


def _elsewhere(call: Call) -> Said:
    """Accounts are changed where both proofs of who does it are asked for, which is not here."""
    if not call.member.may(Right.PEOPLE):
        raise NotAllowed(Right.PEOPLE)
    return Said(call.texts.say("staff-elsewhere"))


def _check_role(word: str) -> None:
    if word.lower() not in {*Role}:
        raise Wrong(f"A role is one of: {', '.join(Role)}.")


def _hours(word: str) -> tuple[int, int] | None:
    match = _HOURS.fullmatch(word)
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return (start, end) if start < 24 and end < 24 and start != end else None
