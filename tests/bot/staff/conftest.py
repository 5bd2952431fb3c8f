"""A Bot API server and a staff room for each test of this folder; all are marked `staff`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bench.botapi import BotApi
from tests.bot.staff.room import Room, open_room

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.staff)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
async def room(api: BotApi, tmp_path: Path) -> AsyncIterator[Room]:
    async with open_room(api, tmp_path) as opened:
        yield opened
