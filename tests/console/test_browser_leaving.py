"""What leaves the desk in real Chromium: the report's page, with words of strangers on it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pypdf
import pytest
from playwright.async_api import Page, expect

from tests.console.axe import check
from tests.console.chromium import Visitor, free_origin, visiting
from tests.console.desk import CODE, PASSPHRASE, Console, open_console
from tests.console.releasing import SAID, release
from tests.console.test_browser import HOSTILE, LOOKS
from tests.console.test_exports import FORMULAS
from tests.console.test_tip import HOSTILE as STRANGE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXTS = "all => all.map(each => each.textContent)"


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    async with open_console(tmp_path, origins=(free_origin(),)) as opened:
        await release(opened, "one")
        await release(opened, "bad", text=HOSTILE, area=HOSTILE[:60])
        yield opened


@pytest.fixture
async def visitor(console: Console) -> AsyncIterator[Visitor]:
    async with visiting(console.app, console.parts.origins[0]) as opened:
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


async def test_no_words_do_anything_on_any_page(console: Console, visitor: Visitor) -> None:
    """XSS, templates, links, bidi, formulas: text in tips, in the queue, in exports."""
    hostile = [*STRANGE, *FORMULAS]
    for number, text in enumerate(hostile):
        await release(console, f"h{number}", text=text, area=text)
    async with visitor.page() as page:
        await visitor.sign_in(page, "analyst", PASSPHRASE, CODE)
        await page.goto("/queue?status=released")
        shown = await page.locator("[data-name=Area] bdi").evaluate_all(TEXTS)
        assert {text for text in hostile if tidied(text) not in map(tidied, shown)} == set()
        await look(page)
        for number, text in enumerate(hostile):
            await page.goto(f"/tips/h{number}")
            words = await page.locator(".words").first.locator("bdi").evaluate_all(TEXTS)
            assert tidied("".join(words)) == tidied(text)
            await look(page)
        await page.goto("/exports")
        await page.get_by_label("For whom").fill(STRANGE[1])
        await page.get_by_role("button", name="Ask").click()
        await expect(page.get_by_text("Waits for a second person")).to_be_visible()
        await look(page)


async def look(page: Page) -> None:
    """Nothing but our own elements, and words fenced in, so that they turn nothing beside them."""
    assert await page.locator("bdi *, main :is(script, iframe, object, style)").count() == 0
    assert await page.locator("main a:not([href^='/'])").count() == 0
    fences = await page.locator("bdi").evaluate_all(
        "all => all.map(each => getComputedStyle(each).unicodeBidi)"
    )
    assert set(fences) == {"isolate"}
    assert "49" not in await page.locator("main").inner_text()  # {{ 7 * 7 }}


def tidied(text: str) -> str:
    """What a page keeps of a text: HTML knows one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\ufffd").strip()


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
        await page.goto("/exports?area=x")
        await check(page)
        await page.goto("/exports")
        await page.get_by_label("For whom").fill("Essex Police")
        await page.get_by_role("button", name="Ask").click()
        await expect(page.get_by_text("Waits for a second person")).to_be_visible()
        await check(page)
