"""How are typed lines read without holding up everything else?

A thread reads the file descriptor itself, not Python's buffered stream: a thread that waits
inside that stream for ever would stop the interpreter from closing.
"""

from __future__ import annotations

import asyncio
import codecs
import os
from collections.abc import AsyncIterator
from threading import Semaphore, Thread

LONGEST_LINE = 100_000
"""Characters of a line; what comes after them up to the line's end is dropped."""

_CHUNK = 65_536
_CHUNKS_AHEAD = 4
"""How far the thread reads before anybody wants more: a pipe may have no end."""


async def read_lines(descriptor: int, *, encoding: str = "utf-8") -> AsyncIterator[str]:
    """Lines without their ends, as they come, until the end of the input.

    Bytes that are no text become U+FFFD. Whoever stops early leaves only a thread behind that
    sleeps in the system until the process ends.

    Args:
        descriptor: an open file descriptor; a terminal, a pipe or a file.
        encoding: how its bytes are to be read.
    """
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue()
    ahead = Semaphore(_CHUNKS_AHEAD)

    def pump() -> None:
        chunk = b"-"
        while chunk:
            ahead.acquire()
            try:
                chunk = os.read(descriptor, _CHUNK)
            except OSError:
                chunk = b""
            try:
                loop.call_soon_threadsafe(chunks.put_nowait, chunk)
            except RuntimeError:  # the loop is closed: nobody waits any more
                return

    Thread(target=pump, name="typed-lines", daemon=True).start()
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    waiting = ""
    while chunk := await chunks.get():
        ahead.release()
        *whole, rest = (waiting + decoder.decode(chunk)).split("\n")
        for line in whole:
            yield line[:LONGEST_LINE].removesuffix("\r")
        waiting = rest[:LONGEST_LINE]
    if waiting := waiting + decoder.decode(b"", final=True):
        yield waiting
