"""Who looks at which tip: seen by others, for less than a minute, and by nobody who is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.presence import LIFE, Presence
from tests.console.desk import Browser, Console
from tests.storage.samples import HandClock, a_tip


@pytest.fixture
async def lead(console: Console) -> Browser:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    browser = console.browser()
    await browser.sign_in("lead")
    return browser


def test_a_sign_counts_for_a_while_and_can_be_given_again() -> None:
    clock = HandClock()
    presence = Presence(clock)
    presence.sign("bea", "one")
    clock.wait(timedelta(seconds=LIFE - 1))
    presence.sign("cy", "one")
    assert presence.others("dan") == {"one": "bea and cy are looking"}
    clock.wait(timedelta(seconds=1))
    assert presence.others("dan") == {"one": "cy is looking"}
    assert presence.others("cy") == {}


async def test_others_see_who_has_a_tip_open(analyst: Browser, lead: Browser) -> None:
    assert "analyst is looking" not in (await lead.get("/queue")).text
    await analyst.get("/tips/one")
    assert "analyst is looking" in (await lead.get("/queue")).text
    assert (await lead.get("/queue/counts")).json()["viewers"] == {"one": "analyst is looking"}
    assert "analyst is looking" in (await lead.get("/tips/one")).text
    assert (await analyst.get("/tips/one/viewers")).json() == {"viewers": "lead is looking"}


async def test_an_open_page_keeps_the_sign_alive_and_not_the_visit(
    console: Console, analyst: Browser, lead: Browser
) -> None:
    await analyst.get("/tips/one")
    for _ in range(3):
        console.clock.wait(timedelta(seconds=LIFE - 1))
        await analyst.get("/tips/one/viewers")
    assert (await lead.get("/queue/counts")).json()["viewers"] == {"one": "analyst is looking"}
    console.clock.wait(timedelta(seconds=LIFE))
    assert (await lead.get("/queue/counts")).json()["viewers"] == {}


async def test_whoever_signs_out_looks_no_longer(analyst: Browser, lead: Browser) -> None:
    await analyst.get("/tips/one")
    await analyst.post("/sign-out")
    assert (await lead.get("/queue/counts")).json()["viewers"] == {}
