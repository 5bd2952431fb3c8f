"""One run of the bench: every bot under the same load in turn, so that a busy machine hits all."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.alone import alone, measure_alone
from bench.crew import measure_crew, why_none
from bench.figures import Alone, Load, Memory
from bench.peers import plain
from bench.senders import Until
from bench.stands import MakeLine, Stand, standing, watch_memory

LINE, KEPT, ECHO, PLAIN = "Tipline", "Tipline, to the code", "echo bot", "plain bot"
OVERLOAD = 4
"""How many times what the line can take is written in a second when it is overloaded."""

MEMORY_TIPS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured.

    Attributes:
        senders: people who write at once.
        seconds: of each measurement.
        rounds: how often all are measured in turn.
        overload: seconds of overload.
        pairs: how often one process is measured against two.
        workers: processes of the line that analyse, as TIPLINE_WORKERS has it.
    """

    senders: int = 32
    seconds: float = 6.0
    rounds: int = 1
    overload: float = 12.0
    pairs: int = 1
    workers: int = 1


@dataclass(slots=True)
class Results:
    """What was measured; lists have one item a round.

    Attributes:
        crews: one process and two.
        missing, no_crews: what was left out, and why.
    """

    alone: list[Alone] = field(default_factory=list)
    loads: dict[str, list[Load]] = field(default_factory=dict)
    overload: Load | None = None
    memory: Memory = field(default_factory=Memory)
    crews: list[tuple[Load, Load]] = field(default_factory=list)
    missing: str = ""
    no_crews: str = ""


async def run(plan: Plan, make_line: MakeLine, told: Callable[[str], None]) -> Results:
    """Measure everything.

    Args:
        plan: how much.
        make_line: makes a desk in a folder.
        told: what is done now, in a few words.

    Raises:
        NotStarted: a bot does not become ready.
    """
    results = Results()
    told("starting the bots")
    async with _all_standing(plan, make_line, results) as stands, alone(plan.workers) as analyser:
        for number in range(1, plan.rounds + 1):
            told(f"round {number} of {plan.rounds}: the analysis alone")
            results.alone.append(await measure_alone(analyser, plan.workers, plan.seconds))
            for stand, name, until in _turns(stands):
                told(f"round {number} of {plan.rounds}: {name}")
                load = await stand.in_turn(until, plan.senders, plan.seconds)
                results.loads.setdefault(name, []).append(load)
        rate = OVERLOAD * max(load.rate for load in results.loads[LINE])
        told(f"{OVERLOAD} times what {LINE} can take: {rate:.0f} reports a second")
        results.overload = await stands[LINE].by_the_clock(rate, plan.overload)
    results.no_crews = why_none() or ""
    for number in range(0 if results.no_crews else plan.pairs):
        told(f"one process against two: {number + 1} of {plan.pairs}")
        one = await measure_crew(1, plan.senders, plan.seconds, make_line)
        two = await measure_crew(2, plan.senders, plan.seconds, make_line)
        results.crews.append((one, two))
    return results


def _turns(stands: dict[str, Stand]) -> list[tuple[Stand, str, Until]]:
    turns = [(stand, name, Until.ANSWER) for name, stand in stands.items()]
    return [*turns, (stands[LINE], KEPT, Until.CODE)]


@asynccontextmanager
async def _all_standing(
    plan: Plan, make_line: MakeLine, results: Results
) -> AsyncIterator[dict[str, Stand]]:
    peers = {ECHO: "bench.peers.echo", PLAIN: "bench.peers.plain"}
    if not plain.is_possible():
        del peers[PLAIN]
        results.missing = f"The {PLAIN} is left out; with it: {plain.COMMAND}"
    settings = {"TIPLINE_WORKERS": str(plan.workers)}
    async with AsyncExitStack() as stack:
        folder = _folder(stack)
        (folder / "line").mkdir()
        await make_line(folder / "line", settings)
        stands: dict[str, Stand] = {}
        for name, module in peers.items():
            peer = standing(name, folder / name.split()[0], ("-m", module))
            stands[name] = await stack.enter_async_context(peer)
        line = standing(LINE, folder / "line", settings=settings)
        stands[LINE] = await stack.enter_async_context(line)
        group = await stack.enter_async_context(asyncio.TaskGroup())
        watching = group.create_task(watch_memory(list(stands.values()), results.memory))
        stack.callback(watching.cancel)
        yield stands


async def run_long(
    tips: int, senders: int, make_line: MakeLine, told: Callable[[int], None]
) -> tuple[Load, Memory]:
    """Have the line read so many short reports, each erased by its sender after the answer.

    Args:
        tips: how many.
        senders: people at once.
        make_line: makes a desk in a folder.
        told: how many are done, now and then.

    Raises:
        NotStarted: the bot does not become ready.
    """
    memory = Memory()
    async with AsyncExitStack() as stack:
        folder = _folder(stack)
        await make_line(folder, {})
        stand = await stack.enter_async_context(standing(LINE, folder))
        group = await stack.enter_async_context(asyncio.TaskGroup())
        watching = group.create_task(watch_memory([stand], memory))
        stack.callback(watching.cancel)
        load = await stand.so_many(Until.ERASED, senders, tips, told)
    return load, memory


def _folder(stack: AsyncExitStack) -> Path:
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tipline-bench-")))
