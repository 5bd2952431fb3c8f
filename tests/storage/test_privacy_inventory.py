from __future__ import annotations

import re
from pathlib import Path

import pytest

from storage.secret_files import create_secrets
from storage.tables import Record

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
HEADING = re.compile(r"^### `(\w+)`", re.MULTILINE)
ROW = re.compile(r"^\| `([\w-]+)` \| ([^|\n]+) \| ([^|\n]+) \| ([^|\n]+) \|$", re.MULTILINE)
READERS = ("host", "desk", "receipt", "account", "paper", "nobody", "everybody")


def inventory() -> dict[str, list[tuple[str, ...]]]:
    text = PAGE.read_text(encoding="utf-8")
    tables = text[text.index("## Tables") : text.index("## Files in the data")]
    parts = HEADING.split(tables)[1:]
    return {
        name: [tuple(cell.strip() for cell in row) for row in ROW.findall(part)]
        for name, part in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_table_is_described_and_no_other() -> None:
    assert set(inventory()) == set(Record.metadata.tables)


@pytest.mark.parametrize("table", sorted(Record.metadata.tables))
def test_every_column_is_described_and_no_other(table: str) -> None:
    described = [row[0] for row in inventory()[table]]
    assert described == [column.name for column in Record.metadata.tables[table].columns]


@pytest.mark.parametrize("table", sorted(Record.metadata.tables))
def test_every_column_says_what_who_and_how_long(table: str) -> None:
    for _, what, who, how_long in inventory()[table]:
        assert what
        assert who.split(";")[0] in READERS
        assert how_long


def test_every_secret_file_is_described(tmp_path: Path) -> None:
    create_secrets(tmp_path, bytes(32))
    text = PAGE.read_text(encoding="utf-8")
    files = text[text.index("## Files in the data") : text.index("## In memory only")]
    described = set(re.findall(r"^\| `([\w-]+)` \|", files, re.MULTILINE))
    by_hand = {"session-seed"}  # the operator makes it, where processes share conversations
    assert described == {path.name for path in tmp_path.iterdir()} | by_hand
