"""The console in real Chromium: a morning's work, by hand and by keyboard, and what axe says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from core.analysis import Analysis, Danger, Person, Reason, Triage
from core.people import Role
from core.tip import Part, Priority, Question
from tests.console.axe import check
from tests.console.chromium import Visitor, free_origin, visiting
from tests.console.desk import CODE, PASSPHRASE, Console, open_console
from tests.storage.samples import START, a_part, a_tip

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> {{ 7*7 }} \u202egpj.exe"
LOOKS = [("light", 1366), ("dark", 1366), ("light", 390), ("dark", 390)]


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    async with open_console(tmp_path, origins=(free_origin(),)) as opened:
        await keep(opened, "one", priority=Priority.URGENT, safeguarding=True)
        await keep(opened, "two", arrived=START - timedelta(days=3), area="CM2")
        await keep(opened, "bad", arrived=START - timedelta(days=2), area=HOSTILE, words=HOSTILE)
        yield opened


@pytest.fixture
async def visitor(console: Console) -> AsyncIterator[Visitor]:
    async with visiting(console.app, console.parts.origins[0]) as opened:
        yield opened
        assert opened.faults == []


async def keep(console: Console, name: str, *, words: str = "", **changes: object) -> None:
    tip = a_tip(id=name, **changes)
    if words:
        found = {
            "people": (Person(start=0, end=9, text=words[:9]),),
            "reasons": (Reason(start=4, end=20, text=words[4:20], code=Danger.WEAPON),),
        }
        analysis = Analysis(text=words, triage=Triage.QUEUE, sanitised=words, **found)  # type: ignore[arg-type]
        details = tip.details.__class__(
            parts=(Part(Question.REPORT, analysis), a_part()),
            triage=Triage.QUEUE,
            reported_on=tip.details.reported_on,
        )
        tip = a_tip(id=name, details=details, **changes)
    await console.store.public.intake.keep(name.encode().ljust(32, b"."), tip)


async def enter(visitor: Visitor, page: Page, name: str = "analyst") -> None:
    await visitor.sign_in(page, name, PASSPHRASE, CODE)


async def test_claim_open_and_ask_with_the_keyboard(console: Console, visitor: Visitor) -> None:
    async with visitor.page() as page:
        await enter(visitor, page)
        await page.keyboard.press("j")
        await expect(page.get_by_role("link", name="one")).to_be_focused()
        await page.keyboard.press("j")
        await page.keyboard.press("k")
        await page.keyboard.press("c")
        await expect(page.get_by_role("status").first).to_have_text(
            "Claimed. It is yours for two hours."
        )
        assert (await console.store.staff.desk.row("one")).claimed_by == "analyst"
        await page.wait_for_load_state()
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/tips/one")
        await expect(page.get_by_role("heading", name="Why urgent?")).to_be_visible()
        await page.locator("summary", has_text="Decide the grade").click()
        await page.get_by_label("Assessment").select_option("A")
        await page.get_by_role("button", name="Decide").click()
        await expect(page.get_by_text("2AP decided by analyst")).to_be_visible()
        await page.locator("summary", has_text="Ask the sender").click()
        await page.get_by_label("Do you already know on which days").check()
        await page.get_by_role("button", name="Leave it for them").click()
        await expect(page.get_by_text("not read yet")).to_be_visible()
        await page.get_by_role("button", name="Sign out").click()
        await page.wait_for_url("**/sign-in")
        await page.go_back()
        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_help_lists_the_keys_and_turns_them_off(visitor: Visitor) -> None:
    async with visitor.page() as page:
        await enter(visitor, page)
        await page.keyboard.press("?")
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.get_by_label("Turn the single keys off").check()
        await page.keyboard.press("Escape")
        await page.keyboard.press("j")
        await expect(page.locator("tr.current")).to_have_count(0)


async def test_a_queue_that_changes_says_so(console: Console, visitor: Visitor) -> None:
    async with visitor.page() as page:
        await page.clock.install()
        await enter(visitor, page)
        await keep(console, "new", priority=Priority.URGENT)
        await page.clock.run_for(21_000)
        await expect(page.locator("[data-count=urgent]")).to_have_text("2")
        await page.get_by_role("link", name="The queue has changed. Show it").click()
        await expect(page.get_by_role("link", name="new")).to_be_visible()


async def test_words_of_a_stranger_do_nothing(visitor: Visitor) -> None:
    async with visitor.page() as page:
        await enter(visitor, page)
        await page.goto("/tips/bad")
        words = await page.locator(".words bdi").all_inner_texts()
        assert "".join(words).startswith(HOSTILE)
        assert await page.locator("main img, main script").count() == 0


async def test_a_page_left_alone_shows_no_words_for_long(visitor: Visitor) -> None:
    async with visitor.page() as page:
        await page.clock.install()
        await enter(visitor, page)
        await page.goto("/tips/one")
        await page.clock.fast_forward("16:00")
        await page.wait_for_url("**/sign-in")


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
async def test_axe_finds_nothing(visitor: Visitor, scheme: str, width: int) -> None:
    async with visitor.page(scheme=scheme, width=width, height=844) as page:
        await page.goto("/sign-in")
        await check(page)
        await enter(visitor, page, "lead")
        await check(page)
        await page.get_by_role("button", name="Tip one: Claim").click()
        await page.locator("summary").click()
        await check(page)
        await page.goto("/tips/one")
        await page.get_by_label("A note").fill("https://desk.example/" + "x" * 200)
        await page.get_by_role("button", name="Keep it").click()
        await page.get_by_role("button", name="Put it on").click()
        await expect(page.get_by_role("button", name="Take off")).to_be_visible()
        for path in (
            "/tips/one",
            "/tips/two",
            "/tips/bad",
            "/audit",
            "/account",
            "/queue?area=nowhere",
        ):
            await page.goto(path)
            for summary in await page.locator("main summary").all():
                await summary.click()
            await check(page)
        await page.goto("/queue")
        await page.keyboard.press("?")
        await check(page)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
async def test_axe_finds_nothing_where_tips_are_searched(
    console: Console, visitor: Visitor, scheme: str, width: int
) -> None:
    console.gate.put("ann", Role.ANALYST)  # the one account of this desk that can save a view
    async with visitor.page(scheme=scheme, width=width, height=844) as page:
        await enter(visitor, page, "ann")
        await page.goto("/queue?area=SS1&days=30")
        await page.get_by_label("Save this view as").fill(f"Town {HOSTILE}"[:40])
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("navigation", name="Saved views")).to_be_visible()
        await check(page)
        await page.get_by_label("Search the words of tips").fill("crack")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/search")
        await expect(page.get_by_text("Looked through all 3 tips.")).to_be_visible()
        assert await page.locator("main img, main script").count() == 0
        await check(page)
        await page.get_by_role("link", name="one").click()
        await page.go_back()
        await expect(page.get_by_text("Looked through all 3 tips.")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
async def test_axe_finds_nothing_where_words_are_cut(
    visitor: Visitor, scheme: str, width: int
) -> None:
    async with visitor.page(scheme=scheme, width=width, height=844) as page:
        await enter(visitor, page)
        await page.goto("/tips/bad")
        await page.locator("summary", has_text="Cut more words").click()
        await page.get_by_label("crack", exact=True).check()
        await page.get_by_label("Words to cut").fill("script")
        await page.get_by_role("button", name="Show what would be left").click()
        await expect(page.get_by_role("heading", name="This would be left")).to_be_visible()
        assert await page.locator("main img, main script").count() == 0
        await check(page)
        await page.get_by_role("button", name="Cut them for good").click()
        await expect(page.get_by_role("status").first).to_have_text("The words are gone for good.")


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
async def test_axe_finds_nothing_on_a_tip_that_is_steered_unread(
    visitor: Visitor, scheme: str, width: int
) -> None:
    async with visitor.page(scheme=scheme, width=width, height=844) as page:
        await enter(visitor, page, "moderator")
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/tips/one")
        await expect(page.get_by_role("heading", name="What the queue knows")).to_be_visible()
        await check(page)


async def test_two_people_see_one_another_without_loading_anything(visitor: Visitor) -> None:
    async with visitor.page() as first, visitor.page() as second:
        await enter(visitor, first)
        await first.clock.install()
        await first.goto("/queue")
        await enter(visitor, second, "lead")
        await second.goto("/tips/one")
        await first.clock.run_for(21_000)
        await expect(first.locator("[data-tip=one]")).to_have_text("lead is looking")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_where_something_is_refused(visitor: Visitor, scheme: str) -> None:
    async with visitor.page(scheme=scheme) as page:
        await page.goto("/sign-in")
        await page.get_by_label("Name").fill("nobody")
        await page.get_by_label("Passphrase").fill("nothing")
        await page.get_by_label("Code of your authenticator").fill("000000")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_be_visible()
        await check(page)
        await enter(visitor, page)
        for path in ("/nowhere", "/queue?priority=x"):
            await page.goto(path)
            await check(page)
        # Chromium itself notes each of these answers as an error.
        assert len(visitor.faults) == 3
        assert all("Failed to load resource" in fault for fault in visitor.faults)
        visitor.faults.clear()
