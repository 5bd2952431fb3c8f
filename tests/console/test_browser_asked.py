"""What was asked for in the staff bot, in real Chromium: read, and said yes to."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from core.pending import Deed
from core.people import Role
from tests.console.axe import check
from tests.console.chromium import Visitor, free_origin, visiting
from tests.console.desk import CODE, PASSPHRASE, Console, open_console

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHAT = 7


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    """A console whose founder has a chat, and asked there for three things."""
    async with open_console(tmp_path, origins=(free_origin(),)) as opened:
        staff = opened.store.staff
        code = await staff.invitations.invite("adam", Role.ADMINISTRATOR, by="ann")
        await staff.invitations.redeem(code, f"{PASSPHRASE} adam", None)
        await staff.seats.take(await staff.seats.invite("ann", by="adam"), CHAT)
        opened.gate.put("ann", Role.LEAD)
        today = opened.clock.now().date()
        made = await staff.work.operations.begin("Pier", ("SS1",), today, None, by="ann")
        await staff.steering.pause(by="ann", note="full")
        asked = {
            Deed.RESUME: {},
            Deed.NOTICE: {"en": "Answers may take a week. <script>alert(1)</script>"},
            Deed.PUBLISH: {"id": made.id, "name": "Pier"},
        }
        for deed, arguments in asked.items():
            await staff.pending.ask(deed, arguments, by="ann", chat=CHAT)
        yield opened


@pytest.fixture
async def visitor(console: Console) -> AsyncIterator[Visitor]:
    async with visiting(console.app, console.parts.origins[0]) as opened:
        yield opened
        assert opened.faults == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 390)])
async def test_it_is_found_read_and_said_yes_to(
    console: Console, visitor: Visitor, scheme: str, width: int
) -> None:
    async with visitor.page(scheme=scheme, width=width) as page:
        await visitor.sign_in(page, "ann", PASSPHRASE, CODE)
        await page.goto("/account")
        await page.get_by_role("link", name="Asked for in Telegram").click()
        await expect(page.get_by_text("Answers may take a week. <script>")).to_be_visible()
        await check(page)
        await page.get_by_role("button", name=re.compile("Yes, do it.*Take reports again")).click()
        await expect(page.get_by_role("status")).to_have_text("Done.")
        await page.get_by_role("button", name=re.compile("No.*Change what")).click()
        await expect(page.get_by_role("status")).to_have_text("Left as it was.")
        await page.get_by_role("button", name=re.compile("Yes, do it.*Publish news")).click()
        await expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    assert not (await console.store.staff.steering.read()).is_paused
    assert (await console.store.staff.steering.read()).notices == {}
    assert len(await console.store.staff.news.latest(9)) == 1
