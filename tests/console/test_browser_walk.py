"""One tip from the sender's phone to the partner's desk, in real Chromium with the real bot.

The bot is a process of its own with the real analysis, over the database that the console serves.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from playwright.async_api import Page, expect

from app.clock import SystemClock
from bench.botapi import BotApi
from core.people import Role
from core.tip import Priority, Status
from tests.console.axe import check
from tests.console.chromium import Visitor, free_origin, plug_in_a_key, visiting
from tests.console.pictures import take
from tests.console.real import RealDesk, open_real_desk
from tests.console.sender import Sender
from tests.console.year import keep_year, waits
from tests.storage.samples import HandClock
from tests.storage.staffing import LEAD
from tests.support.processes import bot_process

pytestmark = [pytest.mark.alone, pytest.mark.browser, pytest.mark.model, pytest.mark.slow]

ANALYST = "ben"
WORDS = (
    "Lads in balaclavas selling weed from two e-bikes outside the arcade on Marine Parade Southend "
    "right now, one they call Kez has a machete down his trousers. Number people ring is "
    "07700 900345. Fridays its always from about 9. Im in the flat over the arcade"
)
ADDED = "a red Golf EK00 RTV drops them off by the slipway"
RECIPIENT, PARTNER, OPERATION = "Essex Police", "Estuary Homes", "Operation Lanternlight"


@dataclass
class Walk:
    """A desk with a lead and an analyst, their browsers, and a sender."""

    desk: RealDesk
    visitor: Visitor
    sender: Sender

    async def sign_in(self, page: Page, name: str) -> None:
        """With a security key, which is added first: its owner has only codes so far."""
        phrase = self.desk.people.phrases[name]
        await plug_in_a_key(page)
        await self.visitor.sign_in(page, name, phrase, self.desk.people.code(name))
        await page.goto("/account")
        await page.locator("#add-passphrase").fill(phrase)
        await page.get_by_role("button", name="Add a security key").click()
        await expect(page.get_by_role("status").first).to_contain_text("The security key is added")
        await page.get_by_role("button", name="Sign out").click()
        await page.wait_for_url("**/sign-in")
        await page.get_by_label("Name").fill(name)
        await page.get_by_label("Passphrase").fill(phrase)
        await page.get_by_role("button", name="Use a security key").click()
        await page.wait_for_url("**/queue")


@asynccontextmanager
async def ready(folder: Path) -> AsyncIterator[Walk]:
    clock = HandClock(moment=SystemClock().now())
    async with open_real_desk(folder, free_origin(), clock=clock) as desk, BotApi() as api:
        await desk.people.hire(ANALYST, Role.ANALYST)
        await keep_year(desk.store.public.intake, clock.now(), waits)
        settings = {"TIPLINE_DATA_DIR": str(desk.secrets), "TIPLINE_DATABASE_URL": desk.url}
        async with (
            bot_process(api, folder, **settings) as bot,
            visiting(desk.app, desk.parts.origins[0]) as visitor,
        ):
            yield Walk(desk, visitor, Sender(api.person()))
            assert visitor.faults == []
            assert await bot.stop() == 0


async def test_a_tip_goes_all_the_way_past_two_people(tmp_path: Path) -> None:
    async with ready(tmp_path) as walk, walk.visitor.page(width=1280) as mine:
        code = await walk.sender.report(WORDS)
        await walk.sign_in(mine, ANALYST)
        tip = await claim_and_grade(mine)
        await ask(mine)
        asked = await walk.sender.read(code)
        assert "Do you already know anything about a car or bike" in asked
        await walk.sender.add(ADDED)
        await read_the_answer(mine, tip)
        async with walk.visitor.page(width=1280) as theirs:
            await walk.sign_in(theirs, LEAD)
            await prepare(theirs)
            await attach(mine, tip)
            await release(theirs, tip)
        await refer(mine, tip)
        await report(mine, tip)
        await expect_all_of_it(walk, tip)


async def claim_and_grade(page: Page) -> str:
    """The urgent tip is on top of the queue; its id."""
    row = page.locator("table.queue tbody tr").first
    await expect(row).to_contain_text("Urgent")
    await page.keyboard.press("j")
    await take(page, "console-queue.png", height=800)
    await row.get_by_role("button", name="Claim").click()
    await expect(page.get_by_role("status").first).to_have_text(
        "Claimed. It is yours for two hours."
    )
    await page.locator("table.queue a.open").first.click()
    await expect(page.get_by_role("heading", name="Why urgent?")).to_be_visible()
    await page.locator("summary", has_text="Decide the grade").click()
    await page.get_by_label("Assessment").select_option("A")
    await page.get_by_role("button", name="Decide").click()
    await expect(page.get_by_text(f"decided by {ANALYST}")).to_be_visible()
    return page.url.rsplit("/", 1)[1]


async def ask(page: Page) -> None:
    await page.locator("summary", has_text="Ask the sender").click()
    await page.get_by_label("Do you already know anything about a car").check()
    await page.get_by_role("button", name="Leave it for them").click()
    await expect(page.get_by_text("not read yet")).to_be_visible()


async def read_the_answer(page: Page, tip: str) -> None:
    """What the sender added stands in the thread, and its plate is found."""
    await page.goto(f"/tips/{tip}")
    await expect(page.locator(".thread .theirs")).to_contain_text(ADDED)
    await expect(page.locator(".found")).to_contain_text("EK00 RTV")
    await check(page)


async def prepare(page: Page) -> None:
    """A lead begins an operation and keeps a partner."""
    await page.goto("/operations")
    await page.get_by_label("Name").fill(OPERATION)
    await page.get_by_label("Areas").fill("SS1, Southend-on-Sea")
    await page.get_by_role("button", name="Begin it").click()
    await page.goto("/partners")
    await page.get_by_label("Name").fill(PARTNER)
    await page.get_by_label("Kind").select_option("housing")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_text(PARTNER, exact=True)).to_be_visible()


async def attach(page: Page, tip: str) -> None:
    await page.goto(f"/tips/{tip}")
    await page.get_by_label("Attach to an operation").select_option(OPERATION)
    await page.get_by_role("button", name="Attach").click()
    await expect(page.get_by_text(f"Attached to {OPERATION}")).to_be_visible()
    await expect(page.get_by_role("button", name="Release")).to_be_visible()
    await page.get_by_role("button", name="Release").click()
    await expect(page.get_by_role("alert")).to_be_visible()  # whoever graded it cannot


async def release(page: Page, tip: str) -> None:
    await page.goto(f"/tips/{tip}")
    await page.get_by_role("button", name="Release").click()
    await expect(page.get_by_role("status").first).to_contain_text("Released")


async def refer(page: Page, tip: str) -> None:
    await page.goto(f"/tips/{tip}")
    await page.locator("summary", has_text="Refer to a partner").click()
    await page.get_by_label("What they are sent").fill("Please look at the flat over the arcade.")
    await page.get_by_role("button", name="Refer it").click()
    await expect(page.get_by_text(f"Referred to {PARTNER}")).to_be_visible()
    await picture_it(page, tip)


async def picture_it(page: Page, tip: str) -> None:
    """In the dark, on a laptop and on a phone."""
    await page.emulate_media(color_scheme="dark")
    await page.goto(f"/tips/{tip}")
    await take(page, "console-tip.png", height=1400)
    await page.set_viewport_size({"width": 390, "height": 844})
    await take(page, "console-phone.png", height=1400)
    await page.set_viewport_size({"width": 1280, "height": 850})
    await page.emulate_media(color_scheme="light")


async def report(page: Page, tip: str) -> None:
    """As a file, and as a page to print."""
    await page.goto(f"/tips/{tip}")
    await page.locator("summary", has_text="Make a report").click()
    await page.get_by_label("For whom").fill(RECIPIENT)
    async with page.expect_download() as coming:
        await page.get_by_role("button", name="PDF").click()
    printed = pypdf.PdfReader(io.BytesIO((await (await coming.value).path()).read_bytes()))
    text = " ".join(" ".join(each.extract_text() for each in printed.pages).split())
    assert ADDED in text
    assert "flat over the arcade" not in text
    await page.get_by_role("button", name="Page to print").click()
    await expect(page.get_by_role("heading", name="Intelligence report")).to_be_visible()
    await take(page, "console-report.png")


async def expect_all_of_it(walk: Walk, tip: str) -> None:
    """The desk knows what was done, and who did it."""
    row = await walk.desk.parts.desk.tips.row(tip)
    assert (row.priority, row.status, row.additions) == (Priority.URGENT, Status.RELEASED, 1)
    [referral] = await walk.desk.parts.referring.referrals.latest(9)
    assert (referral.tip, referral.partner.name) == (tip, PARTNER)
    [operation] = await walk.desk.parts.operating.views.of_tip(tip)
    assert operation.name == OPERATION
    history = [(entry.by, entry.action) for entry in await walk.desk.parts.audit.history(tip)]
    for done in ((ANALYST, "moved_graded"), (LEAD, "moved_released"), (ANALYST, "reported")):
        assert done in history
