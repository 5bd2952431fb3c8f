"""The audit's page and a tip's history: who did what, and whether the record is whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from console.wording import Words
from core.partners import ReferralState
from core.tip import Priority, Status
from storage.chain import Action, answered, moved, prioritised
from tests.console.desk import Browser, Console
from tests.storage.samples import a_tip

ACTIONS = [*Action, *map(moved, Status), *map(prioritised, Priority), *map(answered, ReferralState)]


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_words(action: str) -> None:
    assert str(action) in Words.shipped().groups["action"]


async def test_an_auditor_sees_who_did_what(console: Console, analyst: Browser) -> None:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/set-aside", {"to": "held", "reason": "advice"})
    reason = {"priority": "low", "reason": "<b>wait</b> for ann"}
    await analyst.post("/tips/one/priority", reason)
    auditor = console.browser()
    await auditor.sign_in("auditor")
    assert (await auditor.get("/")).headers["location"] == "/audit"
    page = (await auditor.get("/audit")).text
    assert "Opened the tip" in page
    assert "Held it" in page
    assert "&lt;b&gt;wait&lt;/b&gt; for ann" in page
    assert "The record is whole" in page


async def test_a_changed_record_is_told(console: Console, analyst: Browser, tmp_path: Path) -> None:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    await analyst.get("/tips/one")
    with sqlite3.connect(tmp_path / "db" / "tipline.db") as database:
        database.execute("update audit set by = 'somebody' where number = 1")
    database.close()
    lead = console.browser()
    await lead.sign_in("lead")
    assert "The record is broken at entry 1" in (await lead.get("/audit")).text


async def test_a_tip_shows_its_history(console: Console, analyst: Browser) -> None:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/claim")
    page = (await analyst.get("/tips/one")).text
    history = page[page.index("history-heading") :]
    assert history.index("Opened the tip") < history.index("Claimed it")
    assert "analyst, Fri 27 Mar 2026, 22:40" in history
