"""Whether the memory of each process stays the same over very many tips."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

from bench.drawing import Lines, picture
from bench.figures import Load, Memory
from bench.report import PICTURE

FLAT = 0.05
"""Growth that still counts as flat: twentieth of what a process had in the first tenth."""


def growth(line: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Means of the second tenth and of the last tenth of a run, in megabytes.

    The first tenth is left out: what is loaded at the first use comes there.
    """
    sizes = [size for _, size in line]
    tenth = max(1, len(sizes) // 10)
    early = sizes[tenth : 2 * tenth] or sizes[-1:]
    return mean(early), mean(sizes[-tenth:])


def section(load: Load, memory: Memory, day: str) -> str:
    """The section of the report."""
    rows = []
    for name, line in memory.lines.items():
        early, late = growth(line)
        verdict = "flat" if late <= early * (1 + FLAT) else "**grows**"
        rows.append(
            f"| {name} | {early:.0f} MB | {late:.0f} MB | {late / early - 1:+.1%} | {verdict} |"
        )
    table = "\n".join(rows)
    return f"""On {day}: {load.done:,} short tips in {load.seconds:.0f} s, each read, answered and \
erased by its sender ({load.rate:.0f} in a second, {load.cpu_ms:.1f} ms of processor time each).

![Memory over the run]({PICTURE})

| process | second tenth | last tenth | | |
| --- | --- | --- | --- | --- |
{table}

Flat means within {FLAT:.0%}. A worker of the analysis is replaced after 20,000 texts; its \
successor starts beside it, which shows as a short peak. Kept tips take as much: 128 MiB more for \
each code that is being made, two at a time, given back at once."""


def drawn(memory: Memory) -> str:
    """The picture of it."""
    return picture([Lines("Resident memory over the run", "MB", memory.lines)])
