"""When is what is told by what happens then: how often, on which day, or nobody can say?"""

from datetime import datetime
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr

import nlp.times
from core.analysis import Time, TimeKind
from nlp.model import Model
from nlp.times.events import Events
from nlp.times.finder import TimeFinder
from nlp.times.happenings import Happenings
from nlp.vocabulary import read_vocabulary

FILE = Path(nlp.times.__file__).with_name("happenings.toml")
AT = datetime(2026, 3, 27, 22, 40)
HAPPENINGS, EVENTS, TIMES = Happenings.shipped(), Events.shipped(), TimeFinder()
WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def dated(model: Model, text: str) -> list[Time]:
    """The events of a text, all taken for times of the activity."""
    doc = model.read(text, AT)
    times = TIMES.find(doc)
    return HAPPENINGS.dated(doc, EVENTS.find(doc, times), times)


@pytest.mark.parametrize(
    ("text", "rrule"),
    [
        ("he sells to them when the shutters go down", "FREQ=DAILY"),
        ("she waits by the gate when the school bus has gone", WEEKDAYS),
        ("he sells in the stand before kick off", "FREQ=WEEKLY"),
        ("the cars come once the lads have been paid", "FREQ=MONTHLY"),
        ("On Tuesdays they sell, once the bin wagon has been down", "FREQ=WEEKLY;BYDAY=TU"),
    ],
)
def test_what_is_told_in_the_present_comes_again(model: Model, text: str, rrule: str) -> None:
    (event,) = dated(model, text)
    assert (event.kind, event.rrule) == (TimeKind.RECURRING, rrule)


@pytest.mark.parametrize(
    "text",
    [
        "he has been at it since the floods",
        "he went out the night they switched the lights on",
        "he sold to us after the fair had left",
    ],
)
def test_nobody_can_say_when_what_was_once_was(model: Model, text: str) -> None:
    (event,) = dated(model, text)
    assert (event.kind, event.start_at, event.rrule) == (TimeKind.VAGUE, None, None)


def test_a_soap_or_a_meal_in_the_past_was_today(model: Model) -> None:
    (event,) = dated(model, "they have been in there since Corrie finished")
    assert (event.kind, event.start_at) == (TimeKind.POINT, "2026-03-27")


def test_a_date_beside_it_holds_for_it(model: Model) -> None:
    (event,) = dated(model, "Yesterday, straight after the National, he sold pills")
    assert (event.kind, event.start_at) == (TimeKind.POINT, "2026-03-26")


def test_now_stays_now(model: Model) -> None:
    (event,) = dated(model, "dealing as were stood here")
    assert event.kind is TimeKind.NOW


def test_every_rule_of_the_file_is_one() -> None:
    rows = read_vocabulary(FILE).rows("often", needs=frozenset({"rrule", "words"}))
    for row in rows:
        assert rrulestr(str(row["rrule"]), dtstart=AT)[0] >= AT
