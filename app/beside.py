"""How something runs beside a block: it ends with the block, and its errors are not lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager


@asynccontextmanager
async def beside(
    work: Coroutine[object, object, None], *, end: Callable[[], object] | None = None
) -> AsyncIterator[None]:
    """Run ``work`` while the block runs.

    An error of the block leaves as it is; one of the work ends the block, in a group.

    Args:
        work: what runs.
        end: tells it to end, which is then waited for; by default it is cancelled.
    """
    failed: Exception | None = None
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        try:
            yield
        except Exception as error:  # noqa: BLE001  # raised below: a group would hide its class
            failed = error
        finally:
            (end or task.cancel)()
    if failed is not None:
        raise failed
