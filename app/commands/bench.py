"""`tipline bench`: how fast the line is on this machine, beside what else there is."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from app.clock import SystemClock
from app.problems import BadInput
from core.errors import TiplineError

MOST_INSISTENT = 20
"""People who report while something breaks; each costs half a second of Argon2id."""

_TITLE = "How much the line takes"
_PREFACE = """Measured by `tipline bench` (`--full`, `--long`, `--write`), which starts the bots as
processes of their own, with fresh data folders, against a Bot API server on loopback. Figures of
different machines cannot be compared; ratios within one run can."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(bench)


def bench(  # noqa: PLR0913, PLR0917 - options of the command line
    senders: Annotated[int, typer.Option(min=1, max=500, help="People who write at once.")] = 32,
    seconds: Annotated[float, typer.Option(min=1, max=60, help="Of each measurement.")] = 6.0,
    full: Annotated[bool, typer.Option("--full", help="Three rounds of 15 s: eight minutes.")] = (
        False
    ),
    long: Annotated[
        bool, typer.Option("--long", help="Memory over many short tips, and nothing else.")
    ] = False,
    faults: Annotated[
        bool, typer.Option("--faults", help="Break things meanwhile, and nothing else.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help="For --faults: only this one; may be repeated.")
    ] = None,
    times: Annotated[int, typer.Option(min=1, max=20, help="For --faults: how often.")] = 3,
    tips: Annotated[int, typer.Option(min=10, max=1_000_000, help="For --long.")] = 50_000,
    write: Annotated[str, typer.Option(help="Put the report into this file, and pictures.")] = "",
) -> None:
    """Measure the public bot under load, on loopback and with made-up tips only.

    Beside it stand a bare aiogram bot that echoes, and a plain bot with spaCy, dateparser and
    Presidio in its handler, which needs two more packages:

        uv run --with dateparser==1.5.0 --with presidio-analyzer==2.2.366 tipline bench
    """
    if not Path("/proc/self/stat").exists():
        raise BadInput("The bench reads processor time and memory from /proc: it needs Linux.")
    file = Path(write) if write else None
    if file is not None and (file.suffix != ".md" or not file.parent.is_dir()):
        raise BadInput(f"{write} cannot be written; name a .md file in a folder that is there.")
    if faults:
        _faults(only or [], (min(senders, MOST_INSISTENT), times), file)
    elif long:
        _long(tips, senders, file)
    else:
        _side_by_side(senders, seconds, file, full=full)


def _side_by_side(senders: int, seconds: float, file: Path | None, *, full: bool) -> None:
    from app.benching import make_line
    from bench import report
    from bench.run import Plan, run

    plan = Plan(senders=senders, seconds=seconds)
    if full:
        plan = Plan(senders=senders, seconds=15.0, rounds=3, overload=40.0, pairs=3)
    results = _run(run(plan, make_line, _say))
    day = SystemClock().now().date().isoformat()
    sections = {
        "Targets": report.targets(results),
        "Side by side": report.side_by_side(results, plan, day),
        "Overload": report.overload(results),
        "One process and two": report.crews(results),
    }
    _give(file, sections, report.drawn(results))


def _long(tips: int, senders: int, file: Path | None) -> None:
    from app.benching import make_line
    from bench import memory
    from bench.run import run_long

    def told(done: int) -> None:
        if done % 1_000 == 0:
            _say(f"{done:,} of {tips:,} tips")

    load, grown = _run(run_long(tips, senders, make_line, told))
    day = SystemClock().now().date().isoformat()
    sections = {"Memory": memory.section(load, grown, day)}
    _give(file, sections, memory.drawn(grown), "-memory")


def _faults(only: list[str], counts: tuple[int, int], file: Path | None) -> None:
    from app.benching import make_line
    from bench.faults import report
    from bench.faults.kinds import FAULTS
    from bench.faults.run import run_faults
    from bench.written import merged, write

    known = [fault.name for fault in FAULTS]
    if strangers := [name for name in only if name not in known]:
        raise BadInput(f"There is no fault {strangers[0]!r}; there are {', '.join(known)}.")
    chosen = [fault for fault in FAULTS if fault.name in (only or known)]
    outcomes, left_out = _run(run_faults(chosen, counts, make_line, _say))
    day = SystemClock().now().date().isoformat()
    sections = {"Faults": report.table(outcomes, left_out, day)}
    if file is None:
        sys.stdout.write(merged("", report.TITLE, report.PREFACE, sections))
    else:
        write(file, report.TITLE, report.PREFACE, sections)
        sys.stdout.write(f"Written to {file}.\n")
    if not all(outcome.holds for outcome in outcomes):
        raise typer.Exit(1)


def _run[T](work: Coroutine[Any, Any, T]) -> T:
    """Run it; of several errors that are sentences the first is told."""
    try:
        return asyncio.run(work)
    except* TiplineError as errors:
        raise _first(errors) from None


def _first(errors: BaseExceptionGroup[TiplineError]) -> TiplineError:
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error if isinstance(error, TiplineError) else BadInput("The bench failed.")


def _give(file: Path | None, sections: dict[str, str], svg: str, end: str = "") -> None:
    """Print the sections, or put them into the file and the picture beside it."""
    from bench.report import PICTURE
    from bench.written import merged, write

    if file is None:
        sys.stdout.write(merged("", _TITLE, _PREFACE, sections))
        return
    drawing = file.with_name(f"{file.stem}{end}.svg")
    named = {name: said.replace(PICTURE, drawing.name) for name, said in sections.items()}
    try:
        write(file, _TITLE, _PREFACE, named)
        drawing.write_text(svg, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{file} cannot be written; choose another file.") from error
    sys.stdout.write(f"Written to {file}.\n")


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")
