"""How a bot is told what to do: the signals of a service manager, and Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator, Mapping

_CAUGHT = (signal.SIGTERM, signal.SIGINT)


@contextlib.contextmanager
def told_to_stop(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` at SIGTERM and SIGINT while the block runs."""
    with hearing(dict.fromkeys(_CAUGHT, stop)):
        yield


@contextlib.contextmanager
def hearing(calls: Mapping[signal.Signals, Callable[[], None]]) -> Iterator[None]:
    """Call a function at each of these signals while the block runs."""
    loop = asyncio.get_running_loop()
    for number, call in calls.items():
        loop.add_signal_handler(number, call)
    try:
        yield
    finally:
        for number in calls:
            loop.remove_signal_handler(number)
