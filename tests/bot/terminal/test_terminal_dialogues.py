"""Does the terminal say what the dialogues write down?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.fronts import TerminalFront, at_terminal
from tests.support.talk import Dialogue, World, dialogues, play

FILES = [
    dialogue
    for dialogue in dialogues(Path(__file__).parents[2] / "dialogues")
    if dialogue.needs <= TerminalFront.abilities
]


def test_most_dialogues_can_be_held_at_a_terminal() -> None:
    assert len(FILES) >= 25


@pytest.mark.parametrize("dialogue", FILES, ids=lambda dialogue: dialogue.name)
async def test_dialogue(dialogue: Dialogue) -> None:
    world = World(dialogue.rules, front="terminal")
    async with at_terminal(world) as front:
        await play(dialogue, world, front)
