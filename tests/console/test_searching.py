"""Searching and saved views on the console's pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.people import Role
from tests.console.desk import Browser, Console
from tests.storage.samples import START, a_part, a_tip


async def keep(console: Console, name: str, words: str = "", **changes: object) -> None:
    tip = a_tip(id=name, **changes)
    if words:
        parts = (a_part(f"they sell crack from {words}"),)
        tip = a_tip(id=name, details=tip.details.__class__(
            parts=parts, triage=tip.details.triage, reported_on=tip.details.reported_on
        ), **changes)  # fmt: skip
    await console.store.public.intake.keep(name.encode().ljust(32, b"."), tip)


async def look(analyst: Browser, typed: str, **more: str) -> str:
    await analyst.get("/queue")
    await analyst.post("/search", {"typed": typed, **more})
    return (await analyst.get("/search")).text


async def test_what_was_found_is_shown_with_words_around_it(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one", "the old mill")
    await keep(console, "two")
    page = await look(analyst, "MILL")
    assert 'href="/tips/one"' in page
    assert 'href="/tips/two"' not in page
    assert "<mark><bdi>mill</bdi></mark>" in page
    assert "Looked through all 2 tips." in page
    found = [e.action for e in await console.store.staff.audit.history("one")]
    assert found == ["found"]


async def test_the_words_stand_in_no_address_and_not_in_the_audit(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one", "the old mill")
    await analyst.get("/queue?area=SS1")
    answer = await analyst.post("/search?area=SS1", {"typed": "mill"})
    assert answer.headers["location"] == "/search"
    entries = await console.store.staff.audit.latest(9)
    assert not any("mill" in entry.note for entry in entries)


async def test_loading_the_results_again_searches_nothing(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one", "the old mill")
    await look(analyst, "mill")
    await analyst.get("/search")
    entries = await console.store.staff.audit.latest(20)
    assert [e.action for e in entries].count("searched") == 1


async def test_a_search_keeps_to_what_the_queue_is_narrowed_to(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one", "the old mill", area="SS1")
    await keep(console, "two", "the old mill", area="CM2")
    await analyst.get("/queue?area=CM2")
    await analyst.post("/search?area=CM2", {"typed": "mill", "within": "these"})
    page = (await analyst.get("/search")).text
    assert 'href="/tips/two"' in page
    assert 'href="/tips/one"' not in page


@pytest.mark.parametrize("typed", ["", "...", "x" * 200])
async def test_nothing_to_look_for_is_said(analyst: Browser, typed: str) -> None:
    await analyst.get("/queue")
    answer = await analyst.post("/search", {"typed": typed})
    assert "Type at least one word" in (await analyst.get(answer.headers["location"])).text


async def test_what_was_looked_for_is_shown_as_text(console: Console, analyst: Browser) -> None:
    await keep(console, "one", "<script>alert(1)</script> \u202egpj.exe")
    page = await look(analyst, "<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert 'href="/tips/one"' in page


async def test_a_search_is_of_its_visit_and_ends_with_it(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one", "the old mill")
    await look(analyst, "mill")
    lead = console.browser()
    await lead.sign_in("lead")
    assert "mill" not in (await lead.get("/search")).text
    await analyst.post("/sign-out")
    await analyst.sign_in()
    assert "mill" not in (await analyst.get("/search")).text


async def test_a_moderator_searches_nothing(console: Console) -> None:
    moderator = console.browser()
    await moderator.sign_in("moderator")
    page = (await moderator.get("/queue")).text
    assert "/search" not in page
    assert (await moderator.post("/search", {"typed": "mill"})).status_code == 403


async def test_a_view_is_saved_opened_and_forgotten(console: Console) -> None:
    console.gate.put("ann", Role.ANALYST)
    ann = console.browser()
    await ann.sign_in("ann")
    await ann.get("/queue?area=SS1&days=7")
    await ann.post("/queue/views?area=SS1&days=7", {"name": "Town <b>"})
    page = (await ann.get("/queue")).text
    assert '<a href="/queue?area=SS1&amp;days=7"><bdi>Town &lt;b&gt;</bdi></a>' in page
    page = (await ann.get("/queue?area=SS1&days=7")).text
    assert 'aria-current="true"><bdi>Town' in page
    await ann.post("/queue/views/drop?area=SS1&days=7", {"name": "Town <b>"})
    assert "Town" not in (await ann.get("/queue")).text


async def test_a_view_that_narrows_nothing_is_refused(analyst: Browser) -> None:
    await analyst.get("/queue")
    await analyst.post("/queue/views", {"name": "All"})
    assert "A view has a name" in (await analyst.get("/queue")).text


async def test_a_period_goes_along_with_the_day(console: Console, analyst: Browser) -> None:
    await keep(console, "old", arrived=START - timedelta(days=7))
    await keep(console, "six", arrived=START - timedelta(days=6))
    page = (await analyst.get("/queue?days=7")).text
    assert ('href="/tips/six"' in page, 'href="/tips/old"' in page) == (True, False)
    assert '<option value="7" selected>7 days' in page
    assert (await analyst.get("/queue?days=8")).status_code == 422
