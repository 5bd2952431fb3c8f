"""An export as CSV that no spreadsheet takes for formulas.

RFC 4180 with every field quoted, UTF-8 with its mark, so that spreadsheets read it as what it is.
A cell that a program could take for a formula gets an apostrophe before it, as OWASP advises
(CSV injection, read 2026-11-24): spreadsheets show it as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Iterable

from console.formats.columns import COLUMNS, About, cells_of
from core.export_rows import ExportRow

_MARK = "\ufeff"
_BEGINS = "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n"
"""Characters with which a formula may begin, and their full-width forms."""


async def write(rows: AsyncIterator[ExportRow], about: About) -> AsyncIterator[bytes]:
    """The file, piece by piece."""
    yield (_MARK + _line(COLUMNS)).encode("utf-8")
    async for row in rows:
        cells = cells_of(row, about.caveat)
        yield _line(safe(cells[name]) for name in COLUMNS).encode("utf-8")


def safe(cell: str) -> str:
    """A cell that is text and nothing else, also where it comes after blanks."""
    return f"'{cell}" if cell[:1] in tuple(_BEGINS) or cell.lstrip()[:1] in tuple(_BEGINS) else cell


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
