"""Where the annotated tips lie, and how a split of them is read.

Each file of ``tips/`` is a batch by one hand, JSON Lines, named ``SPLIT-HAND.jsonl``. A row has
the fields of `nlp.evaluate.gold` and two more: ``region`` and ``register``. A batch belongs to
one split as a whole, so that no habit of a hand is in two of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from nlp.contract import BadInput

TIPS = Path(__file__).with_name("tips")


class Split(StrEnum):
    """What a batch is for."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


class Region(StrEnum):
    """Where the sender's English is from."""

    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    WALES = "wales"
    NORTH_EAST = "north_east"
    NORTH_WEST = "north_west"
    YORKSHIRE = "yorkshire"
    MIDLANDS = "midlands"
    EAST = "east"
    LONDON = "london"
    SOUTH_EAST = "south_east"
    SOUTH_WEST = "south_west"
    ABROAD = "abroad"


class Register(StrEnum):
    """How the sender writes."""

    FORMAL = "formal"
    PLAIN = "plain"
    TEXTING = "texting"
    DICTATED = "dictated"
    RAMBLING = "rambling"
    FRIGHTENED = "frightened"
    LEARNER = "learner"
    CHILD = "child"


def batches(split: Split) -> list[Path]:
    """Files of a split, in order of their names."""
    return sorted(TIPS.glob(f"{split}-*.jsonl"))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a batch as they stand.

    Raises:
        BadInput: a line is no JSON object; the sentence names the file and the line.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{path.name} line {number} is not JSON.") from error
        if not isinstance(row, dict):
            raise BadInput(f"{path.name} line {number} is not a JSON object.")
        yield row
