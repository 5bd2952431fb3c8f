"""How a bot is told to stop: the signals of a service manager, and Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator

_CAUGHT = (signal.SIGTERM, signal.SIGINT)


@contextlib.contextmanager
def told_to_stop(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` at SIGTERM and SIGINT while the block runs."""
    loop = asyncio.get_running_loop()
    for number in _CAUGHT:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in _CAUGHT:
            loop.remove_signal_handler(number)
