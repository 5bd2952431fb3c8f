"""What must be true of every page in a browser: no violation of axe, nothing wider than it."""

from __future__ import annotations

import asyncio

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

_PATIENCE = 60.0
"""Seconds: where a page runs no script axe waits for its timers for ever."""


async def check(page: Page) -> None:
    """No violation, and what `fits` says; the page has to run scripts."""
    async with asyncio.timeout(_PATIENCE):
        found = await Axe().run(page)
    broken = {
        each["id"]: [node["html"][:120] for node in each["nodes"]]
        for each in found.response["violations"]
    }
    assert broken == {}, page.url
    await fits(page)


async def fits(page: Page) -> None:
    """Nothing wider than the screen once its styles are there, and a name for the page."""
    await page.wait_for_load_state()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert await page.title()
