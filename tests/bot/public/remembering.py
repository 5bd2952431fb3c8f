"""A bot that, asked by SIGUSR1, says what of its senders its process still holds, and ends.

Run by `test_memory.py` as a process of its own: the test server remembers everything by design.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import re
import signal
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.types import Update

from bot.public.bot import PublicBot
from bot.public.setup import Setup
from core.analysis import Analysis
from tests.bot.public.fakes import Behind, KeyTexts, SlowAnalyser, Tally, WordAlarm
from tests.bot.public.running import QUICK

# Written so that the patterns do not find themselves.
_NEEDLE = re.compile(r"need[l]e\d")
_ACCOUNT = re.compile(r"\b[56]\d{9}\b")


@dataclass
class ForgetfulAnalyser(SlowAnalyser):
    """Keeps no list of what it saw."""

    async def analyse(self, text: str, at: datetime) -> Analysis:
        found = await super().analyse(text, at)
        self.seen.clear()
        return found


def remembered() -> dict[str, Any]:
    """How many strings, bytes and numbers in this process tell of a sender, by their holder."""
    gc.unfreeze()
    gc.collect()
    held: Counter[str] = Counter()
    for holder in gc.get_objects():
        for thing in gc.get_referents(holder):
            if _tells(thing):
                held[type(holder).__name__] += 1
    cache = Update.event_type.fget.cache_info()  # type: ignore[attr-defined]  # a cached property
    return {"held": dict(held), "cached": cache.currsize}


def _tells(thing: object) -> bool:
    if isinstance(thing, bytes | bytearray):
        thing = bytes(thing).decode("latin-1")
    if isinstance(thing, int) and not isinstance(thing, bool):
        return 5_000_000_000 <= thing < 7_000_000_000
    if isinstance(thing, str):
        return bool(_NEEDLE.search(thing) or _ACCOUNT.search(thing))
    return False


async def main(url: str, token: str) -> None:
    behind = Behind(analyser=ForgetfulAnalyser())
    setup = Setup(
        token=token,
        front=behind.reporter(),
        alarm=WordAlarm(),
        texts=KeyTexts(),
        watch=Tally(),
        api=url,
        timing=QUICK,
    )
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, asked.set)
    task = asyncio.ensure_future(PublicBot(setup).run())
    await asked.wait()
    sys.stdout.write(json.dumps(remembered()))
    sys.stdout.flush()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
