"""The analysis without a bot around it: what it allows at most on the same machine."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime

from bench.figures import Alone
from bench.texts import reports
from bench.usage import usage_of
from nlp.analyser import ProcessAnalyser
from nlp.bounds import Bounds

_AT = datetime(2026, 3, 27, 22, 40)
_AT_ONCE = 4
"""Texts that wait for each worker, so that none is ever idle."""


async def measure_alone(analyser: ProcessAnalyser, workers: int, seconds: float) -> Alone:
    """Keep the workers busy for so many seconds.

    Args:
        analyser: a running one.
        workers: how many it has.
        seconds: to measure.
    """
    loop, texts = asyncio.get_running_loop(), reports()
    began, done = loop.time(), 0
    before = _cpu(analyser)

    async def one_after_another() -> None:
        nonlocal done
        while loop.time() < began + seconds:
            await analyser.analyse(next(texts).text, _AT)
            done += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(_AT_ONCE * workers):
            group.create_task(one_after_another())
    return Alone(done / (loop.time() - began), (_cpu(analyser) - before) / done * 1000)


def alone(workers: int) -> ProcessAnalyser:
    """The analyser as the bot has it, to be opened."""
    return ProcessAnalyser(bounds=Bounds(workers=workers))


def _cpu(analyser: ProcessAnalyser) -> float:
    """Of the workers and of this process, which stands where the bot would."""
    workers = sum(usage_of(pid).cpu for pid in analyser.pids)
    return workers + sum(os.times()[:2])
