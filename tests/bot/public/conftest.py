"""A Bot API server for each test of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bench.botapi import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
