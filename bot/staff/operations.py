"""Commands about operations and what the public is told of them."""

from __future__ import annotations

import re
from datetime import date

from bot.staff.calling import Call, Said, Wish, Wrong
from core.operations import Operation
from core.pending import Deed

_SHOWN = 5
_NEW = re.compile(
    r"new\s+(?P<name>[^|]+)\|(?P<areas>[^|]*)(?:\|\s*(?P<starts>\d{4}-\d\d-\d\d)\s*)?"
)


async def operation(call: Call) -> Said | Wish:
    """Operations: which there are, a new one, a result, what the public is told."""
    match call.words:
        case ():
            return await _listed(call)
        case ("new", *_):
            return await _begun(call)
        case ("result", number, kind, count) if count.isdecimal():
            return await _noted(call, number, kind, int(count))
        case ("publish", number):
            found = await _found(call, number)
            return Wish(deed=Deed.PUBLISH, arguments={"id": found.id, "name": found.name})
        case _:
            raise Wrong


async def news(call: Call) -> Said:
    """What `/news` of the public bot shows."""
    if call.words not in ((), ("preview",)):
        raise Wrong
    items = await call.office.news.latest(_SHOWN)
    say = call.texts.say
    lines = [say("news-line", number=n, text=text) for n, text in enumerate(items, 1)]
    return Said("\n\n".join(lines) or say("news-none"))


async def _listed(call: Call) -> Said:
    say = call.texts.say
    lines = [
        say(
            "operation-line",
            number=number,
            name=each.name,
            areas=", ".join(each.areas),
            starts=each.starts.isoformat(),
            ends=each.ends.isoformat() if each.ends else "-",
        )
        for number, each in enumerate(await call.office.operating.operations.all(), 1)
    ]
    return Said("\n".join(lines) or say("operation-none"))


async def _begun(call: Call) -> Said:
    match = _NEW.fullmatch(call.rest.strip())
    if match is None:
        raise Wrong
    today = call.office.clock.now().date()
    try:
        starts = date.fromisoformat(match["starts"]) if match["starts"] else today
    except ValueError:
        raise Wrong("There is no such day.") from None
    made = await call.office.operating.begin(
        match["name"].strip(), match["areas"].strip(), starts, None, member=call.member
    )
    return Said(call.texts.say("operation-begun", name=made.name))


async def _noted(call: Call, number: str, kind: str, count: int) -> Said:
    found, operating = await _found(call, number), call.office.operating
    if kind not in operating.terms.results:
        raise Wrong(f"A result is one of: {', '.join(operating.terms.results)}.")
    today = call.office.clock.now().date()
    await operating.add_result(found.id, kind, count, today, member=call.member)
    what = operating.terms.results[kind].lower()
    return Said(call.texts.say("operation-noted", name=found.name, count=count, what=what))


async def _found(call: Call, number: str) -> Operation:
    """The operation with a number of the list."""
    listed = await call.office.operating.operations.all()
    if not number.isdecimal() or not 1 <= int(number) <= len(listed):
        raise Wrong("Name it by its number in /operation.")
    return listed[int(number) - 1]
