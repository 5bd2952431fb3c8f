"""What ties a tip to others, on its page: found, counted and alarmed at; each look is audited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.analysis import Analysis, Triage, Vehicle
from core.tip import Details, Part, Question
from tests.console.desk import Browser, Console
from tests.storage.samples import START, a_tip

PLATE = "AB12 CDE"
WORDS = "the dealer in the white van sells wraps to kids by the park gate every evening"


async def keep(console: Console, name: str, words: str, *, plate: str = PLATE) -> None:
    analysis = Analysis(
        text=words,
        triage=Triage.QUEUE,
        vehicles=(Vehicle(start=0, end=3, text=words[:3], plate=plate),),
        sanitised=words,
    )
    details = Details(
        parts=(Part(Question.REPORT, analysis),), triage=Triage.QUEUE, reported_on=date(2026, 3, 27)
    )
    tip = a_tip(id=name, details=details, arrived=START)
    await console.store.public.intake.keep(name.encode().ljust(32, b"."), tip)


async def compared(console: Console, name: str) -> int:
    history = await console.store.staff.audit.history(name)
    return sum(entry.action == "compared" for entry in history)


async def test_a_shared_plate_ties_tips_and_each_look_stands_in_the_audit(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one", WORDS)
    await keep(console, "two", "that same van again, two men in it, near the school at lunch")
    await analyst.get("/tips/two")
    page = (await analyst.get("/tips/one")).text
    assert 'href="/tips/two"' in page
    assert "2 tips speak of it, each in words of its own" in page
    assert "tips about one suspect" not in page
    assert await compared(console, "two") == 1


async def test_loading_the_page_again_opens_nothing_until_something_changes(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one", WORDS)
    await keep(console, "two", "that same van again, two men in it, near the school at lunch")
    for name in ("two", "one", "one", "one"):
        await analyst.get(f"/tips/{name}")
    assert await compared(console, "two") == 1
    await analyst.post("/tips/two/claim")
    page = (await analyst.get("/tips/one")).text
    assert "Claimed, arrived" in page
    assert await compared(console, "two") == 2
    other = console.browser()
    await other.sign_in("lead")
    await other.get("/tips/one")
    assert await compared(console, "two") == 3


async def test_repeat_reporting_of_one_suspect_raises_an_alarm(
    console: Console, analyst: Browser
) -> None:
    for name, word in (("one", "evening"), ("two", "night"), ("six", "morning")):
        await keep(console, name, WORDS.replace("evening", word))
    for name in ("two", "six"):
        await analyst.get(f"/tips/{name}")
    page = (await analyst.get("/tips/one")).text
    assert 'role="alert">Repeat reporting: 3 tips about one suspect' in page
    assert "Nearly the same words" in page


async def test_a_tip_without_others_says_so(console: Console, analyst: Browser) -> None:
    await keep(console, "one", WORDS)
    assert "None among the tips that somebody has opened." in (await analyst.get("/tips/one")).text


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\u202egpj.exe\u2066"])
async def test_what_tips_share_is_shown_as_text(
    console: Console, analyst: Browser, hostile: str
) -> None:
    await keep(console, "one", WORDS, plate=f"AB12{hostile}CDE")
    await keep(console, "two", "quite other words about that van", plate=f"AB12{hostile}CDE")
    await analyst.get("/tips/two")
    page = (await analyst.get("/tips/one")).text
    assert "<script>alert" not in page
    assert 'href="/tips/two"' in page


async def test_the_comparison_is_forgotten_with_the_visit(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one", WORDS)
    await analyst.get("/tips/one")
    (visit,) = console.visits._kept.values()
    assert list(visit.compared) == ["one"]
    assert PLATE not in repr(replace(visit))
    await analyst.post("/sign-out")
    assert visit.compared == {}
