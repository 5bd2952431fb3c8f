"""The console in real Chromium with JavaScript off: everything but counts, keys and security keys.

axe is not asked here: it waits for timers, and a page without scripts has none.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from core.people import Role
from core.tip import Priority, Status
from tests.console.axe import fits
from tests.console.chromium import Visitor, free_origin, visiting
from tests.console.desk import CODE, PASSPHRASE, Console, open_console
from tests.console.releasing import keep, release
from tests.console.year import keep_year

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = [390, 1366]


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    async with open_console(tmp_path, origins=(free_origin(),)) as opened:
        await keep(opened, "one", priority=Priority.URGENT, safeguarding=True)
        await keep(opened, "two")
        await release(opened, "out")
        opened.gate.put("ann", Role.LEAD)  # the one account of this desk that can save a view
        yield opened


@pytest.fixture
async def visitor(console: Console) -> AsyncIterator[Visitor]:
    async with visiting(console.app, console.parts.origins[0]) as opened:
        yield opened
        assert opened.faults == []


async def do(page: Page, button: str, said: str) -> None:
    """Press a button, and read what the next page says of it."""
    await page.get_by_role("button", name=button).first.click()
    await expect(page.get_by_role("status").first).to_contain_text(said)
    await fits(page)


async def unfold(page: Page, words: str) -> None:
    await page.locator("summary", has_text=words).click()


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_tip_is_worked_on(console: Console, visitor: Visitor, width: int) -> None:
    async with visitor.page(has_script=False, width=width) as page:
        await visitor.sign_in(page, "analyst", PASSPHRASE, CODE)
        await do(page, "Tip one: Claim", "Claimed")
        await page.locator("a.open").first.click()
        await expect(page.get_by_role("heading", name="The words")).to_be_visible()
        await fits(page)
        await unfold(page, "Decide the grade")
        await page.get_by_label("Assessment").select_option("A")
        await do(page, "Decide", "Graded")
        await page.get_by_label("A note").fill("Ask housing.")
        await do(page, "Keep it", "The note is kept")
        await do(page, "Put it on", "The label is on")
        await unfold(page, "Ask the sender")
        await page.get_by_label("Do you already know on which days").check()
        await do(page, "Leave it for them", "The question waits")
        await unfold(page, "Cut more words")
        await page.get_by_label("Words to cut").fill("weed")
        await page.get_by_role("button", name="Show what would be left").click()
        await expect(page.get_by_role("heading", name="This would be left")).to_be_visible()
        await fits(page)
        await do(page, "Cut them for good", "gone for good")
        assert (await console.store.staff.desk.row("one")).status is Status.GRADED
        await page.goto("/tips/two")
        await unfold(page, "Hold it")
        await do(page, "Hold it", "Held.")
        await do(page, "Put back", "Put back")


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_queue_is_narrowed_saved_and_searched(visitor: Visitor, width: int) -> None:
    async with visitor.page(has_script=False, width=width) as page:
        await visitor.sign_in(page, "ann", PASSPHRASE, CODE)
        await unfold(page, "Filter")
        await page.get_by_label("Area begins with").fill("SS")
        await page.get_by_role("button", name="Show", exact=True).click()
        await page.wait_for_url("**area=SS**")
        await page.get_by_label("Save this view as").fill("The town")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("link", name="The town")).to_be_visible()
        await fits(page)
        await page.get_by_label("Search the words of tips").fill("weed")
        await page.get_by_role("button", name="Search").click()
        await page.wait_for_url("**/search**")
        await expect(page.get_by_role("link", name="one")).to_be_visible()
        await fits(page)


@pytest.mark.parametrize("width", WIDTHS)
async def test_what_leaves_the_desk_leaves_past_two_people(visitor: Visitor, width: int) -> None:
    async with (
        visitor.page(has_script=False, width=width) as mine,
        visitor.page(has_script=False, width=width) as theirs,
    ):
        await visitor.sign_in(mine, "analyst", PASSPHRASE, CODE)
        await visitor.sign_in(theirs, "lead", PASSPHRASE, CODE)
        await mine.goto("/exports")
        await mine.get_by_label("For whom").fill("Essex Police")
        await do(mine, "Ask", "Asked")
        await theirs.goto("/exports")
        await theirs.get_by_label("Your passphrase").fill(PASSPHRASE)
        await do(theirs, "Let it go", "Let go")
        await mine.goto("/exports")
        await mine.get_by_label("Your passphrase").fill(PASSPHRASE)
        async with mine.expect_download() as coming:
            await mine.get_by_role("button", name="Take it").click()
        assert (await coming.value).suggested_filename.endswith(".csv")
        await mine.goto("/tips/out")
        await unfold(mine, "Make a report")
        await mine.get_by_label("For whom").fill("Essex Police")
        await mine.get_by_role("button", name="Page to print").click()
        await expect(mine.get_by_role("heading", name="Intelligence report")).to_be_visible()
        await fits(mine)


@pytest.mark.parametrize("width", WIDTHS)
async def test_partners_and_operations_are_led(visitor: Visitor, width: int) -> None:
    async with visitor.page(has_script=False, width=width) as page:
        await visitor.sign_in(page, "lead", PASSPHRASE, CODE)
        await page.goto("/partners")
        await page.get_by_label("Name").fill("Estuary Homes")
        await do(page, "Add", "The partners are changed")
        await page.goto("/operations")
        await page.get_by_label("Name").fill("Operation Breakwater")
        await page.get_by_label("Areas").fill("SS1")
        await do(page, "Begin it", "The operation is kept")
        await page.goto("/tips/out")
        await do(page, "Attach", "Attached")
        await unfold(page, "Refer to a partner")
        await do(page, "Refer it", "Referred")
        await page.goto("/operations")
        await page.get_by_role("link", name="Operation Breakwater").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Breakwater")
        await fits(page)
        await do(page, "Publish", "Published")


@pytest.mark.parametrize("width", WIDTHS)
async def test_the_map_is_a_drawing(console: Console, visitor: Visitor, width: int) -> None:
    await keep_year(console.store.public.intake, console.clock.now())
    async with visitor.page(has_script=False, width=width) as page:
        await visitor.sign_in(page, "analyst", PASSPHRASE, CODE)
        await page.goto("/picture")
        await expect(page.locator("figure.map svg circle.mark").first).to_be_visible()
        await expect(page.locator("figure.map svg text.town").first).to_be_visible()
        await page.get_by_label("Drug", exact=True).select_option("crack")
        await page.get_by_role("button", name="Show").click()
        await page.wait_for_url("**drug=crack**")
        await fits(page)
        await page.goto("/picture/places")
        await expect(page.locator("figure.map svg polygon").first).to_be_visible()
        await fits(page)


@pytest.mark.parametrize("width", WIDTHS)
async def test_every_other_page_shows_itself(visitor: Visitor, width: int) -> None:
    async with visitor.page(has_script=False, width=width) as page:
        await page.goto("/sign-in")
        await fits(page)
        await page.get_by_role("link", name="Join the desk").click()
        await expect(page.get_by_label("Code of your invitation")).to_be_visible()
        await fits(page)
        await visitor.sign_in(page, "lead", PASSPHRASE, CODE)
        for name in ("Queue", "Picture", "Operations", "Exports", "Partners", "People", "Audit"):
            await page.get_by_role("link", name=name, exact=True).click()
            await expect(page.get_by_role("heading", level=1)).to_contain_text(name)
            await fits(page)
        await page.get_by_role("link", name="lead").click()
        await expect(page.get_by_text("takes JavaScript")).to_be_visible()
        await fits(page)
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
