"""Are several processes kept running, replaced one by one, and stopped together?

The processes are real and small: they say that they are ready, answer connections with their
number, and end when told to.
"""

from __future__ import annotations

import asyncio
import io
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.crew import Crew, Pace
from app.crew_member import Member
from app.crew_pages import CrewMeters, crew_health
from app.logs import Log
from app.tether import Tether
from bot.public.listening import listener_at

CHILD = """
import json, os, pathlib, signal, socket, sys, threading, time
refusing, deaf = map(pathlib.Path, sys.argv[1:3])
listener, line = (socket.socket(fileno=int(number)) for number in sys.argv[3:])
if refusing.exists():
    sys.exit(2)
listener.settimeout(0.05)
stopped = []
if not deaf.exists():
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(1))
said = f'# TYPE tipline_ready gauge\\ntipline_ready 1.0\\n'
line.sendall((json.dumps({"metrics": said}) + "\\n" + json.dumps({"ready": True}) + "\\n").encode())
while not stopped:
    try:
        taken, _ = listener.accept()
    except OSError:
        continue
    taken.sendall(str(os.getpid()).encode())
    taken.close()
"""
QUICK = Pace(ready=10, grace=5, first_rest=0.01, longest_rest=0.05)


@dataclass
class Run:
    """A crew that runs."""

    crew: Crew
    task: asyncio.Task[int]
    port: int
    folder: Path
    log: io.StringIO = field(default_factory=io.StringIO)

    @property
    def pids(self) -> set[int]:
        return {member.pid for member in self.crew.members.values()}

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not is_so():
                assert not self.task.done(), self.task.result()
                await asyncio.sleep(0.005)

    async def ask(self) -> int:
        """The number of whichever process answers."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        said = await reader.read()
        writer.close()
        return int(said)


@asynccontextmanager
async def crew_of(folder: Path, size: int = 2, pace: Pace = QUICK) -> AsyncIterator[Run]:
    command = (sys.executable, "-c", CHILD, str(folder / "refusing"), str(folder / "deaf"))
    log = io.StringIO()
    with listener_at("127.0.0.1", 0) as listener:

        async def start() -> Member:
            return await Member.start(command, listener)

        crew = Crew(size, start, Log(log), pace)
        task = asyncio.ensure_future(crew.run())
        run = Run(crew, task, listener.getsockname()[1], folder, log)
        try:
            yield run
        finally:
            crew.stop()
            async with asyncio.timeout(20):
                await asyncio.wait({task})


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_all_are_ready_and_sigterm_ends_them_all(tmp_path: Path) -> None:
    async with crew_of(tmp_path, 3) as run:
        await run.until(lambda: len(run.pids) == 3)
        pids = run.pids
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await run.task == 0
        assert not any(map(is_alive, pids))
        assert '"all_ready"' in run.log.getvalue()
        assert '"process_lost"' not in run.log.getvalue()


async def test_any_process_answers(tmp_path: Path) -> None:
    async with crew_of(tmp_path) as run:
        await run.until(lambda: len(run.pids) == 2)
        assert {await run.ask() for _ in range(100)} <= run.pids


async def test_a_process_that_is_killed_is_started_again_and_others_answer(tmp_path: Path) -> None:
    async with crew_of(tmp_path) as run:
        await run.until(lambda: len(run.pids) == 2)
        gone, left = sorted(run.pids)
        os.kill(gone, signal.SIGKILL)
        for _ in range(10):
            assert await run.ask() != gone
        await run.until(lambda: len(run.pids) == 2 and gone not in run.pids)
        assert left in run.pids
        assert run.crew.lost == 1


async def test_where_not_even_the_first_comes_to_be_ready_its_exit_code_is_ours(
    tmp_path: Path,
) -> None:
    (tmp_path / "refusing").touch()
    async with crew_of(tmp_path) as run, asyncio.timeout(10):
        assert await run.task == 2


async def test_later_it_is_tried_again_and_again(tmp_path: Path) -> None:
    async with crew_of(tmp_path) as run:
        await run.until(lambda: len(run.pids) == 2)
        (tmp_path / "refusing").touch()
        for pid in run.pids:
            os.kill(pid, signal.SIGKILL)
        await run.until(lambda: run.crew.lost > 4)
        assert not run.pids
        (tmp_path / "refusing").unlink()
        await run.until(lambda: len(run.pids) == 2)


async def test_sighup_replaces_all_and_there_are_never_fewer(tmp_path: Path) -> None:
    async with crew_of(tmp_path, 3) as run:
        await run.until(lambda: len(run.pids) == 3)
        old, fewest = run.pids, 3
        os.kill(os.getpid(), signal.SIGHUP)
        async with asyncio.timeout(20):
            while '"replaced"' not in run.log.getvalue():
                assert await run.ask()
                fewest = min(fewest, len(run.pids))
        assert fewest == len(run.pids) == 3
        assert not run.pids & old
        assert not any(map(is_alive, old))
        assert run.crew.lost == 0


async def test_where_the_new_one_does_not_come_to_be_ready_the_old_stay(tmp_path: Path) -> None:
    async with crew_of(tmp_path) as run:
        await run.until(lambda: len(run.pids) == 2)
        old = run.pids
        (tmp_path / "refusing").touch()
        run.crew.replace()
        await run.until(lambda: '"not_replaced"' in run.log.getvalue())
        assert run.pids == old
        assert await run.ask() in old


async def test_a_stop_in_the_middle_of_replacing_leaves_nobody_behind(tmp_path: Path) -> None:
    async with crew_of(tmp_path) as run:
        await run.until(lambda: len(run.pids) == 2)
        old = run.pids
        run.crew.replace()
        await run.until(lambda: bool(run.pids - old))
        seen = old | run.pids
        run.crew.stop()
        async with asyncio.timeout(20):
            assert await run.task == 0
        assert not any(map(is_alive, seen))


async def test_a_machine_without_room_for_a_process_is_tried_again(tmp_path: Path) -> None:
    tried = []

    async def none() -> Member:
        tried.append(1)
        raise OSError

    log = io.StringIO()
    assert await Crew(2, none, Log(log), QUICK).run() < 0
    assert tried == [1]
    async with crew_of(tmp_path) as run:
        await run.until(lambda: len(run.pids) == 2)
        started, run.crew._launch = run.crew._launch, none
        os.kill(min(run.pids), signal.SIGKILL)
        await run.until(lambda: len(tried) > 3)
        run.crew._launch = started
        await run.until(lambda: len(run.pids) == 2)


async def test_one_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    async with crew_of(tmp_path, pace=Pace(ready=10, grace=0.2)) as run:
        await run.until(lambda: len(run.pids) == 2)
        pids = run.pids
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        run.crew.stop()
        async with asyncio.timeout(10):
            assert await run.task == 0
        assert not any(map(is_alive, pids))


async def test_health_and_metrics_are_shown_for_all(tmp_path: Path) -> None:
    async with crew_of(tmp_path) as run:
        assert crew_health(run.crew)["/ready"]().status == 503
        await run.until(lambda: len(run.pids) == 2)
        assert crew_health(run.crew)["/ready"]().status == 200
        shown = CrewMeters(run.crew).page().body.decode()
        assert 'tipline_ready{process="1"} 1.0' in shown
        assert 'tipline_ready{process="2"} 1.0' in shown
        assert "tipline_processes 2.0" in shown
        assert "tipline_processes_lost_total 0.0" in shown


async def test_a_process_whose_parent_is_gone_stops() -> None:
    ours, theirs = socket.socketpair()
    stopped = asyncio.Event()
    with socket.socket() as listener:
        async with Tether(listener, theirs).tied(stopped.set, None):
            ours.close()
            async with asyncio.timeout(5):
                await stopped.wait()


@pytest.mark.parametrize("words", [b"\xff\n", b"[1]\n", b"{}\n", b"nonsense\n"])
async def test_nonsense_from_a_process_does_not_end_the_parent(words: bytes) -> None:
    said = f"import socket, sys; socket.socket(fileno=int(sys.argv[2])).sendall({words!r})"
    with socket.socket() as listener:
        member = await Member.start((sys.executable, "-c", said), listener)
        await member.listen()
        assert not await member.settled(5)
        assert await member.ended() == 0


def test_a_parent_loads_nothing_of_a_bot() -> None:
    """It stays small, and has no model, no database and no Telegram in it."""
    code = "import sys, app.many; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    assert not loaded & {"aiogram", "spacy", "nlp", "sqlalchemy", "storage", "nacl"}
