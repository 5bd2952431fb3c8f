"""Does the bench measure the real bot from end to end, and write it down? Small numbers only."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.app.test_command_line import tipline


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
def test_it_measures_the_bots_beside_one_another_and_writes_a_report(tmp_path: Path) -> None:
    file = tmp_path / "load.md"
    run = tipline(tmp_path, "bench", "--seconds", "1", "--senders", "2", "--write", str(file))
    assert run.returncode == 0, run.stderr
    report = file.read_text()
    for row in ("analysis alone", "echo bot", "Tipline", "Tipline, to the code"):
        (line,) = re.findall(rf"^\| {row} \| .*$", report, re.MULTILINE)
        assert float(line.split("|")[2]) >= 0
    assert "![The bots beside one another](load.svg)" in report
    assert "clear emergencies" in report
    ET.parse(tmp_path / "load.svg")  # noqa: S314 - our own
    assert "round 1 of 1: echo bot" in run.stderr


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
def test_it_watches_memory_over_many_tips_and_keeps_what_the_report_had(tmp_path: Path) -> None:
    file = tmp_path / "load.md"
    file.write_text("# Old\n\nOld.\n\n## Targets\n\nkept\n\n## Memory\n\nstale\n")
    run = tipline(
        tmp_path, "bench", "--long", "--tips", "30", "--senders", "2", "--write", str(file)
    )
    assert run.returncode == 0, run.stderr
    report = file.read_text()
    assert "## Targets\n\nkept" in report
    assert "30 short tips" in report
    assert "stale" not in report
    ET.parse(tmp_path / "load-memory.svg")  # noqa: S314 - our own


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--senders", "0"], "senders"),
        (["--senders", "100000"], "senders"),
        (["--write", "nowhere/load.md"], "nowhere/load.md cannot be written"),
        (["--write", "load.txt"], "load.txt cannot be written"),
        (["--faults", "--only", "flood"], "There is no fault 'flood'"),
    ],
    ids=["nobody", "too many", "no such folder", "no report", "no such fault"],
)
def test_what_it_cannot_do_is_one_sentence(tmp_path: Path, options: list[str], said: str) -> None:
    run = tipline(tmp_path, "bench", *options)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
def test_it_kills_the_bot_while_people_report_and_counts_what_became_of_them(
    tmp_path: Path,
) -> None:
    file = tmp_path / "reliability.md"
    options = ["--faults", "--only", "bot", "--times", "1", "--senders", "2"]
    run = tipline(tmp_path, "bench", *options, "--write", str(file))
    assert run.returncode == 0, run.stderr
    (row,) = re.findall(r"^\| kill -9 of the bot \|(.*)\|$", file.read_text(), re.MULTILINE)
    times, reports, _, shown, opening, tips, left, verdict = row.split("|")
    assert [int(n) for n in (times, reports, shown, opening, tips, left)] == [1, 2, 2, 2, 2, 0]
    assert verdict.strip() == "holds"
