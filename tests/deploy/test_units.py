"""How much can a process of a shipped unit do to its machine? systemd's own measure says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.crew import Pace

UNITS = Path(__file__).parents[2] / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
THRESHOLD = 20
"""Tenths of a point of exposure; what is above is refused."""


def analyser() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        assert not os.environ.get("CI"), "systemd-analyze is missing in CI"
        pytest.skip("systemd-analyze is not installed (Debian: systemd)")
    return found


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_a_unit_is_exposed_by_two_points_of_ten_at_most(unit: Path) -> None:
    run = subprocess.run(
        [
            analyser(), "security", "--offline=yes", f"--threshold={THRESHOLD}", "--no-pager",
            str(unit),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"SYSTEMD_COLORS": "0", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", run.stdout)
    assert level, run.stderr
    assert float(level[1]) <= THRESHOLD / 10
    assert run.returncode == 0


def test_several_processes_are_exposed_no_more_than_one(tmp_path: Path) -> None:
    unit, more = (UNITS / "tipline-bot.service").read_text(), (UNITS / "many.conf").read_text()
    both = tmp_path / "tipline-bot.service"
    both.write_text(unit + "\n" + more)
    run = subprocess.run(
        [analyser(), "security", "--offline=yes", f"--threshold={THRESHOLD}", str(both)],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    checked = subprocess.run(
        [analyser(), "verify", "--man=no", str(both)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Unknown" not in checked.stderr


def test_a_reload_replaces_and_a_stop_has_the_time_that_the_parent_gives() -> None:
    text = (UNITS / "many.conf").read_text()
    assert "ExecReload=/bin/kill -HUP $MAINPID" in text
    assert "KillMode=mixed" in text
    stops = re.search(r"TimeoutStopSec=(\d+)", (UNITS / "tipline-bot.service").read_text())
    assert stops
    assert int(stops[1]) > Pace().grace


def test_a_unit_without_walls_is_refused(tmp_path: Path) -> None:
    bare = tmp_path / "bare.service"
    bare.write_text("[Service]\nExecStart=/bin/true\n")
    run = subprocess.run(
        [analyser(), "security", "--offline=yes", f"--threshold={THRESHOLD}", str(bare)],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.returncode != 0


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_a_unit_keeps_no_words(unit: Path) -> None:
    text = unit.read_text()
    for line in ("LimitCORE=0", "MemorySwapMax=0", "StandardOutput=null", "UMask=0077"):
        assert line in text.splitlines(), line


def test_the_bot_reaches_telegram_and_this_machine_alone() -> None:
    text = (UNITS / "tipline-bot.service").read_text()
    assert "IPAddressDeny=any" in text
    assert "IPAddressAllow=localhost 149.154.160.0/20 91.108.4.0/22" in text


def test_the_timer_starts_the_janitor_every_day() -> None:
    assert "OnCalendar=*-*-* 04:10:00" in (UNITS / "tipline-janitor.timer").read_text()
    assert (
        "ExecStart=/opt/tipline/bin/tipline janitor"
        in (UNITS / "tipline-janitor.service").read_text()
    )
