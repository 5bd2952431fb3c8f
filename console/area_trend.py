"""How many tips came from the areas of an operation: before, during and after it."""

from __future__ import annotations

from datetime import date, timedelta

from console.parts import Parts
from core.operations import Operation, Stage
from core.picture import Period, Seen, draw, merged

_AROUND = timedelta(weeks=10)
_LONGEST = timedelta(days=366)


async def around(
    parts: Parts, operation: Operation, today: date
) -> tuple[Seen, dict[Stage, tuple[int, ...]]]:
    """What is seen, and the tips of each of its columns by stage.

    From ten weeks before the first day to ten weeks after the last, up to today; of a long
    operation its last year. A column belongs to the stage of its first day.
    """
    last = min(today, (operation.ends or today) + _AROUND)
    first = max(operation.starts - _AROUND, last - _LONGEST)
    seen = Seen(period=Period(min(first, last), last))
    tallies = [
        await parts.tallies.count(Seen(period=seen.period, area=area)) for area in operation.areas
    ]
    picture = draw(seen, merged(tallies))
    sums = [sum(column) for column in zip(*picture.trend.values(), strict=True)]
    stages = [operation.stage_of(bucket) for bucket in picture.buckets]
    counts = sums or [0] * len(stages)
    return seen, {
        stage: tuple(count if at is stage else 0 for count, at in zip(counts, stages, strict=True))
        for stage in Stage
    }
