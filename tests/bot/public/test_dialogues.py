"""Do the written dialogues go on Telegram as they go without any bot between?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bench.botapi import BotApi, Person
from bot.public.bot import PublicBot
from bot.public.setup import Setup
from tests.bot.public.fakes import Tally
from tests.bot.public.running import QUICK, run_bot
from tests.support.talk import Dialogue, Shown, World, dialogues, play

_LONG = re.compile(r"\{repeat (\d+)")
_IN_ONE_MESSAGE = 4_096

FILES = [
    dialogue
    for dialogue in dialogues(Path(__file__).parents[2] / "dialogues")
    # What is longer travels as several messages on Telegram, and is answered as several.
    if not any(int(count) > _IN_ONE_MESSAGE for count in _LONG.findall("\n".join(dialogue.steps)))
]


@dataclass
class TelegramFront:
    """A person with the Telegram app."""

    api: BotApi
    person: Person
    abilities: frozenset[str] = frozenset({"attach", "old buttons"})

    async def say(self, text: str) -> Sequence[Shown]:
        before = len(self.api.calls)
        self.person.say(text)
        return await self._shown(before)

    async def command(self, name: str) -> Sequence[Shown]:
        return await self.say(f"/{name}")

    async def attach(self, kind: str) -> Sequence[Shown]:
        before = len(self.api.calls)
        self.person.attach(kind)
        return await self._shown(before)

    async def pin(self, latitude: float, longitude: float) -> Sequence[Shown]:
        before = len(self.api.calls)
        self.person.send({"location": {"latitude": latitude, "longitude": longitude}})
        return await self._shown(before)

    async def tap(self, label: str, *, is_old: bool = False) -> Sequence[Shown]:
        before = len(self.api.calls)
        number, data = self._button(label, is_old=is_old)
        self.person.forge(data, number)
        return await self._shown(before)

    def _button(self, label: str, *, is_old: bool) -> tuple[int, str]:
        """The oldest button ever shown; else the newest in the chat; else the newest ever shown.

        What the bot has taken away may be tapped in the moment before it goes.
        """
        shown = self._ever_shown(label)
        assert shown, f"there never was a button {label}"
        if is_old:
            return shown[0]
        standing = {data for seen in self.person.sees() for _, data in seen.buttons}
        return next((found for found in reversed(shown) if found[1] in standing), shown[-1])

    def _ever_shown(self, label: str) -> list[tuple[int, str]]:
        return [
            (call.result["message_id"], button["callback_data"])
            for call in self.api.calls
            if call.method == "sendmessage"
            for row in call.params.get("reply_markup", {}).get("inline_keyboard", [])
            for button in sorted(row, key=lambda b: b["text"] == label)
            if button["text"].startswith(label)
        ]

    async def _shown(self, before: int) -> list[Shown]:
        await self.api.quiet()
        shown: list[Shown] = []
        for call in self.api.calls[before:]:
            text = str(call.params.get("text", ""))
            if call.method == "sendmessage":
                rows = call.params.get("reply_markup", {}).get("inline_keyboard", [])
                shown.append(Shown(text, tuple(b["text"] for row in rows for b in row)))
            elif call.method == "answercallbackquery" and text:
                shown.append(Shown(text))
        return shown


@pytest.mark.parametrize("dialogue", FILES, ids=[dialogue.name for dialogue in FILES])
async def test_dialogue(api: BotApi, dialogue: Dialogue) -> None:
    world = World(dialogue.rules)
    setup = Setup(
        token=api.token,
        front=world.reporter,
        alarm=world.alarm,
        texts=world.texts,
        watch=Tally(),
        api=api.url,
        timing=replace(QUICK, sweep=3_600),
    )
    async with run_bot(PublicBot(setup)):
        await play(dialogue, world, TelegramFront(api, api.person()))


def test_most_dialogues_can_be_played() -> None:
    assert len(FILES) >= 40
