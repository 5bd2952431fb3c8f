"""Dialogues as text files, played over any front of the line.

A file has rules of the analysis (see `tests.support.scripted`), and after ``---`` what happens:

    > text            the sender types; {code}, {code typo}, {code short}, {code long} and
                      {repeat 9000 a} are filled in
    > [{thing}]       taps the picture that was asked for; ``{other}``: another one
    > [Send]          taps the newest button whose label starts so; ``> [Send] old``: the oldest
    > /help           sends a command
    > @voice          attaches; ``> @pin 51.53 0.71`` sends a pin
    < key a=1         the next reply is this text; the values that its first line shows
      + words         and it holds these words
      - words         and it does not hold these
      = Yes | No      and these are its buttons
    ! kept 1          what is true outside, or happens there: see `World.act`

Every reply must be named, in order. To play dialogues over another front, give `play` a `Front`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from bot.force import load_force
from bot.keys import reply_keys
from bot.texts import Texts
from bot.wording import LocalWording
from core.outside import Outside
from core.receipt import Receipt
from core.reporter import Reporter
from core.session import THINGS
from core.steering import FloodMode, Steady
from core.tip import Answer
from core.turn import Reply
from tests.support.fakes import (
    Counting,
    FakeClock,
    MemoryIntake,
    MemoryMailbox,
    MemoryNews,
    MemorySessions,
)
from tests.support.scripted import Rule, ScriptedAlarm, ScriptedAnalyser, read_rule

_CODE = re.compile(r"\b\d{4}(?: \d{4}){4}\b")
_REPEAT = re.compile(r"\{repeat (\d+) (\w+)\}")


@dataclass(frozen=True)
class Shown:
    """A reply as a person sees it."""

    text: str
    buttons: tuple[str, ...] = ()


class Front(Protocol):
    """A person in front of the line. Every method returns what was then shown."""

    @property
    def abilities(self) -> frozenset[str]:
        """Of `attach` and `old buttons`, what can be done here."""

    async def say(self, text: str) -> Sequence[Shown]: ...

    async def tap(self, label: str, *, is_old: bool = False) -> Sequence[Shown]:
        """Tap the newest, or the oldest, button in the chat whose label starts so."""

    async def command(self, name: str) -> Sequence[Shown]: ...

    async def attach(self, kind: str) -> Sequence[Shown]: ...

    async def pin(self, latitude: float, longitude: float) -> Sequence[Shown]: ...


class World:
    """The line with everything behind it, in memory."""

    def __init__(self, rules: tuple[Rule, ...] = (), *, front: str = "telegram") -> None:
        self.texts = Texts.load(force=load_force("essex"), front=front)
        self.clock = FakeClock()
        self.sessions = MemorySessions(self.clock)
        self.intake = MemoryIntake()
        self.mailbox = MemoryMailbox()
        self.news = MemoryNews()
        self.alarm = ScriptedAlarm(rules)
        self.analyser = ScriptedAnalyser(rules)
        self.wording = LocalWording.load(texts=self.texts)
        self.helm = Steady()
        self.reporter = self.start()

    def start(self, **instead: object) -> Reporter:
        """A line over this outside, some of it replaced."""
        parts: dict[str, object] = {
            "alarm": self.alarm, "analyser": self.analyser, "sessions": self.sessions,
            "intake": self.intake, "mailbox": self.mailbox, "news": self.news,
            "wording": self.wording, "clock": self.clock, "randomness": Counting(),
            "helm": self.helm,
        }  # fmt: skip
        return Reporter(Outside(**{**parts, **instead}))  # type: ignore[arg-type]

    def _steer(self, verb: str, rest: str) -> None:
        """What a moderator does."""
        steering = self.helm.steering
        match verb:
            case "notice":
                notices = {} if rest == "off" else {"en": rest}
                self.helm.steering = replace(steering, notices=notices)
            case "flood":
                self.helm.steering = replace(steering, flood=FloodMode(rest))
            case "paused" | "open":
                self.helm.steering = replace(steering, is_paused=verb == "paused")
            case _:
                raise AssertionError(f"nobody knows what {verb!r} is")

    def act(self, line: str, code: str) -> None:
        """What a ``!`` line says: something happens behind the line, or is true there."""
        verb, _, rest = line.partition(" ")
        match verb:
            case "kept":
                assert len(self.intake.tips) == int(rest)
            case "words":
                assert self.intake.words[-1] == rest
            case "priority":
                assert list(self.intake.tips.values())[-1].priority == rest
            case "added":
                assert len(self.intake.added) == int(rest)
            case "store":
                self.intake.is_down = self.mailbox.is_down = rest == "down"
            case "answer":
                receipt = Receipt(code.replace(" ", ""))
                before = self.mailbox.waiting.get(receipt, ())
                self.mailbox.waiting[receipt] = (*before, Answer(id=str(len(before)), text=rest))
            case "news":
                self.news.items = (rest, *self.news.items)
            case "minutes":
                self.clock.pass_by(60 * float(rest))
            case "forgotten":
                assert not self.sessions.kept
            case _:
                self._steer(verb, rest)


@dataclass
class Dialogue:
    """A file as read."""

    name: str
    rules: tuple[Rule, ...]
    needs: frozenset[str]
    steps: tuple[str, ...] = field(repr=False)


def read_dialogue(path: Path) -> Dialogue:
    """Read a dialogue file."""
    head, separator, body = path.read_text(encoding="utf-8").partition("\n---\n")
    assert separator, f"{path.name} has no ---"
    lines = [line for line in head.splitlines() if line.strip() and not line.startswith("#")]
    needs = {line.removeprefix("needs:").strip() for line in lines if line.startswith("needs:")}
    rules = tuple(read_rule(line) for line in lines if not line.startswith("needs:"))
    steps = tuple(line for line in body.splitlines() if line.strip() and line[0] != "#")
    return Dialogue(path.stem, rules, frozenset(needs), steps)


def dialogues(folder: Path) -> Iterator[Dialogue]:
    """Every dialogue of a folder, by name."""
    return (read_dialogue(path) for path in sorted(folder.glob("*.txt")))


async def play(dialogue: Dialogue, world: World, front: Front) -> None:
    """Play a dialogue, and fail at the line where the line says something else."""
    code = ""
    left: list[Shown] = []
    shown = Shown("")
    for number, step in enumerate(dialogue.steps, 1):
        where = f"{dialogue.name}, step {number}: {step}"
        mark, rest = (step.strip()[0], step.strip()[1:].strip())
        if mark in "<>!" and not step.startswith(" "):
            if mark != "<":
                assert not left, f"{where}: still unread: {left}"
            if mark == ">":
                rest = _pictured(rest, shown.text, world.texts)
                left = list(await _do(front, _filled(rest, code)))
                code = next((m[0] for s in left if (m := _CODE.search(s.text))), code)
            elif mark == "!":
                world.act(rest, code)
            else:
                assert left, f"{where}: nothing more was shown"
                shown = left.pop(0)
                _compare(world.texts, shown, rest, where)
        else:
            _look(shown, mark, rest, where)
    assert not left, f"{dialogue.name}: still unread: {left}"


async def _do(front: Front, what: str) -> Sequence[Shown]:
    if match := re.fullmatch(r"\[(.+)\]( old)?", what):
        return await front.tap(match[1], is_old=bool(match[2]))
    if what.startswith("/"):
        return await front.command(what[1:])
    if what.startswith("@pin "):
        latitude, longitude = map(float, what.split()[1:])
        return await front.pin(latitude, longitude)
    if what.startswith("@"):
        return await front.attach(what[1:])
    return await front.say(what)


def _pictured(text: str, shown: str, texts: Texts) -> str:
    """A line with the picture that was asked for last, or another, put in."""
    if "{thing}" not in text and "{other}" not in text:
        return text
    right = next(name for name in THINGS if f"the {name.removeprefix('tap_')}" in shown)
    wrong = next(name for name in THINGS if name != right)
    return text.replace("{thing}", texts.option(right)).replace("{other}", texts.option(wrong))


def _filled(text: str, code: str) -> str:
    digits = code.replace(" ", "")
    if digits:
        wrong = digits[:4] + str((int(digits[4]) + 1) % 10) + digits[5:]
        forms = {"{code}": code, "{code typo}": wrong, "{code short}": digits[:17],
                 "{code long}": digits + "12", "{code wide}": digits.translate(
                     {ord("0") + n: chr(0xFF10 + n) for n in range(10)})}  # fmt: skip
        for form, value in forms.items():
            text = text.replace(form, value)
    return _REPEAT.sub(lambda match: int(match[1]) * match[2], text)


def _compare(texts: Texts, shown: Shown, expected: str, where: str) -> None:
    key, *pairs = expected.split()
    values: dict[str, str | int] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        values[name] = int(value) if value.isdecimal() else value
    is_whole = not reply_keys()[key]
    wanted = texts.render(Reply(key, values))
    seen = shown.text if is_whole else shown.text.split("\n")[0]
    wanted = wanted if is_whole else wanted.split("\n", maxsplit=1)[0]
    assert seen == wanted, f"{where}: shown was {shown.text!r}"


def _look(shown: Shown, mark: str, rest: str, where: str) -> None:
    match mark:
        case "+":
            assert rest in shown.text, f"{where}: shown was {shown.text!r}"
        case "-":
            assert rest not in shown.text, f"{where}: shown was {shown.text!r}"
        case "=":
            assert [b.strip() for b in rest.split("|")] == list(shown.buttons), where
        case _:
            raise AssertionError(f"{where}: nobody knows what {mark!r} is")
