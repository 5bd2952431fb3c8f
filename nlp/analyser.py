"""How a message becomes an analysis without blocking, failing or getting lost.

`ProcessAnalyser` keeps the model in worker processes, so that neither a slow text nor a crash
touches the bot. Texts that wait for a worker are taken by how urgent they sound (`core.turns`);
what has waited too long the worker reads by rules alone, in half the time. When no worker can
answer, rules do in this process and off the event loop. They redact harder, and the analysis says
that it is degraded.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from queue import SimpleQueue
from typing import Self

from core.analysis import Analysis
from core.turns import Turns
from nlp.bounds import AnalysisBroken, Bounds, Outcome
from nlp.lane import Job, Lane, Listener, Terms
from nlp.model import ModelMissing
from nlp.outfit import Outfit
from nlp.pipeline import FaultHook, Pipeline
from nlp.vocabulary import VocabularyError
from nlp.worker import WARMED_AT, WARMING, Answer, Hello


@dataclass(frozen=True, slots=True)
class _Waiting:
    job: Job
    answer: asyncio.Future[Analysis | Outcome]


class ProcessAnalyser:
    """Analyses texts in worker processes; an async context manager.

    Attributes:
        outcomes: how many texts were answered how, since the start.
        lost: how often a worker died, since the start.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        bounds: Bounds | None = None,
        on_fault: FaultHook | None = None,
        urgency: Callable[[str], float] = lambda _: 0.0,
        outfit: Outfit | None = None,
    ) -> None:
        """Nothing is started before ``async with``.

        Args:
            model: the setting for the model, see `nlp.model.load_model`.
            bounds: how much is taken on at once.
            on_fault: told in the event loop of each part that failed on a text, by the name of
                the part and of the type of the error.
            urgency: how likely a text tells of danger, between 0 and 1 (`core.ports.Screening`).
            outfit: makes what is analysed with; by default what is shipped.
        """
        self._bounds = bounds or Bounds()
        self._urgency = urgency
        self._turns = Turns(self._bounds.workers * self._bounds.ahead)
        self._on_fault = on_fault
        self._outfit = outfit or Outfit()
        self._terms = Terms(
            model=model,
            outfit=self._outfit,
            limit=self._bounds.limit,
            texts=self._bounds.texts,
        )
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._numbers = count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._asked = 0
        self._lanes: tuple[Lane, ...] = ()
        self._ready: set[int] = set()
        self._changed = asyncio.Event()
        self._refusal: Hello | None = None
        self._ending = False
        self.outcomes: Counter[Outcome] = Counter()
        self.lost = 0

    async def __aenter__(self) -> Self:
        """Start the workers and warm them.

        Raises:
            ModelMissing: the model is not installed.
            AnalysisBroken: the workers, or the rules here, cannot start.
        """
        self._loop = asyncio.get_running_loop()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tipline-rules")
        self._lanes = tuple(
            Lane(self._jobs, self._terms, self._listener(n)) for n in range(self._bounds.workers)
        )
        for lane in self._lanes:
            lane.start()
        try:
            self._pipeline = await self._loop.run_in_executor(self._pool, self._build)
            await self.wait_ready(self._bounds.ready_within)
            self._refuse()
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Answer what still waits by rules, then end the workers."""
        await self._stop()

    @property
    def ready(self) -> int:
        """How many workers are ready."""
        return len(self._ready)

    @property
    def waiting(self) -> int:
        """How many texts wait for a worker or are in one."""
        return self._asked

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that run."""
        return tuple(lane.pid for lane in self._lanes if lane.pid is not None)

    async def wait_ready(self, seconds: float) -> bool:
        """Wait until every worker is ready, one refused to start, or the time is over.

        Returns:
            Whether every worker is ready.
        """
        try:
            async with asyncio.timeout(seconds):
                while self.ready < len(self._lanes) and not self._refusal:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            pass
        return self.ready == len(self._lanes)

    async def analyse(self, text: str, at: datetime) -> Analysis:
        """The analysis of a text, in its turn; never raises.

        Args:
            text: the message.
            at: when it was sent, local time in Europe/London, naive.
        """
        if self._asked >= self._bounds.waiting + len(self._ready):
            self.outcomes[Outcome.FULL] += 1
            return await self._by_rules(text, at)
        self._asked += 1
        try:
            urgency, came = self._urgency(text), self._loop.time()
            async with self._turns.held(came, urgency):
                is_late = self._loop.time() - came > self._bounds.patience_for(urgency)
                return await self._in_turn(text, at, by_rules=is_late)
        finally:
            self._asked -= 1

    async def _in_turn(self, text: str, at: datetime, *, by_rules: bool) -> Analysis:
        answer = await self._ask(text, at, by_rules=by_rules)
        if isinstance(answer, Analysis):
            self.outcomes[Outcome.RUSHED if by_rules else Outcome.MODEL] += 1
            return answer
        self.outcomes[answer] += 1
        return await self._by_rules(text, at)

    async def _ask(self, text: str, at: datetime, *, by_rules: bool) -> Analysis | Outcome:
        if len(text) > self._bounds.longest:
            return Outcome.LONG
        if not self._ready:
            return Outcome.DOWN
        job = Job(next(self._numbers), text, at, by_rules)
        waiting = self._waiting[job.number] = _Waiting(job, self._loop.create_future())
        self._jobs.put(job)
        try:
            async with asyncio.timeout(self._bounds.limit):
                return await waiting.answer
        except TimeoutError:
            self._loop.call_later(1.0, self._abandon, job.number)
            return Outcome.LATE
        finally:
            job.dropped = True
            self._waiting.pop(job.number, None)

    async def _by_rules(self, text: str, at: datetime) -> Analysis:
        try:
            async with asyncio.timeout(self._bounds.limit):
                return await self._loop.run_in_executor(
                    self._pool, self._pipeline.understand, text, at, None
                )
        except (TimeoutError, RuntimeError):
            self.outcomes[Outcome.SEALED] += 1
            return self._pipeline.sealed_off(text)

    def _build(self) -> Pipeline:
        try:
            pipeline = Pipeline(self._outfit.parts(), on_fault=self._fault_elsewhere)
            pipeline.understand(WARMING, WARMED_AT, None)
        except VocabularyError as error:
            raise AnalysisBroken(str(error)) from error
        except Exception as error:
            raise AnalysisBroken(type(error).__name__) from error
        return pipeline

    def _refuse(self) -> None:
        if self._refusal and self._refusal.sentence:
            raise ModelMissing(self._refusal.sentence)
        if self._refusal:
            raise AnalysisBroken(self._refusal.error or "")

    async def _stop(self) -> None:
        self._ending = True
        self._ready.clear()
        for lane in self._lanes:
            lane.stop()
        self._fail_all(Outcome.DOWN)
        for lane in self._lanes:
            await self._loop.run_in_executor(None, lane.join)
        self._pool.shutdown(wait=False)

    def _abandon(self, number: int) -> None:
        """The last resort for a worker that hangs in the middle of a message."""
        for lane in self._lanes:
            lane.abandon(number)

    def _listener(self, lane: int) -> Listener:
        return Listener(
            started=lambda hello: self._in_loop(lambda: self._started(lane, hello)),
            answered=lambda job, answer: self._in_loop(lambda: self._answered(job, answer)),
            lost=lambda job, late: self._in_loop(lambda: self._lost(lane, job, late=late)),
        )

    def _in_loop(self, call: Callable[[], None]) -> None:
        """From a thread: do it in the event loop, unless that has ended."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call)

    def _started(self, lane: int, hello: Hello) -> None:
        if self._ending:
            return
        if hello.error is None:
            self._ready.add(lane)
            self._refusal = None
        else:
            self._refusal = hello
        self._changed.set()

    def _answered(self, job: Job, answer: Answer) -> None:
        self._settle(job, answer.analysis)
        for part, error in answer.faults:
            self._fault(part, error)

    def _lost(self, lane: int, job: Job | None, *, late: bool) -> None:
        self._ready.discard(lane)
        self.lost += 0 if self._ending else 1
        if job:
            self._settle(job, Outcome.LATE if late else Outcome.DIED)
        if not self._ready:
            self._fail_all(Outcome.DOWN)

    def _settle(self, job: Job, answer: Analysis | Outcome) -> None:
        waiting = self._waiting.get(job.number)
        if waiting and not waiting.answer.done():
            waiting.answer.set_result(answer)

    def _fail_all(self, outcome: Outcome) -> None:
        for waiting in tuple(self._waiting.values()):
            self._settle(waiting.job, outcome)

    def _fault_elsewhere(self, part: str, error: str) -> None:
        self._in_loop(lambda: self._fault(part, error))

    def _fault(self, part: str, error: str) -> None:
        if self._on_fault:
            self._on_fault(part, error)
