"""An export as a workbook for spreadsheets: every cell is a string, never a formula or a link."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import xlsxwriter

from console.formats.columns import COLUMNS, About, cells_of
from core.export_rows import ExportRow

_MOST = 32_000
"""Characters of a cell; the format has room for 32,767."""

_MORE = " [… the rest is in the JSON Lines export]"
_WIDTHS = {"items": 80, "places": 40, "caveat": 30, "reference": 38}
_OPTIONS = {
    "in_memory": True,  # else words of tips lie in files of a temporary folder
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


async def write(rows: AsyncIterator[ExportRow], about: About) -> AsyncIterator[bytes]:
    """The file, in one piece: the format cannot be written before all is known."""
    table = [cells_of(row, about.caveat) async for row in rows]
    yield await asyncio.to_thread(_workbook, table, about)


def _workbook(table: list[dict[str, str]], about: About) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        head = book.add_format({"bold": True, "bg_color": "#EEF2F6"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Tips")
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, _WIDTHS.get(name, 16))
            sheet.write_string(0, column, name, head)
        for number, cells in enumerate(table, 1):
            for column, name in enumerate(COLUMNS):
                sheet.write_string(number, column, _fitting(cells[name]), wrapped)
        told = book.add_worksheet("About")
        told.set_column(0, 0, 26)
        told.set_column(1, 1, 110)
        said = {**about.facts, "Caveat": about.caveat, **about.key}
        for number, (name, value) in enumerate(said.items()):
            told.write_string(number, 0, _fitting(name), head)
            told.write_string(number, 1, _fitting(value), wrapped)
    return content.getvalue()


def _fitting(text: str) -> str:
    return text if len(text) <= _MOST else text[:_MOST] + _MORE
