"""Commands about tips: the queue, one tip, claiming, overruling and setting aside."""

from __future__ import annotations

from bot.staff.calling import Call, Choice, Said, Wrong, sure
from core.desk_ports import Wanted
from core.tip import Priority, Status, TipRow

SHOWN = 12
"""Tips that one message lists."""

SHORT = 8
"""Characters of an id as they are shown; as many as tell tips apart are enough when typed."""

REASON = 300
"""Characters of a reason at most."""

_WAITING = (Status.NEW, Status.CLAIMED)


async def queue(call: Call) -> Said:
    """The most pressing tips."""
    if len(call.words) > 1:
        raise Wrong
    priorities = (_priority(call.words[0]),) if call.words else ()
    wanted = Wanted(statuses=_WAITING, priorities=priorities)
    counts = await call.office.desk.counts(wanted)
    rows = await call.office.desk.queue(wanted, count=SHOWN)
    say = call.texts.say
    lines = [say("queue-head", total=counts.total, urgent=counts.of(Priority.URGENT))]
    lines += [_line(call, row) for row in rows]
    if counts.total > len(rows):
        lines.append(say("queue-more", shown=len(rows)))
    return Said("\n".join(lines))


async def tip(call: Call) -> Said:
    """One tip, by its plain columns."""
    row = await _row(call, only=True)
    say = call.texts.say
    return Said(
        say(
            "tip",
            id=short(row),
            priority=row.priority,
            machine=row.machine_priority,
            status=row.status,
            who=say("row-claimed", who=row.claimed_by) if row.claimed_by else "",
            area=_area(call, row),
            drug=row.drug_group or "-",
            age=_age(call, row),
            vulnerable=say("yes") if row.safeguarding else say("no"),
            answers=row.answers_waiting,
            additions=row.additions,
            review=row.review_on.isoformat(),
        )
    )


async def claim(call: Call) -> Said:
    """Make a tip one's own."""
    row = await _row(call, only=True)
    await call.office.desk.claim(row.id, member=call.member)
    return Said(call.texts.say("claimed", id=short(row)))


async def release_claim(call: Call) -> Said:
    """Put a tip back into the queue."""
    row = await _row(call, only=True)
    if row.status is not Status.CLAIMED:
        raise Wrong("Nobody has claimed it.")
    await call.office.desk.put_back(row.id, member=call.member)
    return Said(call.texts.say("put-back", id=short(row)))


async def priority(call: Call) -> Said:
    """Overrule a priority."""
    if len(call.words) < 3:
        raise Wrong
    row, to = await _row(call), _priority(call.words[1])
    reason = " ".join(call.words[2:])[:REASON]
    await call.office.desk.overrule(row.id, to, by=call.by, note=reason)
    return Said(call.texts.say("prioritised", id=short(row), priority=to))


async def junk(call: Call) -> Said:
    """Set a tip aside as junk, once somebody is sure."""
    row = await _row(call)
    key, words = _reason(call, Status.JUNK)
    say = call.texts.say

    async def then() -> Said:
        await call.office.notebook.set_aside(row.id, Status.JUNK, key, member=call.member)
        return Said(say("junked", id=short(row)))

    asked = say(
        "junk-sure", id=short(row), priority=row.priority, area=_area(call, row), reason=words
    )
    return sure(call, asked, then)


async def hold(call: Call) -> Said:
    """Hold a tip; without a reason, the reasons are offered."""
    row = await _row(call)
    if len(call.words) > 1:
        return await _held(call, row, _reason(call, Status.HELD)[0])
    reasons = call.office.notebook.terms.reasons[Status.HELD]

    def choice(key: str, words: str) -> Choice:
        return Choice(words, lambda: _held(call, row, key))

    choices = tuple(choice(key, words) for key, words in reasons.items())
    return Said(call.texts.say("tip-hold", id=short(row)), choices=choices)


async def reopen(call: Call) -> Said:
    """Put a tip back that was set aside, once somebody is sure."""
    row = await _row(call, only=True)
    say = call.texts.say

    async def then() -> Said:
        await call.office.desk.put_back(row.id, member=call.member)
        return Said(say("reopened", id=short(row)))

    return sure(call, say("reopen-sure", id=short(row), status=row.status), then)


def short(row: TipRow) -> str:
    """The beginning of a tip's id."""
    return row.id[:SHORT]


async def _held(call: Call, row: TipRow, key: str) -> Said:
    await call.office.notebook.set_aside(row.id, Status.HELD, key, member=call.member)
    words = call.office.notebook.terms.reasons[Status.HELD][key]
    return Said(call.texts.say("held", id=short(row), reason=words))


async def _row(call: Call, *, only: bool = False) -> TipRow:
    """The tip whose id is the first word."""
    if not call.words or (only and len(call.words) > 1):
        raise Wrong
    return await call.office.desk.tips.row(await call.office.desk.find(call.words[0]))


def _priority(word: str) -> Priority:
    try:
        return Priority(word.lower())
    except ValueError:
        raise Wrong(f"A priority is one of: {', '.join(Priority)}.") from None


def _reason(call: Call, status: Status) -> tuple[str, str]:
    reasons = call.office.notebook.terms.reasons[status]
    word = call.words[1].lower() if len(call.words) == 2 else ""
    if word not in reasons:
        listed = ", ".join(f"{key} ({words.lower()})" for key, words in reasons.items())
        raise Wrong(f"A reason is one word of: {listed}.")
    return word, reasons[word]


def _line(call: Call, row: TipRow) -> str:
    say = call.texts.say
    marks = say("row-claimed", who=row.claimed_by) if row.claimed_by else ""
    marks += say("row-safeguarding") if row.safeguarding else ""
    return say(
        "row",
        id=short(row),
        priority=row.priority,
        status=row.status,
        area=_area(call, row),
        age=_age(call, row),
        marks=marks,
    )


def _area(call: Call, row: TipRow) -> str:
    return row.area or call.texts.say("no-area")


def _age(call: Call, row: TipRow) -> str:
    return call.texts.age(call.office.clock.now() - row.arrived)
