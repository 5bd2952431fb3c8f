"""One process of the line against two: what a second one brings, and what it costs.

On two cores one process with its worker, the senders and their server take both already. So each
process with its worker is held to a core of its own, and the senders to the last core, which they
share with the second process.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import redis, settings
from bench.figures import Load
from bench.launching import LINE
from bench.senders import Until
from bench.stands import MakeLine, standing
from bench.usage import children, family

CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def why_none() -> str | None:
    """Why it cannot be measured here, or None."""
    if len(CORES) < 2:
        return "it needs two cores"
    return redis.why_none()


async def measure_crew(size: int, senders: int, seconds: float, make_line: MakeLine) -> Load:
    """Keep so many processes busy, behind one webhook and with one Redis.

    Args:
        size: processes.
        senders: people at once.
        seconds: that are counted.
        make_line: makes a desk in a folder.

    Raises:
        NotStarted: they do not become ready.
    """
    with redis.running() as server, tempfile.TemporaryDirectory(prefix="tipline-bench-") as name:
        folder = Path(name)
        needed = settings.webhook() | settings.shared(server, folder / "data")
        await make_line(folder, needed)
        python = (*LINE, "--processes", str(size)) if size > 1 else LINE
        line = standing("crew", folder, python, needed, ready=size)
        async with line as stand:
            pid = stand.bot.process.pid
            with _held_to_cores([pid] if size == 1 else children(pid)):
                return await stand.in_turn(Until.ANSWER, senders, seconds)


@contextmanager
def _held_to_cores(members: list[int]) -> Iterator[None]:
    """Each member with all below it on one core; this process on the last."""
    for number, member in enumerate(members):
        for one in family(member):
            os.sched_setaffinity(one, {CORES[number % len(CORES)]})
    os.sched_setaffinity(0, {CORES[-1]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, set(CORES))
