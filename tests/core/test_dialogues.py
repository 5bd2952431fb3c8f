"""Does the line say what the dialogues write down, with no bot between?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.fronts import CoreFront
from tests.support.talk import Dialogue, World, dialogues, play

FILES = list(dialogues(Path(__file__).parents[1] / "dialogues"))


def test_there_are_many_dialogues() -> None:
    assert len(FILES) >= 25


@pytest.mark.parametrize("dialogue", FILES, ids=lambda dialogue: dialogue.name)
async def test_dialogue(dialogue: Dialogue) -> None:
    world = World(dialogue.rules)
    await play(dialogue, world, CoreFront(world))
