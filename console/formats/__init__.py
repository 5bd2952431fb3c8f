"""What exports are written as: one module for each format, all safe to open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from console.formats import csv_file, geojson, json_lines, xlsx_file
from console.formats.columns import About
from core.export_rows import ExportRow
from core.exports import Format

type Writer = Callable[[AsyncIterator[ExportRow], About], AsyncIterator[bytes]]

WRITERS: dict[Format, tuple[Writer, str]] = {
    Format.CSV: (csv_file.write, "text/csv; charset=utf-8"),
    Format.XLSX: (
        xlsx_file.write,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Format.JSON_LINES: (json_lines.write, "application/jsonl"),
    Format.GEOJSON: (geojson.write, "application/geo+json"),
}
"""Writer and media type of each format."""
