"""Is the terminal safe with hostile input, plain when piped, and clean when left?"""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.lines import LONGEST_LINE, read_lines
from bot.terminal import TerminalStage, make_console, run_terminal
from core.turn import Chose, Option, Reply
from tests.support.fronts import at_terminal
from tests.support.scripted import read_rule
from tests.support.talk import World

ROOT = Path(__file__).parents[3]


async def _typed(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def _printed(world: World, *lines: str) -> str:
    out = io.StringIO()
    console = make_console(out)
    await run_terminal(world.reporter, world.texts, source=_typed(*lines), console=console)
    return out.getvalue()


class _Screen(io.StringIO):
    """A terminal, as far as an output can be one."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def world() -> World:
    return World((read_rule("place: town = maldon"),), front="terminal")


# From a pipe


async def test_both_sides_are_printed(world: World) -> None:
    printed = await _printed(world, "a bloke sells in Maldon")
    assert printed.splitlines()[:2] == [
        "> a bloke sells in Maldon",
        "< When does it go on, or when did it?",
    ]
    assert "  1 [Skip]\n  2 [I'm done]\n" in printed


async def test_nothing_is_said_before_the_first_line(world: World) -> None:
    assert await _printed(world) == ""


async def test_a_label_that_is_not_there_is_said_and_the_rest_goes_on(world: World) -> None:
    printed = await _printed(world, "[Pigeon]", "/privacy")
    assert "(There is no such button here.)" in printed
    assert "What we keep" in printed


@pytest.mark.parametrize("label", ["[ski]", "[SKIP]", "[Skip]", "[ skip ]"])
async def test_a_label_is_known_by_its_beginning_in_any_case(world: World, label: str) -> None:
    printed = await _printed(world, "a bloke sells in Maldon", label)
    assert "Who is doing it?" in printed


@pytest.mark.parametrize("line", ["", "   ", "\t"])
async def test_an_empty_line_says_nothing(world: World, line: str) -> None:
    assert await _printed(world, line) == ""


async def test_a_number_from_a_pipe_is_a_message(world: World) -> None:
    printed = await _printed(world, "a bloke sells in Maldon", "2")
    assert "Who is doing it?" in printed


@pytest.mark.parametrize(
    "line",
    [
        "\x1b[2J\x1b]0;title\x07",
        "[bold red]x[/bold red]",
        "\u202egnp.exe",
        "\U000e0041tag",
        "%s {}",
    ],
)
async def test_no_control_reaches_the_screen(world: World, line: str) -> None:
    printed = await _printed(world, f"a bloke {line} sells")
    assert not {c for c in printed if not c.isprintable()} - {"\n"}


async def test_what_the_desk_writes_cannot_control_the_screen(world: World) -> None:
    world.news.items = ("Two\x1b[31m arrests\x07",)
    assert "\x1b" not in await _printed(world, "/news")


async def test_quit_ends_before_the_input_does(world: World) -> None:
    assert "What we keep" not in await _printed(world, "/quit", "/privacy")


async def test_an_output_that_is_gone_does_not_stop_the_line(world: World) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, text)

    stage = TerminalStage(world.texts, make_console(Gone()))
    assert await stage.show(Reply("emergency")) == ()


# On a terminal


def _screen(monkeypatch: pytest.MonkeyPatch, **environment: str) -> _Screen:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return _Screen()


async def _held(world: World, screen: _Screen, *lines: str) -> str:
    console = make_console(screen)
    await run_terminal(world.reporter, world.texts, source=_typed(*lines), console=console)
    return screen.getvalue()


async def test_a_person_is_greeted_and_told_how(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await _held(world, _screen(monkeypatch))
    assert "Ring 999" in shown
    assert "/quit" in shown


async def test_a_number_taps(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await _held(world, _screen(monkeypatch), "a bloke sells in Maldon", "1")
    assert "Who is doing it?" in shown


async def test_leaving_clears_the_screen_and_forgets(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await _held(world, _screen(monkeypatch), "a bloke sells in Maldon")
    last = shown.rpartition("\x1b[3J")[2]
    assert "\x1b[3J" in shown
    assert "Maldon" not in last
    assert "When does it go on" not in last
    assert world.sessions.kept == {}


async def test_no_colour_means_no_escape_at_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await _held(world, _screen(monkeypatch, NO_COLOR="1"), "a bloke in Maldon", "/erase")
    assert "\x1b" not in shown
    assert "(The chat was cleared.)" in shown


def test_the_newest_button_of_a_label_is_tapped(world: World) -> None:
    stage = TerminalStage(world.texts, make_console(io.StringIO()))

    async def shown() -> None:
        await stage.show(Reply("ask-now", {}, (Option("no", "1"), Option("not_sure", "1"))))
        await stage.show(Reply("ask-now", {}, (Option("not_sure", "2"), Option("no", "2"))))

    import asyncio

    asyncio.run(shown())
    assert stage.tapped("no") == Chose("no", "2")
    assert stage.tapped("not") == Chose("not_sure", "2")
    assert stage.tapped("") is None
    assert [stage.numbered(n) for n in (0, 2, 3)] == [None, Chose("no", "2"), None]


async def test_a_conversation_that_has_ended_is_cleared_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.terminal.CLEARING_EVERY", 0.0)
    async with at_terminal(world) as front:
        await front.say("a bloke sells in Maldon")
        world.clock.pass_by(31 * 60)
        for _ in range(20):
            await front.type(" ")
        assert "(The chat was cleared.)" in front.output.getvalue()
    assert world.sessions.kept == {}


# Reading lines


async def _lines_of(data: bytes) -> list[str]:
    reading, writing = os.pipe()
    try:
        os.write(writing, data)
        os.close(writing)
        return [line async for line in read_lines(reading)]
    finally:
        os.close(reading)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"a\nb\n", ["a", "b"], id="two"),
        pytest.param(b"a\r\nb", ["a", "b"], id="last without its end"),
        pytest.param(b"\n\n", ["", ""], id="empty"),
        pytest.param(b"x\xff\xfe\x00y\n", ["x\ufffd\ufffd\x00y"], id="no text"),
        pytest.param("caf\u00e9 \U0001f525\n".encode(), ["caf\u00e9 \U0001f525"], id="emoji"),
        pytest.param(b"half \xf0\x9f", ["half \ufffd"], id="half a character"),
    ],
)
async def test_lines_are_read(data: bytes, lines: list[str]) -> None:
    assert await _lines_of(data) == lines


async def test_a_line_without_end_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_bytes(b"x" * (LONGEST_LINE + 200_000) + b"\nnext\n")
    with path.open("rb") as file:
        lines = [len(line) async for line in read_lines(file.fileno())]
    assert lines == [LONGEST_LINE, 4]


def test_stopping_while_nobody_types_does_not_hang() -> None:
    program = (
        "import asyncio, contextlib\n"
        "from bot.lines import read_lines\n"
        "async def main():\n"
        "    with contextlib.suppress(TimeoutError):\n"
        "        async with asyncio.timeout(0.2):\n"
        "            async for line in read_lines(0):\n"
        "                pass\n"
        "    print('left')\n"
        "asyncio.run(main())\n"
    )
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", program],
            stdin=theirs, capture_output=True, timeout=20, cwd=ROOT, check=False,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"left\n", b"")
