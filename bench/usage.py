"""What a process and those below it take: processor time and memory, as Linux counts them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a family of processes has taken.

    Attributes:
        cpu: seconds of processor time since the start, of members that ended too.
        resident: bytes of memory by process id; what several share is counted in each.
    """

    cpu: float = 0.0
    resident: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Bytes of memory of all together."""
        return sum(self.resident.values())


def family(pid: int) -> set[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if fields := _fields(int(folder.name)):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, todo = set[int](), [pid]
    while todo:
        found.add(one := todo.pop())
        todo += children.get(one, [])
    return found


def children(pid: int) -> list[int]:
    """Processes that a process has started, oldest first, without Python's own that only watch."""
    direct = [one for one in family(pid) if (fields := _fields(one)) and int(fields[1]) == pid]
    return sorted(one for one in direct if len(family(one)) > 1)


def usage_of(pid: int) -> Usage:
    """What a process and all below it take now; nothing for a process that has ended."""
    cpu, resident = 0, {}
    for one in family(pid):
        fields = _fields(one)
        if not fields:
            continue
        cpu += sum(map(int, fields[11:15]))  # its own time, and that of children that ended
        resident[one] = int(fields[21]) * _PAGE
    return Usage(cpu / _TICK, resident)


def _fields(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the third on (proc(5)); none for one that has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return stat.rpartition(")")[2].split()
