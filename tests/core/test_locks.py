"""Is each sender served in order, and is nothing left behind?"""

from __future__ import annotations

import asyncio

import pytest

from core.locks import Locks


async def _work(locks: Locks, key: bytes, name: str, done: list[str]) -> None:
    async with locks.hold(key):
        done.append(f"{name} in")
        await asyncio.sleep(0)
        done.append(f"{name} out")


async def test_one_after_the_other_in_the_order_of_asking() -> None:
    locks, done = Locks(), list[str]()
    await asyncio.gather(*(_work(locks, b"k", name, done) for name in "abc"))
    assert done == ["a in", "a out", "b in", "b out", "c in", "c out"]


async def test_different_keys_do_not_wait() -> None:
    locks, done = Locks(), list[str]()
    await asyncio.gather(_work(locks, b"k", "a", done), _work(locks, b"l", "b", done))
    assert done[:2] == ["a in", "b in"]


async def test_no_lock_is_left() -> None:
    locks, done = Locks(), list[str]()
    await asyncio.gather(*(_work(locks, b"k", name, done) for name in "abc"))
    assert locks._locks == {}


async def test_an_error_and_a_cancelled_wait_leave_no_lock() -> None:
    locks = Locks()

    async def waits() -> None:
        async with locks.hold(b"k"):
            raise AssertionError("never served")

    async def fails() -> None:
        async with locks.hold(b"k"):
            waiter = asyncio.ensure_future(waits())
            await asyncio.sleep(0)
            waiter.cancel()
            await asyncio.sleep(0)
            raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        await fails()
    assert locks._locks == {}
