"""How the sender's side is put together: texts, store, sessions, and workers that analyse."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from app.clock import SystemClock, SystemRandomness
from app.flooding import counting_together
from app.following import Life, beating, following
from app.logs import Event, Log
from app.problems import BadInput
from app.settings import Settings
from app.sharing import Shared, open_shared
from bot.force import Force, ForceError, load_force
from bot.texts import Texts
from bot.wording import LocalWording
from core.deliveries import Deliveries
from core.outside import Outside
from core.ports import Alarm
from core.reporter import Reporter
from core.steering import Helm
from nlp.analyser import ProcessAnalyser
from nlp.bounds import Bounds, Outcome
from nlp.learned.screening import Screening
from nlp.triage.fast import FastCheck
from storage.store import PublicSide, open_public


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The line as senders meet it, ready to talk.

    Attributes:
        analyser: the workers behind it, for what is counted of them.
        deliveries: where other processes of the line say which updates they have.
    """

    outside: Outside
    reporter: Reporter
    texts: Texts
    analyser: ProcessAnalyser
    deliveries: Deliveries | None


def force_of(settings: Settings) -> Force:
    """The force that the settings name.

    Raises:
        BadInput: there is none, or its file is broken.
    """
    try:
        return load_force(settings.force)
    except ForceError as error:
        raise BadInput(f"TIPLINE_FORCE: {error}.") from error


@asynccontextmanager
async def open_line(
    settings: Settings, log: Log, *, front: str, public: PublicSide | None = None
) -> AsyncIterator[Line]:
    """Open the sender's side: texts, store, sessions, and workers that analyse.

    Args:
        settings: the operator's.
        log: where faults of the analysis are counted.
        front: which words of the front the texts use: `telegram` or `terminal`.
        public: the public side of a store that is open already.

    Raises:
        TiplineError: something is missing or cannot be used; nothing stays open.
    """
    texts = Texts.load(force=force_of(settings), front=front)
    alarm, screening = FastCheck(), Screening.shipped()
    opening = open_analyser(settings, log, urgency=screening.urgency)
    async with opening as analyser, AsyncExitStack() as stack:
        if public is None:
            opened = open_public(settings.database, settings.data_dir, clock=SystemClock())
            public = await stack.enter_async_context(opened)
        sharing = open_shared(settings, SystemClock(), is_alone=front == "terminal")
        shared = await stack.enter_async_context(sharing)
        helm = await stack.enter_async_context(following(public.steering, shared.nudges))
        line = _line(texts, (alarm, screening, analyser), public, helm, shared)
        flood, clock = line.outside.flood, line.outside.clock
        await stack.enter_async_context(counting_together(flood, shared.arrivals, clock))
        life = _life(line.reporter, analyser)
        await stack.enter_async_context(beating(life, public.pulses, clock))
        yield line


@asynccontextmanager
async def open_analyser(
    settings: Settings, log: Log, *, urgency: Callable[[str], float] = lambda _: 0.0
) -> AsyncIterator[ProcessAnalyser]:
    """Start the workers, and count how texts were answered when they end.

    Args:
        settings: the operator's.
        log: where faults of the analysis are counted.
        urgency: by which texts that wait are put in order.

    Raises:
        ModelMissing, AnalysisBroken: they cannot start.
    """

    def count_fault(part: str, error: str) -> None:
        del part, error  # names of our own code; the number is what an operator watches
        log.note(Event.ANALYSIS_FAULT, count=1)

    limit = settings.analysis_limit
    bounds = Bounds(workers=settings.workers, limit=limit, patience=limit)
    model = settings.spacy_model or None
    analyser = ProcessAnalyser(model, bounds=bounds, on_fault=count_fault, urgency=urgency)
    async with analyser:
        yield analyser
    log.note(Event.ANALYSIS, **{str(how): number for how, number in analyser.outcomes.items()})


def _life(reporter: Reporter, analyser: ProcessAnalyser) -> Life:
    def degraded() -> int:
        return analyser.outcomes.total() - analyser.outcomes[Outcome.MODEL]

    return Life(
        process=secrets.token_hex(8),
        is_flooded=lambda: reporter.asks_newcomers,
        take_counts=reporter.take_counts,
        degraded=degraded,
        workers_lost=lambda: analyser.lost,
    )


def _line(
    texts: Texts,
    understanding: tuple[Alarm, Screening, ProcessAnalyser],
    public: PublicSide,
    helm: Helm,
    shared: Shared,
) -> Line:
    clock, (alarm, screening, analyser) = SystemClock(), understanding
    outside = Outside(
        alarm=alarm,
        screening=screening,
        analyser=analyser,
        sessions=shared.sessions,
        locks=shared.locks,
        limits=shared.limits,
        intake=public.intake,
        mailbox=public.mailbox,
        news=public.news,
        wording=LocalWording.load(texts=texts),
        clock=clock,
        randomness=SystemRandomness(),
        helm=helm,
    )
    return Line(
        outside=outside,
        reporter=Reporter(outside),
        texts=texts,
        analyser=analyser,
        deliveries=shared.deliveries,
    )
