"""Copies of a desk in SQLite, and the way back without bringing back what was destroyed.

    python deploy/backup.py keep FOLDER          # once a day: a copy, and what was destroyed so far
    python deploy/backup.py destroyed FOLDER     # once an hour: only the ids of what was destroyed
    python deploy/backup.py restore FOLDER/COPY  # into an empty TIPLINE_DATA_DIR

A copy holds sealed tips, the server's secrets, and no key that opens a tip without a passphrase.
It is written without the space that deleted rows leave. Copies older than seven days are deleted
by `keep`, since each still holds the keys of what was destroyed after it was made. Restoring
destroys again whatever the list beside the copies names, and whatever is due by its date.
Run it as the user of the data folder, and keep the folder closed to others: the program refuses
one that is not.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.clock import SystemClock
from app.settings import load_settings
from core.errors import NoSuchTip, TiplineError
from core.janitor import sweep
from storage.chain import Action
from storage.store import open_staff

DATABASE = "tipline.db"
LIST = "destroyed"
NOT_KEPT = ("session-seed",)
"""Only for drafts, which a restore loses anyway: a new one is made."""

DAYS = 7
"""Copies older than so many days are deleted."""

FORM = "%Y-%m-%dT%H%M%SZ"


class BackupRefused(TiplineError):
    """A copy cannot be made or put back; the sentence says why."""


def keep(data: Path, folder: Path, now: datetime) -> Path:
    """Make a copy, delete old ones, and note what was destroyed; the copy's folder."""
    _closed(folder)
    copy = folder / now.strftime(FORM)
    fresh = folder / f"{copy.name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    with closing(_read_only(data)) as database:
        # Not the pages as they lie: a copy made so holds nothing of deleted rows.
        database.execute("VACUUM INTO ?", (str(fresh / DATABASE),))
    for file in sorted(data.iterdir()):
        if file.is_file() and not file.name.startswith(DATABASE) and file.name not in NOT_KEPT:
            shutil.copyfile(file, fresh / file.name)
    for file in fresh.iterdir():
        file.chmod(0o600)
    note_destroyed(data, folder)
    fresh.rename(copy)
    for old in copies(folder):
        if now - datetime.strptime(old.name, FORM).replace(tzinfo=UTC) > timedelta(days=DAYS):
            shutil.rmtree(old)
    return copy


def copies(folder: Path) -> list[Path]:
    """Whole copies, oldest first."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.suffix != ".new")


def note_destroyed(data: Path, folder: Path) -> int:
    """Note the ids of all tips destroyed so far, beside those noted before; how many."""
    _closed(folder)
    with closing(_read_only(data)) as database:
        query = "SELECT subject FROM audit WHERE action = ?"
        ids = {row[0] for row in database.execute(query, (str(Action.SHREDDED),))}
    ids |= set(destroyed(folder))
    fresh = folder / f"{LIST}.new"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{one}\n" for one in sorted(ids))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / LIST)
    return len(ids)


def destroyed(folder: Path) -> list[str]:
    """What was noted."""
    path = folder / LIST
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def put_back(copy: Path, data: Path) -> None:
    """Put the files of a copy into an empty data folder."""
    if not (copy / DATABASE).is_file():
        raise BackupRefused("There is no copy of a desk in that folder.")
    if data.exists() and any(data.iterdir()):
        raise BackupRefused("TIPLINE_DATA_DIR is not empty: a desk is not overwritten.")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in sorted(copy.iterdir()):
        shutil.copyfile(file, data / file.name)
        (data / file.name).chmod(0o600)


async def restore(copy: Path, data: Path, clock: SystemClock) -> tuple[int, int]:
    """Put a copy back and destroy again what was destroyed after it was made.

    Returns:
        How many tips were destroyed by the list, and how many as their day had come.
    """
    put_back(copy, data)
    again = 0
    async with open_staff(f"sqlite:///{data / DATABASE}", data, clock=clock) as staff:
        for tip in destroyed(copy.parent):
            try:
                await staff.shredder.shred(tip, by="system", note="restored copy")
            except NoSuchTip:
                continue  # destroyed before the copy was made
            again += 1
        swept = await sweep(staff.shredder, clock.now().date())
    return again, swept.tips


def _read_only(data: Path) -> sqlite3.Connection:
    path = data / DATABASE
    if not path.is_file():
        raise BackupRefused("There is no desk in SQLite in TIPLINE_DATA_DIR.")
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30.0)


def _closed(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        raise BackupRefused("The folder of the copies is open to others: chmod 700.")


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("keep", "destroyed", "restore"))
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    data, clock = load_settings(os.environ).data_dir, SystemClock()
    try:
        match given.what:
            case "keep":
                print(f"Kept in {keep(data, given.folder, clock.now())}")
            case "destroyed":
                print(f"Noted: {note_destroyed(data, given.folder)}")
            case _:
                again, due = asyncio.run(restore(given.folder, data, clock))
                print(f"Restored. Destroyed again: {again} by the list, {due} by their date.")
    except TiplineError as error:
        print(f"backup: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
