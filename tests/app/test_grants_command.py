"""Does `tipline grants` name every table that a process has rights to, in a process of its own?"""

from __future__ import annotations

import re
import subprocess
import sys

from storage.roles import EVERY, OF_A_TIP, grants

_LINE = re.compile(r"GRANT (?:SELECT|INSERT|UPDATE|DELETE).* ON (\w+) TO tipline_(\w+);")


def test_every_table_of_every_process_is_granted() -> None:
    """The tests have long imported every table; the command imports little."""
    done = subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", "grants"],
        check=True,
        capture_output=True,
        text=True,
    )
    granted: dict[str, set[str]] = {}
    for table, process in _LINE.findall(done.stdout):
        granted.setdefault(process, set()).add(table)
    import storage.store  # noqa: F401 - brings every table

    wanted = {process: set(tables) - {EVERY, OF_A_TIP} for process, tables in grants().items()}
    assert granted == wanted
