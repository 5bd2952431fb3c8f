"""The command line: which commands there are, and how errors reach the person at it.

Heavy libraries are imported by the commands that need them, so that `--help` is quick.
"""

from __future__ import annotations

import sys

import typer

from app.commands import (
    audit,
    bench,
    console,
    desk,
    export,
    people,
    prepare,
    run,
    talk,
    train,
    understand,
)
from app.problems import exit_code
from core.errors import TiplineError

_HELP = """An anonymous line for tips about drug dealing.

New here? Nothing needs setting up first:

* tipline demo: sample tips, a chat with the bot, and the queue as staff see it

* tipline chat: talk with the bot in this terminal

* tipline analyse: what the bot understands of a text

To run the line for real: tipline init, then tipline doctor, then tipline bot.
"""


def build() -> typer.Typer:
    """The commands, in the order in which a newcomer meets them."""
    app = typer.Typer(
        name="tipline",
        help=_HELP,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
    )
    for module in (
        talk, understand, desk, export, console, people, audit, prepare, run, train, bench,
    ):  # fmt: skip
        module.register(app)
    return app


def main() -> None:
    """Run a command; an error is one sentence on standard error, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # real streams can
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    try:
        build()(arguments)  # ends by SystemExit: 2 and a sentence for a wrong option
    except TiplineError as error:
        return _say(str(error), exit_code(error))
    except BrokenPipeError:
        pass
    return 0


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(f"tipline: {sentence}\n")
    return code
