"""What leaves the desk in real Chromium: the report's page, with words of strangers on it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pypdf
import pytest
from playwright.async_api import Page, expect

from tests.console.chromium import Visitor, free_origin, visiting
from tests.console.desk import CODE, PASSPHRASE, Console, open_console
from tests.console.releasing import SAID, release
from tests.console.test_browser import HOSTILE, LOOKS, check

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    async with open_console(tmp_path, origins=(free_origin(),)) as opened:
        await release(opened, "one")
        await release(opened, "bad", text=HOSTILE, area=HOSTILE[:60])
        yield opened


@pytest.fixture
async def visitor(console: Console) -> AsyncIterator[Visitor]:
    async with visiting(console) as opened:
        yield opened
        assert opened.faults == []


async def make_report(visitor: Visitor, page: Page, name: str, recipient: str) -> None:
    await visitor.sign_in(page, "analyst", PASSPHRASE, CODE)
    await page.goto(f"/tips/{name}")
    await page.locator("summary", has_text="Make a report").click()
    await page.get_by_label("For whom").fill(recipient)
    await page.get_by_role("button", name="Page to print").click()
    await expect(page.get_by_role("heading", name="Intelligence report")).to_be_visible()


async def test_the_page_prints_on_a4_without_what_belongs_to_the_screen(visitor: Visitor) -> None:
    async with visitor.page() as page:
        await make_report(visitor, page, "one", "Essex Police")
        printed = pypdf.PdfReader(io.BytesIO(await page.pdf(prefer_css_page_size=True)))
        size = printed.pages[0].mediabox
        assert (round(size.width), round(size.height)) == (595, 842)
        text = " ".join(" ".join(each.extract_text() for each in printed.pages).split())
        assert SAID in text
        assert "Back to the tip" not in text
        assert len(printed.pages) <= 2


async def test_words_of_a_stranger_do_nothing_on_a_report(visitor: Visitor) -> None:
    async with visitor.page() as page:
        await make_report(visitor, page, "bad", HOSTILE[:80])
        words = await page.locator(".words bdi").all_inner_texts()
        assert words[0] == HOSTILE
        assert await page.locator("main img, main script, script").count() == 0


async def test_a_pdf_is_a_file_of_its_own_name(visitor: Visitor) -> None:
    async with visitor.page() as page:
        await visitor.sign_in(page, "analyst", PASSPHRASE, CODE)
        await page.goto("/tips/bad")
        await page.locator("summary", has_text="Make a report").click()
        await page.get_by_label("For whom").fill("Essex Police")
        async with page.expect_download() as coming:
            await page.get_by_role("button", name="PDF").click()
        assert (await coming.value).suggested_filename == "report-bad.pdf"


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
async def test_axe_finds_nothing_on_a_report(visitor: Visitor, scheme: str, width: int) -> None:
    async with visitor.page(scheme=scheme, width=width, height=844) as page:
        await make_report(visitor, page, "bad", "Essex Police")
        await check(page)
