from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.console.desk import Browser, Console, open_console


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    async with open_console(tmp_path) as opened:
        yield opened


@pytest.fixture
async def browser(console: Console) -> Browser:
    """Nobody is signed in."""
    return console.browser()


@pytest.fixture
async def analyst(console: Console) -> Browser:
    browser = console.browser()
    await browser.sign_in()
    return browser
