"""Debian's Chromium under Playwright: where it is, and what it must never do."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Page, async_playwright, expect

from app.serving import Address, serving

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
PATIENCE = 30_000
"""Milliseconds that a page has for anything: other tests, and bots of theirs, run beside it."""

expect.set_options(timeout=PATIENCE)


def find_chromium() -> str:
    """Path of the browser; without one the test is skipped, and fails where CI is set."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        why = "no Chromium: apt-get install chromium-headless-shell"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return found


def free_origin() -> str:
    """An address of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://localhost:{listener.getsockname()[1]}"


@dataclass
class Visitor:
    """A person at a browser, and whatever went wrong there."""

    browser: Browser
    origin: str
    faults: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def page(
        self,
        *,
        scheme: str = "light",
        width: int = 1366,
        height: int = 850,
        has_script: bool = True,
    ) -> AsyncIterator[Page]:
        context = await self.browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": height},
            java_script_enabled=has_script,
            base_url=self.origin,
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: self._look_at(request.url))
        try:
            yield page
        finally:
            await context.close()

    async def sign_in(self, page: Page, name: str, passphrase: str, code: str) -> None:
        await page.goto("/")
        await page.get_by_label("Name").fill(name)
        await page.get_by_label("Passphrase").fill(passphrase)
        await page.get_by_label("Code of your authenticator").fill(code)
        await page.keyboard.press("Enter")
        await page.wait_for_url(re.compile("/(queue|people)$"))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(text)

    def _look_at(self, url: str) -> None:
        if not url.startswith(f"{self.origin}/"):
            self.faults.append(f"asked {url}")


async def plug_in_a_key(page: Page) -> None:
    """Give the browser of a page an authenticator, which touches itself."""
    session = await page.context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@asynccontextmanager
async def visiting(app: FastAPI, origin: str) -> AsyncIterator[Visitor]:
    """Serve a console, and open a browser for it."""
    path = find_chromium()
    address = Address("127.0.0.1", int(origin.rsplit(":", 1)[1]), (origin,))
    is_root = os.geteuid() == 0  # Chromium has no sandbox for root
    async with serving(app, address), async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--lang=en-GB", *(["--no-sandbox"] if is_root else [])]
        )
        try:
            yield Visitor(browser, origin)
        finally:
            await browser.close()
