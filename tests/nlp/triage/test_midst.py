"""Whether the sender writes from the middle of it."""

from datetime import datetime

import pytest

from nlp.plain import read_plain
from nlp.qualifiers.read import read_qualifiers
from nlp.triage.midst import Midst, find_midst

SENT = datetime(2026, 3, 3, 21, 0)


def _midst(text: str) -> Midst:
    doc = read_plain(text, SENT)
    return find_midst(doc, read_qualifiers(doc, ()))


@pytest.mark.parametrize(
    "text",
    [
        "I'm sat in the car park and they are two rows down",
        "im on the rank facing them",
        "am hingin oot ma windae",
        "I am the one in the red scarf, well im the one in the red scarf",
        "you can see the smoke, im opposite",
        "one of them is looking at me, i can hear the rest",
    ],
)
def test_a_sender_on_the_spot_is_there(text: str) -> None:
    assert _midst(text).there


@pytest.mark.parametrize(
    "text",
    [
        "im in year 10 at the comp",
        "I'm in my 70s and I have lived here since the war",
        "I was sat in the car park last Tuesday",
        "I'm a nurse at the surgery on Mill Road",
        "every night I'm stood in the kitchen and there they go",
    ],
)
def test_an_age_a_trade_or_another_time_is_no_spot(text: str) -> None:
    assert not _midst(text).there


@pytest.mark.parametrize(
    ("text", "hiding"),
    [
        ("im in the cupboard with my brother", True),
        ("am hidin in the lavvy", True),
        ("we're locked in the back room", True),
        ("im in the queue for chips", False),
        ("he keeps it in the cupboard", False),
    ],
)
def test_hiding_is_told_from_queuing(text: str, *, hiding: bool) -> None:
    assert _midst(text).hiding is hiding


@pytest.mark.parametrize(
    ("text", "crying"),
    [
        ("14 Mill Road, come quick", True),
        ("they are inside, prosze", True),
        ("cant talk, flat 9", True),
        ("no marked cars, thank you", False),
        ("he told me to come last week", False),
    ],
)
def test_a_cry_for_help_is_heard(text: str, *, crying: bool) -> None:
    assert _midst(text).crying is crying


def test_an_empty_text_has_no_midst() -> None:
    assert _midst("") == Midst()
