"""Would the harness of faults see a loss, and are its people as stubborn as they should be?"""

from __future__ import annotations

import asyncio

import pytest

from bench.botapi import BotApi
from bench.faults import people
from bench.faults.people import Insistent
from bench.faults.trial import Outcome

WHOLE = {"times": 1, "reports": 3, "receipts": 3, "opening": 3, "tips": 3}


@pytest.mark.parametrize(
    "loss",
    [{"opening": 2}, {"tips": 4}, {"tips": 2}, {"receipts": 2}, {"left": 1}],
    ids=["opens none", "stored twice", "lost", "no code", "left waiting"],
)
def test_every_loss_shows(loss: dict[str, int]) -> None:
    assert Outcome("fault", **WHOLE).holds
    assert not Outcome("fault", **(WHOLE | loss)).holds


async def test_somebody_writes_again_where_nothing_comes_and_stops_at_a_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people, "AGAIN", 0.2)
    monkeypatch.setattr(people, "LOOK", 0.01)
    async with BotApi() as api:
        sam = Insistent(api.person("Sam"), "They sell on Hythe Hill")
        task = asyncio.ensure_future(sam.insist())
        await asyncio.sleep(0.5)
        assert sam.begun >= 2
        chat = api.world.chat(sam.person.id)
        api.world.add(chat, {"text": "1234 1234 1234 1234 1234"}, sender=api.world.bot)
        async with asyncio.timeout(5):
            await task
    assert sam.codes == {"1234 1234 1234 1234 1234"}
