"""Pictures for the docs, out of the browser tests.

    PICTURES=1 uv run pytest -m browser tests/console

writes docs/pictures anew; without the setting the same tests run and write nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

from playwright.async_api import Page

_FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


async def take(page: Page, name: str, *, height: int = 0) -> None:
    """Write a picture of a page, if pictures are asked for.

    Args:
        page: as it stands.
        name: file in docs/pictures.
        height: how much of it, in pixels from the top; 0 for the whole page.
    """
    if not os.environ.get("PICTURES"):
        return
    await page.wait_for_load_state()
    path, size = _FOLDER / name, page.viewport_size
    if height and size:
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height}
        await page.screenshot(path=path, full_page=True, clip=clip)  # type: ignore[arg-type]  # FloatRect
    else:
        await page.screenshot(path=path, full_page=True)
