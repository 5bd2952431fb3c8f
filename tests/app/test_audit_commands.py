"""`tipline audit` as a person at the command line meets it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.test_command_line import tipline

PHRASE = "crane velvet orbit thirteen\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that was used once."""
    folder = tmp_path_factory.mktemp("made")
    assert tipline(folder, "init", "--account", "ada", given=PHRASE).returncode == 0
    assert tipline(folder, "queue", given=PHRASE).returncode == 0
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def change(desk: Path, statement: str) -> None:
    with closing(sqlite3.connect(desk / "data" / "tipline.db")) as database:
        database.execute(statement)
        database.commit()


def test_a_whole_record_ends_with_0_and_says_where_it_ends(desk: Path) -> None:
    run = tipline(desk, "audit", "verify")
    assert (run.returncode, "The record is whole" in run.stdout) == (0, True)
    end = next(line for line in run.stdout.splitlines() if line.startswith("It ends at "))
    anchor = end.removeprefix("It ends at ")
    assert tipline(desk, "audit", "verify", "--anchor", anchor).returncode == 0
    number, digest = anchor.split(":")
    other = tipline(desk, "audit", "verify", "--anchor", f"{number}:{digest[::-1]}")
    assert (other.returncode, f"breaks at entry {number}" in other.stderr) == (1, True)


def test_a_change_ends_with_1_and_the_number_of_the_entry(desk: Path) -> None:
    change(desk, "UPDATE audit SET by = 'eve' WHERE number = 2")
    run = tipline(desk, "audit", "verify")
    assert (run.returncode, "breaks at entry 2" in run.stderr) == (1, True)


def test_an_older_copy_shows_at_the_second_check(desk: Path) -> None:
    data = desk / "data"
    old = {path: path.read_bytes() for path in data.glob("tipline.db*")}
    tipline(desk, "queue", given=PHRASE)
    assert tipline(desk, "audit", "verify").returncode == 0
    for path in data.glob("tipline.db*"):
        path.unlink()
    for path, content in old.items():
        path.write_bytes(content)
    assert tipline(desk, "audit", "verify").returncode == 1


def test_what_is_no_anchor_is_a_sentence(desk: Path) -> None:
    run = tipline(desk, "audit", "verify", "--anchor", "yesterday")
    assert (run.returncode, "An anchor is a number" in run.stderr) == (2, True)


def test_the_list_takes_the_passphrase_of_somebody_who_may(desk: Path) -> None:
    run = tipline(desk, "audit", "list", given=PHRASE)
    assert (run.returncode, "unlocked" in run.stdout, "founded" in run.stdout) == (0, True, True)
    assert tipline(desk, "audit", "list", given="wrong\n").returncode == 2
    one = tipline(desk, "audit", "list", "--count", "1", given=PHRASE)
    assert "founded" not in one.stdout
