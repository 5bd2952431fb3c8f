"""What does the line say? Every text of one language, filled with one force's numbers.

Texts are Fluent files. All of them are checked when they are loaded: a missing, broken or
superfluous text stops the start and never meets a sender.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.force import Force
from bot.keys import FRONTS, dashed, text_keys
from core.analysis import Category
from core.receipt import DIGITS
from core.script import COMMANDS
from core.session import RECEIPT_LIFE
from core.turn import Reply

LOCALES = Path(__file__).parent / "locales"
_TAGS = {"en": "en-GB"}
"""How numbers are written, by language."""

_LONG = 200
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([a-z-]{{1,40}}){_CLOSE}")


class LocaleError(Exception):
    """A language is missing or broken; the message names the file or the key."""


class Texts:
    """The texts of one language for one force."""

    def __init__(self, bundle: FluentBundle, given: Mapping[str, str | int]) -> None:
        self._bundle = bundle
        self._given = dict(given)
        listed = [f"/{name} - {self.command(name)}" for name in COMMANDS]
        self._given["commands"] = "\n".join(listed)
        # Ready before anything can fail: it is what a person in danger is told.
        self._emergency = self._text("emergency", {})

    @classmethod
    def load(
        cls,
        language: str = "en",
        *,
        force: Force,
        front: str = "telegram",
        folder: Path = LOCALES,
    ) -> Self:
        """Read and check the texts of a language.

        Args:
            language: name of its folder.
            force: whose numbers and name they hold.
            front: where they are shown, one of `FRONTS`.
            folder: where the languages lie.

        Raises:
            LocaleError: the language, a text or a value is missing or broken, or a text has no use.
        """
        if front not in FRONTS:
            raise LocaleError(f"{front} is none of {', '.join(FRONTS)}")
        given: dict[str, str | int] = {key: route.value for key, route in force.routes.items()}
        given |= {"force": force.public, "front": front, "code-digits": DIGITS}
        given["receipt-minutes"] = int(RECEIPT_LIFE.total_seconds() // 60)
        messages = tuple(_messages(folder / language))
        _check(messages, {*given, "commands"})
        bundle = FluentBundle([_TAGS.get(language, language)], use_isolating=False)
        bundle.add_resource(ast.Resource(list(messages)))
        return cls(bundle, given)

    def render(self, reply: Reply) -> str:
        """The text of a reply, without its buttons.

        Raises:
            KeyError: the conversation has no such text; loading has checked that it has.
        """
        if reply.key == "emergency":
            return self._emergency
        return self._text(reply.key, reply.values)

    def chrome(self, key: str) -> str:
        """What a front says around the conversation; one of `bot.keys.CHROME`."""
        return self._text(key, {})

    def option(self, name: str) -> str:
        """The label of a button."""
        return self._text(f"option-{dashed(name)}", {})

    def command(self, name: str) -> str:
        """What the menu says of a command."""
        return self._text(f"command-{name}", {})

    def label(self, category: Category) -> str:
        """What a sender is shown in place of a cut."""
        return self._text(f"cut-{dashed(category)}", {})

    def _text(self, key: str, values: Mapping[str, str | int]) -> str:
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise KeyError(key)
        # Fluent refuses long values; they are put in afterwards, so that reports stay whole.
        long = {n: v for n, v in values.items() if isinstance(v, str) and len(v) > _LONG}
        marks = {name: f"{_OPEN}{name}{_CLOSE}" for name in long}
        text, _ = self._bundle.format_pattern(pattern, {**self._given, **values, **marks})
        return _MARK.sub(lambda mark: long.get(mark[1], mark[0]), str(text))


def _messages(folder: Path) -> Iterator[ast.Message]:
    paths = sorted(folder.glob("*.ftl"))
    if not paths:
        raise LocaleError(f"there are no texts in {folder.name}")
    for path in paths:
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Junk):
                raise LocaleError(f"{path.name}: cannot be read at {str(entry.content)[:40]!r}")
            if isinstance(entry, ast.Message):
                yield entry


def _check(messages: tuple[ast.Message, ...], given: set[str]) -> None:
    """Every text is there once, has a use, and uses only values that it is given."""
    needed = text_keys()
    names = [message.id.name for message in messages]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise LocaleError(f"these texts stand there twice: {', '.join(twice)}")
    if missing := sorted(needed.keys() - set(names)):
        raise LocaleError(f"these texts are missing: {', '.join(missing)}")
    if unused := sorted(set(names) - needed.keys()):
        raise LocaleError(f"these texts have no use: {', '.join(unused)}")
    for message in messages:
        used = _Used()
        used.visit(message)
        if strange := sorted(used.names - needed[message.id.name] - given):
            raise LocaleError(f"{message.id.name}: no such value: {', '.join(strange)}")
        if message.value is None or message.attributes or used.refers:
            raise LocaleError(f"{message.id.name}: only plain texts and values are used here")


class _Used(Visitor):
    """What a text refers to."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.refers = False

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  # named by the library
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: ARG002, N802  # as above
        self.refers = True

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: ARG002, N802  # as above
        self.refers = True
