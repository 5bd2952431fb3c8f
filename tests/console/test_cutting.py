"""Cutting more words of a tip: shown first, done once, and only as it was shown."""

from __future__ import annotations

import pytest

from core.tip import Status
from tests.console.desk import Browser, Console
from tests.storage.samples import a_tip


@pytest.fixture(autouse=True)
async def tip(console: Console, analyst: Browser) -> None:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    await analyst.get("/tips/one")


async def words(analyst: Browser) -> str:
    return (await analyst.get("/tips/one")).text


async def version(console: Console) -> str:
    return str((await console.store.staff.desk.row("one")).version)


async def test_a_preview_shows_what_would_be_left_and_changes_nothing(
    console: Console, analyst: Browser
) -> None:
    before = await version(console)
    page = await analyst.post("/tips/one/cut/preview", {"typed": "Zanzibar\r\n crack \r\n\r\n"})
    assert page.status_code == 200
    assert '<input type="hidden" name="found" value="Zanzibar">' in page.text
    assert '<input type="hidden" name="found" value="crack">' in page.text
    assert "no drug in place of" in " ".join(page.text.split()).replace("</bdi>", "")
    assert await version(console) == before
    assert "Zanzibar" in await words(analyst)


async def test_the_words_are_gone_for_good(console: Console, analyst: Browser) -> None:
    await analyst.post(
        "/tips/one/cut", {"found": "Zanzibar Crescent", "version": await version(console)}
    )
    page = await words(analyst)
    assert "The words are gone for good." in page
    assert "Zanzibar" not in page
    history = await console.store.staff.audit.history("one")
    assert [(e.action, e.note) for e in history if e.action == "cut"] == [("cut", "")]


async def test_what_changed_since_it_was_shown_is_not_cut(
    console: Console, analyst: Browser
) -> None:
    shown = await version(console)
    await analyst.post("/tips/one/claim")
    await analyst.post("/tips/one/cut", {"found": "Zanzibar", "version": shown})
    page = await words(analyst)
    assert "changed by somebody else" in page
    assert "Zanzibar" in page


@pytest.mark.parametrize("typed", ["", "Timbuktu", "anziba"])
async def test_what_does_not_stand_there_is_refused(analyst: Browser, typed: str) -> None:
    answer = await analyst.post("/tips/one/cut/preview", {"typed": typed})
    assert answer.status_code == 303
    assert "do not stand in the tip" in await words(analyst)


async def test_a_moderator_cuts_nothing(console: Console) -> None:
    moderator = console.browser()
    await moderator.sign_in("moderator")
    await moderator.get("/queue")
    for path in ("cut", "cut/preview"):
        answer = await moderator.post(f"/tips/one/{path}", {"found": "Zanzibar", "version": "1"})
        assert answer.status_code == 403
    assert (await console.store.staff.desk.row("one")).status is Status.NEW
