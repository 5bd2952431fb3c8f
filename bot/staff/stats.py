"""The command that counts: how many tips, by day and area, with a chart."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from bot.staff.calling import Call, Said, Wrong
from bot.staff.chart import bars
from core.picture import Period, Seen
from core.suppression import LEAST, protect

_DAYS = {"7d": 7, "30d": 30}
_AREA_DAYS = 30
_MOST = 12


async def stats(call: Call) -> Said:
    """Tips of a week, of a month, or of a month in one area."""
    if len(call.words) > 2:
        raise Wrong
    word = " ".join(call.words) or "7d"
    days = _DAYS.get(word.lower(), _AREA_DAYS)
    area = "" if word.lower() in _DAYS else word
    today = call.office.clock.now().date()
    period = Period(today - timedelta(days=days - 1), today)
    tallies = await call.office.tallies.count(Seen(period=period, area=area))
    if area:
        counts = Counter[str]()
        for tallied in tallies.days:
            counts[tallied.drug or "-"] += tallied.count
        title = call.texts.say("stats-area", area=area, days=days)
    else:
        counts = Counter[str]()
        for (where, _), number in tallies.places.items():
            counts[where or call.texts.say("no-area")] += number
        title = call.texts.say("stats-areas", days=days)
    shown = protect(dict(counts))
    rows = [
        (name, shown.cells.get(name) or 0, shown.said(name))
        for name, _ in counts.most_common(_MOST)
    ]
    head = call.texts.say("stats-head", period=title, total=shown.total, least=LEAST)
    return Said(head, picture=await asyncio.to_thread(bars, title, rows))
