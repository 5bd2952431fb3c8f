"""One fault after another, each on a line of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import postgres, redis
from bench.faults.trial import Fault, Outcome, attempt
from bench.stands import MakeLine

_SERVERS = {"redis": redis.why_none, "postgres": postgres.why_none}


async def run_faults(
    faults: Sequence[Fault],
    counts: tuple[int, int],
    make_line: MakeLine,
    told: Callable[[str], None],
) -> tuple[list[Outcome], list[str]]:
    """Let each fault happen.

    Args:
        faults: which.
        counts: how many people report each time, and how often each happens.
        make_line: makes a desk in a folder.
        told: what is done now.

    Returns:
        What became of the reports, and a sentence for each fault that could not be tried here.

    Raises:
        NotStarted: a line does not start, or not again.
    """
    outcomes: list[Outcome] = []
    left_out: list[str] = []
    for fault in faults:
        if why := _SERVERS.get(fault.name, lambda: None)():
            left_out.append(f"Left out: {fault.title} ({why}).")
            continue
        with tempfile.TemporaryDirectory(prefix="tipline-bench-") as folder:
            try:
                outcomes.append(await attempt(fault, Path(folder), make_line, counts, told))
            except PermissionError:
                left_out.append(f"Left out: {fault.title} (only root may mount a small disk).")
    return outcomes, left_out
