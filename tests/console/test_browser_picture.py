"""Picture, operations and partners in real Chromium: axe, the map, and pictures for the docs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from core.desk_ports import Wanted
from core.grading import Grade
from core.operations import Result
from core.partners import Extract
from core.people import Member, Role, Standing
from core.tip import Status
from tests.console.axe import check
from tests.console.chromium import Visitor, free_origin, visiting
from tests.console.desk import CODE, PASSPHRASE, Console, open_console
from tests.console.pictures import take
from tests.console.year import keep_year
from tests.storage.samples import START, a_tip

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = [("light", 1366), ("dark", 1366), ("light", 390), ("dark", 390)]
TODAY = START.date()


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    async with open_console(tmp_path, origins=(free_origin(),)) as opened:
        await keep_year(opened.store.public.intake, opened.clock.now())
        await _work(opened)
        yield opened


@pytest.fixture
async def visitor(console: Console) -> AsyncIterator[Visitor]:
    async with visiting(console.app, console.parts.origins[0]) as opened:
        yield opened
        assert opened.faults == []


async def _work(console: Console) -> None:
    """A released tip with a referral, and an operation with tips and results."""
    await console.store.public.intake.keep(b"o" * 32, a_tip(id="one"))
    ann = Member(name="ann", role=Role.LEAD, standing=Standing.ACTIVE, added=TODAY)
    work, parts = console.store.staff.work, console.parts
    await parts.desk.claim("one", member=ann)
    grade = Grade(source="2", assessment="A", handling="P")
    await parts.grading.grade("one", grade, member=ann)
    await parts.grading.release(
        "one", member=Member(name="ben", role=Role.LEAD, standing=Standing.ACTIVE, added=TODAY)
    )
    homes = await work.partners.add("Estuary Homes", "housing", by="ann")
    await work.referrals.send("one", homes, Extract(text="Please look in.", grade=grade), by="ann")
    starts = TODAY - timedelta(days=70)
    operation = await work.operations.begin(
        "Operation Breakwater", ("SS1", "SS2"), starts, starts + timedelta(days=30), by="ann"
    )
    for kind, count, day in (("arrests", 28, 2), ("wraps", 250, 2), ("warrants", 7, 2),
                             ("properties", 3, 20), ("safeguarded", 6, 21)):  # fmt: skip
        result = Result(kind=kind, count=count, on=starts + timedelta(days=day))
        await work.operations.add_result(operation.id, result, by="ann")
    tips = await parts.desk.queue(Wanted(statuses=tuple(Status)), count=200)
    near = [tip for tip in tips if tip.area in operation.areas]
    for tip in near[:: len(near) // 12]:
        await work.operations.attach(operation.id, tip.id, by="ann")


async def show(page: Page, path: str, picture: str = "") -> None:
    """Open a page and everything that is folded on it, and look at it."""
    await page.goto(path)
    if picture:
        await take(page, picture)
    for summary in await page.locator("main summary").all():
        await summary.click()
    await check(page)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
async def test_axe_finds_nothing(
    console: Console, visitor: Visitor, scheme: str, width: int
) -> None:
    operation = (await console.parts.operating.operations.all())[0]
    is_shown = (scheme, width) == ("light", 1366)
    async with visitor.page(scheme=scheme, width=width, height=844) as page:
        await visitor.sign_in(page, "lead", PASSPHRASE, CODE)
        for path, picture in (
            ("/picture", ""),
            (f"/picture?since={TODAY - timedelta(days=181)}", "console-picture.png"),
            ("/picture?leaves=yes", ""),
            ("/picture?area=nowhere", ""),
            ("/picture?since=2026-03-01&until=2026-03-27&drug=crack", ""),
            ("/picture/places", "console-places.png"),
            ("/operations", ""),
            (f"/operations/{operation.id}", "console-operation.png"),
            ("/partners", ""),
            ("/tips/one", ""),
        ):
            await show(page, path, picture if is_shown else "")


async def test_the_map_can_be_moved_and_asks_no_other_host(visitor: Visitor) -> None:
    async with visitor.page() as page:
        await visitor.sign_in(page, "analyst", PASSPHRASE, CODE)
        await page.goto("/picture")
        place = page.get_by_role("region", name="Map:")
        await expect(place.locator("path.mark").first).to_be_visible()
        before = await place.locator("path.mark").first.get_attribute("d")
        await page.get_by_role("button", name="Nearer").click()
        await expect(place.locator("path.mark").first).not_to_have_attribute("d", before or "")
        await page.get_by_role("button", name="Show all").click()
        await page.goto("/picture/places")
        cell = page.get_by_role("region", name="Map:").locator("path[class*=shade]").first
        await expect(cell).to_be_attached()


async def test_a_lead_tells_the_public_what_came_of_an_operation(
    console: Console, visitor: Visitor
) -> None:
    async with visitor.page() as page:
        await visitor.sign_in(page, "lead", PASSPHRASE, CODE)
        await page.get_by_role("link", name="Operations").click()
        await page.get_by_role("link", name="Operation Breakwater").click()
        await page.get_by_role("button", name="Publish").click()
        await expect(page.get_by_role("status").first).to_have_text(
            "Published. The bot shows it at /news."
        )
    [news] = await console.store.public.news.latest(5)
    assert "28 arrests" in news


async def test_a_tip_is_referred_and_attached_on_its_page(
    console: Console, visitor: Visitor
) -> None:
    async with visitor.page() as page:
        await visitor.sign_in(page, "analyst", PASSPHRASE, CODE)
        await page.goto("/tips/one")
        await page.get_by_label("Attach to an operation").select_option("Operation Breakwater")
        await page.get_by_role("button", name="Attach").click()
        await expect(page.get_by_text("Attached to Operation Breakwater")).to_be_visible()
        await page.locator("summary", has_text="Refer to a partner").click()
        await page.get_by_label("What they are sent").fill("Please look at the tenancy.")
        await page.get_by_role("button", name="Refer it").click()
        await expect(page.get_by_text("Referred. Note on the page")).to_be_visible()
        await page.goto("/partners")
        await page.get_by_label("Answer of Estuary Homes").first.select_option("acted")
        await page.get_by_role("button", name="Note it").first.click()
        await expect(page.get_by_text("The answer is noted.")).to_be_visible()
    states = [each.state for each in await console.parts.referring.referrals.latest(9)]
    assert sorted(states) == ["acted", "sent"]
