"""What is destroyed each day: tips whose review date has come, and answers that nobody read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.desk_ports import Shredder
from core.errors import NoSuchTip
from core.retention import answers_expire_before

_LOT = 200


@dataclass(frozen=True, slots=True)
class Swept:
    """How much was destroyed."""

    tips: int
    answers: int


async def sweep(shredder: Shredder, today: date) -> Swept:
    """Destroy everything that is due; stopping half-way and starting again is safe.

    Args:
        shredder: destroys keys, and with them every copy.
        today: the day in UTC.

    Raises:
        NotSaved: the store could not commit; what was destroyed before stays destroyed.
    """
    tips = 0
    while due := await shredder.due(today, count=_LOT):
        for tip_id in due:
            try:
                await shredder.shred(tip_id, by="system", note="review date")
            except NoSuchTip:
                continue  # another janitor was faster
            tips += 1
    return Swept(tips, await shredder.expire_answers(answers_expire_before(today)))
