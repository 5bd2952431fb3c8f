"""Commands about people: who works here, who is told first, when somebody wants quiet."""

from __future__ import annotations

import re

from bot.staff.calling import Call, Said, Wrong, sure
from core.people import NotAllowed, Right, Role, Standing

_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")


async def staff(call: Call) -> Said:
    """Who works here, and changes of it."""
    match call.words:
        case () | ("list",):
            return await _listed(call)
        case ("add", name, role):
            return await _added(call, name, _role(role))
        case ("role", name, role):
            return await _changed(call, name, _role(role))
        case ("remove", name):
            return await _removed(call, name)
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


async def _added(call: Call, name: str, role: Role) -> Said:
    """The code of an invitation is no thing for Telegram: only where it is made is said."""
    _must(call)
    return Said(call.texts.say("staff-added", name=name, role=role))


async def _changed(call: Call, name: str, role: Role) -> Said:
    _must(call)

    async def then() -> Said:
        await call.office.people.set_role(name, role, by=call.by)
        return Said(call.texts.say("staff-role", name=name, role=role))

    return sure(call, call.texts.say("staff-role-sure", name=name, role=role), then)


async def _removed(call: Call, name: str) -> Said:
    _must(call)

    async def then() -> Said:
        await call.office.people.remove(name, by=call.by)
        return Said(call.texts.say("staff-removed", name=name))

    return sure(call, call.texts.say("staff-remove-sure", name=name), then)


def _must(call: Call) -> None:
    if not call.member.may(Right.PEOPLE):
        raise NotAllowed(Right.PEOPLE)


def _role(word: str) -> Role:
    try:
        return Role(word.lower())
    except ValueError:
        raise Wrong(f"A role is one of: {', '.join(Role)}.") from None


def _hours(word: str) -> tuple[int, int] | None:
    match = _HOURS.fullmatch(word)
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return (start, end) if start < 24 and end < 24 and start != end else None
