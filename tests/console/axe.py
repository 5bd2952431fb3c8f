"""What must be true of every page in a browser: no violation of axe, nothing wider than it."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page


async def check(page: Page) -> None:
    """No violation, nothing wider than the screen, and a name for the page."""
    found = await Axe().run(page)
    broken = {
        each["id"]: [node["html"][:120] for node in each["nodes"]]
        for each in found.response["violations"]
    }
    assert broken == {}, page.url
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert await page.title()
