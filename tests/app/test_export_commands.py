"""`tipline export` as people at the command line meet it: the same two people as at the console."""

from __future__ import annotations

import json
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.grading import Grade
from core.people import Role
from core.tip import Status
from storage.founding import Founder
from storage.store import open_store
from tests.app.test_command_line import tipline
from tests.storage.office import Office, a_member
from tests.storage.samples import LIMITS, WORDS, HandClock
from tests.storage.staffing import LEAD, LEAD_PHRASE, Staffed
from tests.support.founding import found


@dataclass
class Desk:
    folder: Path
    phrases: dict[str, str]

    def run(self, who: str, *args: str, phrase: str = "") -> subprocess.CompletedProcess[str]:
        """A command of somebody, with their passphrase on the first line."""
        given = f"{phrase or self.phrases[who]}\n"
        return tipline(self.folder, "export", *args, "--as", who, given=given)


@pytest.fixture
async def desk(tmp_path: Path) -> Desk:
    """A real desk of two who read, with one tip that was released and one that was not."""
    data, clock = tmp_path / "data", HandClock()
    url = f"sqlite:///{data / 'tipline.db'}"
    founder = Founder(name=LEAD, passphrase=LEAD_PHRASE)
    await found(url, data, founder, clock=clock)
    async with open_store(url, data, clock=clock, limits=LIMITS) as store:
        people = Staffed(store.staff, clock)
        await people.set_up_codes(LEAD, LEAD_PHRASE)
        await people.join("adam", Role.ADMINISTRATOR, by=LEAD)
        await people.hire("ben", Role.ANALYST)
        key = await store.staff.keyring.unlock(LEAD, LEAD_PHRASE)
        office = Office(store, clock, key)
        await office.claimed(by=a_member("ben"), id="one")
        grade = Grade(source="2", assessment="A", handling="P")
        await office.grading.grade("one", grade, member=a_member("ben"))
        await office.grading.release("one", member=a_member(LEAD, Role.LEAD))
        assert (await store.staff.desk.row("one")).status is Status.RELEASED
        await office.tip(id="two")
        return Desk(tmp_path, people.phrases)


def test_an_export_takes_two_people_and_leaves_once(desk: Desk) -> None:
    out, again = desk.folder / "out.jsonl", desk.folder / "again.jsonl"
    asked = desk.run(
        *("ben", "ask", "--format", "jsonl", "--purpose", "police", "--for", "Essex Police")
    )
    name = asked.stdout.splitlines()[0]
    assert (asked.returncode, "1 tips wait" in asked.stdout) == (0, True)
    early = desk.run("ben", "take", name, "--out", str(out))
    assert (early.returncode, out.exists()) == (2, False)
    own = desk.run("ben", "approve", name)
    assert (own.returncode, "you asked for it" in own.stderr) == (2, True)
    wrong = desk.run(LEAD, "approve", name, phrase="no passphrase of hers")
    assert wrong.returncode == 2
    assert desk.run(LEAD, "approve", name).returncode == 0
    assert "approved" in desk.run(LEAD, "list").stdout
    assert desk.run("ben", "take", name, "--out", str(out)).returncode == 0
    (row,) = (json.loads(line) for line in out.read_text().splitlines())
    assert (row["reference"], WORDS in row["items"][0]) == ("one", True)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert desk.run("ben", "take", name, "--out", str(again)).returncode == 2
    assert not again.exists()


def test_a_report_is_a_pdf_of_a_released_tip(desk: Desk) -> None:
    out = desk.folder / "one.pdf"
    made = desk.run("ben", "report", "one", "--for", "Essex Police", "--out", str(out))
    assert (made.returncode, out.read_bytes()[:5]) == (0, b"%PDF-")
    over = desk.run("ben", "report", "one", "--for", "Essex Police", "--out", str(out))
    assert (over.returncode, "is there already" in over.stderr) == (2, True)
    no = desk.folder / "two.pdf"
    refused = desk.run("ben", "report", "two", "--for", "Essex Police", "--out", str(no))
    assert (refused.returncode, "cannot leave the desk" in refused.stderr) == (2, True)
    assert not no.exists()


def test_purposes_are_listed_where_one_is_wrong(desk: Desk) -> None:
    run = desk.run("ben", "ask", "--format", "csv", "--purpose", "-", "--for", "x1")
    assert (run.returncode, "police" in run.stderr) == (2, True)
