"""What a run came to, in words, tables and a picture."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.drawing import Bars, Lines, picture
from bench.figures import Load, Memory, Waits
from bench.run import ECHO, KEPT, LINE, OVERLOAD, PLAIN, Plan, Results
from bench.texts import Kind

CORES = os.cpu_count() or 1
PICTURE = "PICTURE.svg"
"""Stands in a section for the name of the picture, which is that of the report's file."""

_LIMIT_MS = 500


@dataclass(frozen=True, slots=True)
class Target:
    """Something that was to be reached, and what was measured."""

    wanted: str
    measured: str
    is_reached: bool | None


def side_by_side(results: Results, plan: Plan, day: str) -> str:
    """The bots beside one another."""
    alone = results.alone
    rate, cpu = _middle(a.rate for a in alone), _middle(a.cpu_ms for a in alone)
    rows = [["analysis alone", f"{rate:.1f}", "", "", "", f"{cpu:.1f} ms", "", ""]]
    for name, loads in results.loads.items():
        load = sorted(loads, key=lambda one: one.rate)[len(loads) // 2]
        waits = [_ms(wait) for wait in (load.whole.p50, load.whole.p95, load.whole.p99)]
        share = f"{load.generator_share(CORES):.0%}"
        memory = f"{_peak(results.memory, name):.0f} MB"
        rows.append([name, f"{load.rate:.1f}", *waits, f"{load.cpu_ms:.1f} ms", share, memory])
    head = ("", "tips/s", "p50", "p95", "p99", "CPU per tip", "generator", "memory, peak")
    said = f"""On {day}: {plan.senders} people at once, {plan.seconds:g} seconds each, \
{plan.rounds} round{"s" * (plan.rounds > 1)} in turn (the one in the middle is shown); {CORES} \
cores of {_machine()}, Python {platform.python_version()}. Senders and the Bot API server run on \
the same cores; *generator* is their share of them.

![The bots beside one another]({PICTURE})

{_table(head, rows)}

Waits are from the report to the first answer; for *to the code* to the code. The code's secret \
is stretched with Argon2id over 128 MiB, so that a stolen database opens no mailbox: that, and not \
the bot, is what a kept tip costs."""
    return f"{said}\n\n{results.missing}"


def overload(results: Results) -> str:
    """How long people wait when more is written than the line can take."""
    load = results.overload
    if load is None:
        return ""
    rows: list[tuple[str, ...]] = []
    for kind, first in load.waits.items():
        read = load.reads[kind]
        told = [_ms(wait) for wait in (first.p50, first.p95, first.p99)]
        answered = [_ms(wait) for wait in (read.p50, read.p95, read.p99)]
        rows.append((str(kind), str(first.count), *told, *answered, str(read.unanswered)))
    head = (
        "", "people", "told: p50", "p95", "p99", "answered: p50", "p95", "p99", "not within 30 s",
    )  # fmt: skip
    return f"""{load.offered:.0f} reports a second for {load.seconds:.0f} seconds, {OVERLOAD} \
times what it can take; {load.written:.0f} a second were written. The generator took \
{load.generator_share(CORES):.0%} of the cores.

{_table(head, rows)}

*Clear emergencies* are what the fast check knows by words alone, before anything waits. *Other \
emergencies* are 999 cases that need the whole analysis; what sounds of danger goes first. *Told* \
is the first message: the answer, or where many wait the note that says to ring 999 in danger. \
*Answered* is the first message that answers what was written."""


def crews(results: Results) -> str:
    """One process and two."""
    if not results.crews:
        return f"Left out: {results.no_crews}."
    rows = []
    for name, loads in zip(("one", "two"), zip(*results.crews, strict=True), strict=True):
        load = sorted(loads, key=lambda one: one.rate)[len(loads) // 2]
        waits = [_ms(wait) for wait in (load.whole.p50, load.whole.p99)]
        share = f"{load.generator_share(CORES):.0%}"
        rows.append([name, f"{load.rate:.1f}", f"{load.cpu_ms:.1f} ms", *waits, share])
    return f"""`tipline bot` and `tipline bot --processes 2`, behind a webhook and with a Redis. \
Each process with its worker is held to one core; senders and their server to the last one, which \
they share with the second process.

{_table(("processes", "tips/s", "CPU per tip", "p50", "p99", "generator"), rows)}"""


def targets(results: Results) -> str:
    """What was to be reached, and whether it was."""
    return _table(
        ("target", "measured", ""),
        [(t.wanted, t.measured, _verdict(t.is_reached)) for t in _targets(results)],
    )


def _targets(results: Results) -> Iterable[Target]:
    line = results.loads[LINE]
    rates = [a.rate for a in results.alone]
    of_alone = _middle(b.rate / rate for b, rate in zip(line, rates, strict=True) if rate)
    yield Target(
        "0.8 of what the analysis alone allows", f"{of_alone:.2f}", is_reached=of_alone >= 0.8
    )
    for name, wanted in ((LINE, "tips/s, to the first answer"), (KEPT, "tips/s, to the code")):
        said = f"2 times the {PLAIN}'s {wanted}, p99 no worse"
        if PLAIN not in results.loads:
            yield Target(said, f"no {PLAIN} in this run", is_reached=None)
            continue
        peers = results.loads[PLAIN]
        pairs = list(zip(results.loads[name], peers, strict=True))
        times = _middle(b.rate / p.rate for b, p in pairs if p.rate)
        longer = _middle((b.whole.p99 or 999) / (p.whole.p99 or 999) for b, p in pairs)
        is_reached = times >= 2 and longer <= 1
        yield Target(said, f"{times:.2f} times, p99 {longer:.2f} times", is_reached)
    if results.overload is not None:
        for kind in (Kind.CLEAR, Kind.HIDDEN):
            p99 = results.overload.waits[kind].p99
            said = f"{kind} at {OVERLOAD} times overload: told, p99 under {_LIMIT_MS} ms"
            yield Target(said, _ms(p99), p99 is not None and p99 * 1000 < _LIMIT_MS)
    yield from _crew_targets(results)


def _crew_targets(results: Results) -> Iterable[Target]:
    pairs = [(one, two) for one, two in results.crews if one.rate and two.rate]
    if pairs:
        times = _middle(two.rate / one.rate for one, two in pairs)
        cost = _middle(two.cpu_ms / one.cpu_ms for one, two in pairs)
        yield Target("two processes: 1.6 times the tips/s of one", f"{times:.2f}", times >= 1.6)
        yield Target(
            "two processes: CPU per tip within 10 % of one", f"{cost - 1:+.0%}", cost <= 1.1
        )


def drawn(results: Results) -> str:
    """The picture of `side_by_side` and `overload`."""
    names = [name for name in (ECHO, PLAIN, LINE, KEPT) if name in results.loads]
    middle = {n: sorted(results.loads[n], key=lambda one: one.rate) for n in names}
    loads: Mapping[str, Load] = {n: ls[len(ls) // 2] for n, ls in middle.items()}
    alone = ("analysis alone", _middle(a.rate for a in results.alone), 5)
    rates = [(n, load.rate, at) for at, (n, load) in enumerate(loads.items())]
    waits = [
        (f"{name}, {share}", seconds and seconds * 1000, at)
        for at, (name, load) in enumerate(loads.items())
        for share, seconds in zip(
            ("p50", "p95", "p99"), (load.whole.p50, load.whole.p95, load.whole.p99), strict=True
        )
    ]
    panels: list[Bars | Lines] = [
        Bars("Tips in a second", "tips/s", [*rates, alone]),
        Bars("Wait of the sender", "ms", waits),
    ]
    if results.overload is not None:
        panels.append(
            Bars(
                f"{OVERLOAD} times overload: wait for the first message, p99",
                "ms",
                [(k, w.p99 and w.p99 * 1000, at) for at, (k, w) in _numbered(results.overload)],
            )
        )
    panels.append(Lines("Resident memory over the run", "MB", results.memory.lines))
    return picture(panels)


def _numbered(load: Load) -> Iterable[tuple[int, tuple[str, Waits]]]:
    return enumerate((str(kind), waits) for kind, waits in load.waits.items())


def _peak(memory: Memory, name: str) -> float:
    base = LINE if name == KEPT else name
    return memory.peak(base) + memory.peak(f"{base}, analysis")


def _machine() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _middle(values: Iterable[float]) -> float:
    return statistics.median(list(values) or [0.0])


def _ms(seconds: float | None) -> str:
    return "over 30 s" if seconds is None else f"{seconds * 1000:.0f} ms"


def _verdict(is_reached: bool | None) -> str:  # noqa: FBT001 - a column of the table
    return {True: "reached", False: "**missed**", None: ""}[is_reached]


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
