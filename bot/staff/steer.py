"""Commands that steer the line: pause, notice, flood; and what can be seen of it."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import timedelta

from bot.staff.calling import Call, Said, Wish, Wrong
from bot.staff.rate import Words, columns_of, rate
from bot.staff.tips import REASON
from core import limits as rates
from core.flood import ECHOES_START_AT, STARTS_AT
from core.pending import Deed
from core.retention import ANSWER_LIFE, JUNK_LIFE, TIP_LIFE
from core.steering import BadNotice, FloodMode, Traffic, notices_of

_DUE = 100


async def pause(call: Call) -> Wish:
    """Take no new reports."""
    reason = call.rest.strip()[:REASON]
    if not reason:
        raise Wrong("Say why: it stands in the audit.")

    async def now() -> Said:
        await call.office.steering.pause(by=call.by, note=reason)
        return Said(call.texts.say("paused"))

    question = call.texts.say("pause-sure")
    return Wish(deed=Deed.PAUSE, arguments={"reason": reason}, question=question, now=now)


async def resume(call: Call) -> Wish:
    """Take reports again."""
    if call.words:
        raise Wrong

    async def now() -> Said:
        await call.office.steering.resume(by=call.by)
        return Said(call.texts.say("resumed"))

    return Wish(deed=Deed.RESUME, arguments={}, now=now)


async def notice(call: Call) -> Said | Wish:
    """Put words on the first screen; taking them back needs no proof."""
    languages, say = call.office.languages, call.texts.say
    try:
        texts = notices_of(call.rest, languages)
    except BadNotice as bad:
        raise Wrong(str(bad)) from None
    if not any(texts.values()):
        for language in texts:
            await call.office.steering.set_notice(language, "", by=call.by)
        return Said(say("notice-off", languages=", ".join(texts)))

    async def now() -> Said:
        for language, text in texts.items():
            await call.office.steering.set_notice(language, text, by=call.by)
        return Said(say("notice-set", what=call.texts.deed(Deed.NOTICE, texts)))

    return Wish(deed=Deed.NOTICE, arguments=texts, now=now)


async def flood(call: Call) -> Said:
    """Say whether newcomers are asked for a tap."""
    try:
        mode = FloodMode(call.rest.strip().lower())
    except ValueError:
        raise Wrong from None
    await call.office.steering.set_flood(mode, by=call.by)
    return Said(call.texts.say("flood-set", mode=mode))


async def limits(call: Call) -> Said:
    """How much each sender may send, and what came in, also as a picture."""
    if call.words:
        raise Wrong
    clock, say = call.office.clock, call.texts.say
    slots = await call.office.pulses.slots(clock.now() - timedelta(hours=24))
    columns = columns_of(slots, clock.now(), clock.local())
    words = Words(
        title=say("rate-title"),
        reports=say("rate-reports"),
        copies=say("rate-copies"),
        flood=say("rate-flood"),
        echoes=say("rate-echoes"),
    )
    picture = await asyncio.to_thread(rate, columns, words)
    total = dict.fromkeys(asdict(Traffic()), 0)
    for slot in slots:
        for name, count in asdict(slot.traffic).items():
            total[name] += count
    return Said(
        say(
            "limits",
            messages=rates.MESSAGES.burst,
            codes=rates.CODES.burst,
            all_codes=rates.ALL_CODES.burst,
            flood=STARTS_AT,
            echoes=ECHOES_START_AT,
            said=total["messages"],
            reports=total["reports"],
            refused=total["refused"],
            copies=total["echoes"],
            challenged=total["challenged"],
            proved=total["proved"],
            away=total["turned_away"],
        ),
        picture=picture,
    )


async def ban(call: Call) -> Said:
    """Why nobody can be banned."""
    return Said(call.texts.say("ban"))


async def retention(call: Call) -> Said:
    """What will be destroyed, and when."""
    due = await call.office.shredder.due(call.office.clock.now().date(), count=_DUE)
    return Said(
        call.texts.say(
            "retention",
            due=len(due),
            tips=TIP_LIFE.days,
            junk=JUNK_LIFE.days,
            answers=ANSWER_LIFE.days,
        )
    )


async def health(call: Call) -> Said:
    """Whether everything runs."""
    office, say = call.office, call.texts.say
    now = office.clock.now()
    lines = []
    pulses = await office.pulses.pulses()
    for number, pulse in enumerate(pulses, 1):
        state = say("health-process", age=call.texts.age(now - pulse.at))
        state += ", " + say("health-lost", lost=pulse.workers_lost, degraded=pulse.degraded)
        lines.append(say("health-line", what=f"bot {number}", state=state))
    if not pulses:
        lines.append(say("health-line", what="bot", state=say("health-none")))
    broken = await office.audit.first_break()
    state = say("health-fine") if broken is None else say("health-audit-broken", number=broken)
    lines.append(say("health-line", what="audit", state=state))
    waiting = len(await office.alerts.waiting(1000))
    lines.append(say("health-line", what="outbox", state=say("health-outbox", count=waiting)))
    free = say("health-disk", percent=int(office.free_disk() * 100))
    lines.append(say("health-line", what="disk", state=free))
    return Said("\n".join(lines))


async def audit(call: Call) -> Said:
    """What staff did last."""
    if len(call.words) > 1 or (call.words and not call.words[0].isdecimal()):
        raise Wrong
    count = min(int(call.words[0]), 30) if call.words else 10
    entries = await call.office.audit.latest(count)
    lines = [
        call.texts.say(
            "audit-line",
            at=f"{entry.at:%d %b %H:%M}",
            by=entry.by,
            action=entry.action.replace("_", " "),
            subject=entry.subject[:8],
        )
        for entry in entries
    ]
    return Said("\n".join(lines) or call.texts.say("audit-none"))
