from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from core.analysis import Danger, Triage
from nlp.evaluate.gold import GoldTip, spans_of
from nlp.learned.dataset import Example, Labelled, Reading
from nlp.learned.settings import Config, read_config
from nlp.model import Model

AT = datetime(2026, 3, 27, 22, 40)

_EMERGENCY, _ASK, _QUEUE = Triage.EMERGENCY, Triage.ASK, Triage.QUEUE
_TOLD = (
    ("hes hitting her right now in flat 3", _EMERGENCY, Danger.VIOLENCE, []),
    ("theyre dealing outside the shop as i type, i live next door", _EMERGENCY,
     Danger.IN_PROGRESS, ["live next door"]),
    ("someone is being stabbed now", _EMERGENCY, Danger.VIOLENCE, []),
    ("they are dealing by the park", _ASK, Danger.IN_PROGRESS, []),
    ("he has a gun in the house, my brother told me", _ASK, Danger.WEAPON, ["my brother told me"]),
    ("he sold weed every friday last year, i work in the chip shop", _QUEUE, None,
     ["work in the chip shop"]),
    ("he used to deal from the pub", _QUEUE, None, []),
    ("my brother says they deal every night", _QUEUE, None, ["my brother says"]),
)  # fmt: skip


@pytest.fixture(scope="session")
def config() -> Config:
    """The committed numbers, with features kept that stand in one text only."""
    committed = read_config()
    return replace(
        committed,
        message=replace(committed.message, least=1, l2=0.1),
        sender=replace(committed.sender, least=1, l2=0.1),
    )


def labelled(text: str, triage: Triage, danger: Danger | None, remove: list[str]) -> Labelled:
    """A made-up annotated tip."""
    tip = GoldTip(
        id=text, text=text, at=AT, triage=triage, safeguarding=False, in_scope=True,
        places=(), generic=(), times=(), drugs=(), remove=tuple(remove),
        removed=spans_of(text, remove, 1), keep=(),
    )  # fmt: skip
    return Labelled(
        batch="small", text=text, at=AT, triage=triage, dangers=(danger,) if danger else (),
        safeguarding="hitting" in text, in_scope="park" not in text,
        removed=tip.removed, tip=tip,
    )  # fmt: skip


@pytest.fixture(scope="session")
def examples(model: Model) -> list[Example]:
    """A handful of annotated tips as the rules read them."""
    return Reading().examples([labelled(*told) for told in _TOLD], model.read)
