"""Which words may tell a time by what happens then, and that hostile text costs little."""

from datetime import datetime
from itertools import pairwise
from time import process_time

import pytest

from core.analysis import Time, TimeKind
from nlp.model import Model
from nlp.plain import read_plain
from nlp.times.events import Events

AT = datetime(2026, 3, 27, 22, 40)
EVENTS = Events.shipped()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("since the shutters came down, he sells", ["since the shutters came down"]),
        ("he sells every pub quiz", ["every pub quiz"]),
        ("regatta day he had a queue", ["regatta day"]),
        (
            "when the tide's right a rib comes up, no lights",
            ["when the tide's right a rib comes up"],
        ),
        ("whenever City are at home he's by the gate", ["whenever City are at home"]),
        ("he sells pills", []),
        ("he sells behind the sheds at break", ["break"]),
        ("the train is in seven minutes", ["seven minutes"]),
        ("sold from there two summers back", ["summers back"]),
        ("he sells since\nthe van is red", ["since"]),
        ("they've set up again since, I hear fans", ["since"]),
        ("shut since the clairvoyant and her sons", ["since the clairvoyant and her sons"]),
        ("he sits there from Mass until the Angelus", ["from Mass until the Angelus"]),
        ("he came from Leeds", []),
        ("they swap over when the Co-op shuts", ["when the Co-op shuts"]),
        (
            "when the car park is full comma he comes",
            ["when the car park is full"],
        ),
    ],
)
def test_candidates_of_a_text(text: str, expected: list[str]) -> None:
    assert [time.text for time in EVENTS.find(read_plain(text, AT), ())] == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("dealing as we stand here", TimeKind.NOW),
        ("selling as were stood here", TimeKind.NOW),
        ("it is going on while I am saying this", TimeKind.NOW),
        ("he sold to two lads as I walked past", TimeKind.VAGUE),
        ("it kicked off while i was asleep", TimeKind.VAGUE),
    ],
)
def test_what_the_sender_does_meanwhile_is_now(text: str, kind: TimeKind, model: Model) -> None:
    assert [time.kind for time in EVENTS.find(model.read(text, AT), ())] == [kind]


def test_what_is_a_time_already_is_no_candidate() -> None:
    doc = read_plain("every darts night he sells", AT)
    known = Time(start=0, end=17, text="every darts night", rule="time.x", kind=TimeKind.VAGUE)
    assert EVENTS.find(doc, [known]) == ()


def test_the_work_grows_with_the_text_only() -> None:
    took = []
    for often in (200, 2_000):
        doc = read_plain("since when every day before until " * often, AT)
        began = process_time()
        found = EVENTS.find(doc, ())
        took.append(process_time() - began)
        assert all(one.end <= two.start for one, two in pairwise(found))
    assert took[1] < 40 * took[0] + 0.05


def test_a_bare_now_is_a_candidate_for_the_moment_of_writing() -> None:
    (found,) = EVENTS.find(read_plain("Now they are in his room", AT), ())
    assert (found.text, found.kind) == ("Now", TimeKind.NOW)


def test_days_in_a_row_are_counted_back_to_their_number() -> None:
    doc = read_plain("he did it the fourth Twelfth on the trot", AT)
    assert [time.text for time in EVENTS.find(doc, ())] == ["fourth Twelfth on the trot"]
