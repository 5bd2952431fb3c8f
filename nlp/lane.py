"""How one worker process is kept alive and fed: a thread that may block, so that no loop does."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic

from nlp.outfit import Outfit
from nlp.worker import Answer, Hello, Request, serve

_LOOK = 0.25
"""Seconds between looks at an idle worker: is it alive, is its successor ready?"""

_LONGEST_PAUSE = 30.0
"""Seconds between two attempts to start a worker that keeps failing; they begin at one."""


@dataclass(slots=True)
class Job:
    """A text on its way. ``dropped`` once nobody waits for it any more."""

    number: int
    text: str = field(repr=False)
    at: datetime
    by_rules: bool = False
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How workers are run; times in seconds.

    Attributes:
        model: the setting for the model.
        outfit: makes what they analyse with.
        limit: for one text in the worker.
        start_limit: from start to ready.
        texts: after how many texts a worker is replaced by a fresh one.
    """

    model: str | None = None
    outfit: Outfit = field(default_factory=Outfit)
    limit: float = 3.0
    start_limit: float = 60.0
    texts: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who is told; each is called from the lane's thread and must not block.

    Attributes:
        started: a worker is ready, or failed to start.
        answered: a job has its answer.
        lost: a job's worker was late (True) or died (False), and is gone.
    """

    started: Callable[[Hello], None]
    answered: Callable[[Job, Answer], None]
    lost: Callable[[Job | None, bool], None]


class _Gone(Exception):
    """The worker died."""


class _Late(Exception):
    """The worker did not answer in time."""


class _Process:
    """A worker as its parent sees it."""

    def __init__(self, terms: Terms) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._pipe: Connection = ours
        self._process = context.Process(
            target=serve,
            args=(theirs, terms.model, terms.outfit),
            name="tipline-analysis",
            daemon=True,
        )
        self.pid: int | None = None
        self.since = monotonic()
        self.texts = 0
        try:
            self._process.start()
            self.pid = self._process.pid
        finally:
            theirs.close()

    def hello(self, seconds: float) -> Hello | None:
        """Its first message, or None when it has not come in this time."""
        try:
            if not self._pipe.poll(seconds):
                return None
            said = self._pipe.recv()
        except (EOFError, OSError):
            return Hello("WorkerDied")
        return said if isinstance(said, Hello) else Hello("WorkerConfused")

    def ask(self, job: Job, limit: float) -> Answer:
        self.texts += 1
        try:
            self._pipe.send(Request(job.number, job.text, job.at, job.by_rules))
            if not self._pipe.poll(limit):
                raise _Late
            said = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise _Gone from error
        if not isinstance(said, Answer) or said.number != job.number:
            raise _Gone
        return said

    def alive(self) -> bool:
        """Whether it still waits quietly; an idle worker says nothing."""
        return self._process.is_alive() and not self._pipe.poll(0)

    def kill(self) -> None:
        """Kill it; from any thread, also when it has ended meanwhile."""
        with suppress(ValueError):
            self._process.kill()

    def end(self, *, patience: float = 0.0) -> None:
        """Close the pipe, which ends it, and kill it when it does not end."""
        self._pipe.close()
        self._process.join(patience)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


class Lane:
    """Keeps one worker: starts it, feeds it from the queue, replaces it."""

    def __init__(self, jobs: SimpleQueue[Job | None], terms: Terms, listener: Listener) -> None:
        self._jobs = jobs
        self._terms = terms
        self._tell = listener
        self._stopping = Event()
        self._current: _Process | None = None
        self._next: _Process | None = None
        self._job: Job | None = None
        self._thread = Thread(target=self._run, name="tipline-lane", daemon=True)

    @property
    def pid(self) -> int | None:
        """Process id of the worker, when there is one."""
        current = self._current
        return current.pid if current else None

    def start(self) -> None:
        """Begin; `Listener.started` is told when the worker is ready."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the lane to end: what is in the worker is lost. Does not block."""
        self._stopping.set()
        self._jobs.put(None)
        if self._job:
            self._kill()

    def join(self) -> None:
        """Wait until the thread and its workers are gone. Blocks."""
        self._thread.join()

    def abandon(self, number: int) -> None:
        """Kill the worker if it is still busy with this job."""
        job = self._job
        if job and job.number == number:
            self._kill()

    def _kill(self) -> None:
        current = self._current
        if current:
            current.kill()

    def _run(self) -> None:
        pause = 1.0
        while not self._stopping.is_set():
            hello = self._keep_one()
            if hello is None:
                pause = 1.0
            else:
                self._tell.started(hello)
                self._stopping.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
        self._end()

    def _keep_one(self) -> Hello | None:
        """One worker's life; why it never began, or None where it ended in use."""
        try:
            hello = self._start()
            if hello.error is not None:
                return hello
            self._tell.started(hello)
            self._serve()
        except Exception as error:  # noqa: BLE001 - without this thread there is never a worker
            self._tell.lost(self._job, False)
            return self._failed(Hello(type(error).__name__))
        return None

    def _start(self) -> Hello:
        self._current = process = self._next or _Process(self._terms)
        self._next = None
        until = process.since + self._terms.start_limit
        while not self._stopping.is_set():
            hello = process.hello(_LOOK)
            if hello:
                return hello if hello.error is None else self._failed(hello)
            if monotonic() > until:
                return self._failed(Hello("WorkerLate"))
        return self._failed(Hello("Stopped"))

    def _failed(self, hello: Hello) -> Hello:
        self._end()
        return hello

    def _end(self) -> None:
        current, self._current = self._current, None
        following, self._next = self._next, None
        for process in (current, following):
            if process:
                process.end()

    def _serve(self) -> None:
        """Answer jobs until the worker is gone or the lane stops."""
        while not self._stopping.is_set() and self._current:
            self._replace_when_due(self._current)
            try:
                job = self._jobs.get(timeout=_LOOK)
            except Empty:
                if self._current.alive():
                    continue
                self._lose(None, late=False)
                return
            if job is None or job.dropped:
                continue
            if not self._answer(self._current, job):
                return

    def _answer(self, process: _Process, job: Job) -> bool:
        self._job = job
        try:
            answer = process.ask(job, self._terms.limit)
        except (_Late, _Gone) as error:
            self._lose(job, late=isinstance(error, _Late))
            return False
        finally:
            self._job = None
        self._tell.answered(job, answer)
        return True

    def _lose(self, job: Job | None, *, late: bool) -> None:
        self._tell.lost(job, late)
        process, self._current = self._current, None
        if process:
            process.kill()
            process.end()

    def _replace_when_due(self, process: _Process) -> None:
        """Start a successor in time, and let it take over once it is ready: no text waits."""
        if process.texts < self._terms.texts:
            return
        if self._next is None:
            self._next = _Process(self._terms)
            return
        hello = self._next.hello(0)
        if hello is None:
            return
        if hello.error is None:
            self._current, self._next = self._next, None
            process.end(patience=2.0)
        else:
            self._next.end()
            self._next = None
            process.texts = 0
