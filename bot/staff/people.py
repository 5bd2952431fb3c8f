"""Commands about people: who works here, who is told first, when somebody wants quiet."""

from __future__ import annotations

import re

from bot.staff.calling import Call, Said, Wish, Wrong
from core.pending import RIGHTS, Deed
from core.people import Role

_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")


async def staff(call: Call) -> Said | Wish:
    """Who works here; accounts are changed with a tap in the console."""
    match call.words:
        case () | ("list",):
            return await _listed(call)
        case ("add", name, role):
            return await _changed(call, Deed.INVITE, name, role)
        case ("role", name, role):
            return await _changed(call, Deed.ROLE, name, role)
        case ("remove", name):
            return await _changed(call, Deed.REMOVE, name)
        case _:
            raise Wrong


async def oncall(call: Call) -> Said:
    """Who is told first of what is urgent."""
    seats = await call.office.seats.everybody()
    if names := tuple(dict.fromkeys(call.words)):
        seated = {seat.member.name for seat in seats}
        if lost := [name for name in names if name not in seated]:
            raise Wrong(f"No chat here belongs to {', '.join(lost)}.")
        await call.office.seats.set_rota(names, by=call.by)
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
    for member in await call.office.seats.colleagues():
        notes = say("staff-chat") if member.name in seated else ""
        lines.append(say("staff-line", name=member.name, role=member.role, notes=notes))
    return Said("\n".join(lines))


async def _changed(call: Call, deed: Deed, name: str, role: str = "") -> Wish:
    """A change of an account, as far as it can be seen here that it fits."""
    call.member.must(RIGHTS[deed])
    if role and role.lower() not in {*Role}:
        raise Wrong(f"A role is one of: {', '.join(Role)}.")
    names = {member.name for member in await call.office.seats.colleagues()}
    if deed is not Deed.INVITE and name not in names:
        raise Wrong("Nobody here has this name.")
    given = {"name": name, "role": role.lower()} if role else {"name": name}
    return Wish(deed=deed, arguments=given)


def _hours(word: str) -> tuple[int, int] | None:
    match = _HOURS.fullmatch(word)
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return (start, end) if start < 24 and end < 24 and start != end else None
