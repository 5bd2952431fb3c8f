"""What a worker process does: it keeps the model, takes texts from a pipe and answers them.

It lives as long as the other end of its pipe. No word of a text leaves it except inside an
analysis: an error is told by the name of its type, and warnings and logs are off.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import warnings
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection

from core.analysis import Analysis
from nlp.outfit import Outfit
from nlp.pipeline import Pipeline, Reader

WARMING = (
    "They sell weed outside the Red Lion in Leeds every Friday night and on bank holidays, white "
    "van AB12 CDE."
)
"""What is understood before the first message: it has all parts load what they load late."""

WARMED_AT = datetime(2026, 1, 5, 12)

NICENESS = 10
"""How far behind the bot a worker stands where cores are scarce: a message has to be taken in, and
danger answered, before anything is analysed. Of a shared core it then has about a tenth (sched(7))
while the bot is busy, and all of it otherwise."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message of a worker: it is ready, or why it never will be.

    Attributes:
        error: name of the type of the error that stopped it, or None.
        sentence: what to do about it, where the error is about the model.
    """

    error: str | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A text to analyse, with a number that comes back in the answer.

    ``by_rules``: without the base model, since it has waited too long.
    """

    number: int
    text: str = field(repr=False)
    at: datetime
    by_rules: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An analysis, and which parts failed on the way: (part, type of error)."""

    number: int
    analysis: Analysis = field(repr=False)
    faults: tuple[tuple[str, str], ...] = ()


def serve(pipe: Connection, model: str | None, outfit: Outfit) -> None:
    """Answer texts until the pipe is closed at the other end.

    Args:
        pipe: this process's end.
        model: the setting for the model, see `nlp.model.load_model`.
        outfit: makes what it analyses with.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    faults: list[tuple[str, str]] = []
    try:
        ready = _prepare(pipe, model, outfit, faults)
        if ready:
            _answer_all(pipe, *ready, faults)
    except (EOFError, OSError):
        return
    except Exception:  # noqa: BLE001 - its traceback could quote the text
        raise SystemExit(1) from None
    finally:
        pipe.close()


def _prepare(
    pipe: Connection, model: str | None, outfit: Outfit, faults: list[tuple[str, str]]
) -> tuple[Pipeline, Reader] | None:
    from nlp.model import ModelMissing

    try:
        read = outfit.reader(model)
        pipeline = Pipeline(
            outfit.parts(), on_fault=lambda part, error: faults.append((part, error))
        )
        pipeline.understand(WARMING, WARMED_AT, read)
        pipeline.understand(WARMING, WARMED_AT, None)
    except ModelMissing as error:
        pipe.send(Hello(type(error).__name__, str(error)))
        return None
    except Exception as error:  # noqa: BLE001 - the parent decides what a broken start means
        pipe.send(Hello(type(error).__name__))
        return None
    faults.clear()
    gc.collect()
    gc.freeze()
    pipe.send(Hello())
    return pipeline, read


def _answer_all(
    pipe: Connection, pipeline: Pipeline, read: Reader, faults: list[tuple[str, str]]
) -> None:
    while True:
        request: Request = pipe.recv()
        how = None if request.by_rules else read
        analysis = pipeline.understand(request.text, request.at, how)
        pipe.send(Answer(request.number, analysis, tuple(faults)))
        faults.clear()
        del request, analysis
