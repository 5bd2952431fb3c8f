"""An export as JSON Lines: one object a line, the same names in each."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from console.formats.columns import About, plain_of
from core.export_rows import ExportRow


async def write(rows: AsyncIterator[ExportRow], about: About) -> AsyncIterator[bytes]:
    """The file, line by line; what is not ASCII is escaped, so that no reader breaks a line."""
    async for row in rows:
        yield json.dumps(plain_of(row, about.caveat)).encode("ascii") + b"\n"
