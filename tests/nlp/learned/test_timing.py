"""The learned model of times: what is dropped, where it keeps out, and how it is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from core.analysis import Time, TimeKind
from nlp.corpus.marked import TIMES, marked_files, marked_lines
from nlp.corpus.read import Split
from nlp.document import Document
from nlp.learned.alike import Alike
from nlp.learned.cues import Cues
from nlp.learned.linear import LearnedPartMissing, Linear
from nlp.learned.occasions import occasions
from nlp.learned.settings import read_config
from nlp.learned.timing import TimesModel
from nlp.learned.timing_training import Told, train_times
from nlp.learned.timing_training import told as found
from nlp.model import Model
from nlp.parts import shipped_parts
from nlp.pipeline import Pipeline
from nlp.plain import read_plain
from nlp.times.events import Events
from nlp.times.finder import TimeFinder

AT = datetime(2026, 3, 27, 22, 40)
OWN = "my husband died in 2019 and the lad next door sells weed"
TOLD = "the lad next door sells weed every friday"


def told(model: Model, text: str, *, is_of_activity: bool) -> Told:
    doc = model.read(text, AT)
    return Told(doc, TimeFinder().said(doc)[0].time, is_of_activity, is_line=True)


def told_of(doc: Document, spans: list[tuple[int, int]]) -> list[Told]:
    return list(found((TimeFinder(), Events.shipped()), doc, spans, is_line=True))


def test_what_was_taught_is_said(model: Model) -> None:
    timing = replace(read_config().times, least=1, l2=0.1)
    examples = [told(model, OWN, is_of_activity=False), told(model, TOLD, is_of_activity=True)]
    taught = TimesModel(train_times(examples, timing), replace(timing, kept=0.5, added=1.0))
    assert [taught.stated(e.doc, (e.time,)) != () for e in examples] == [False, True]


@pytest.mark.model
def test_what_only_lines_have_is_not_learned_of_their_words(model: Model) -> None:
    """Many lines say no and no tip does: a tip that looks like them is not refused for it."""
    timing = replace(read_config().times, least=1, l2=1.0, line=1.0)
    lines = [told(model, TOLD, is_of_activity=False)] * 3
    (tip,) = [replace(lines[0], is_line=False, is_of_activity=True)]
    taught = TimesModel(train_times([*lines, tip], timing), replace(timing, kept=0.5, added=1.0))
    assert taught.stated(tip.doc, (tip.time,)) == (tip.time,)


def test_without_tags_every_time_is_kept(model: Model) -> None:
    example = told(model, OWN, is_of_activity=False)
    timing = replace(read_config().times, least=1, kept=1.0, added=1.0)
    taught = TimesModel(train_times([example], timing), timing)
    assert taught.stated(read_plain(OWN, AT), (example.time,)) == (example.time,)


def test_a_part_that_fails_costs_no_report(model: Model) -> None:
    class Broken:
        def stated(self, *_: object) -> tuple[Time, ...]:
            raise ValueError("torn")

    told_of: list[str] = []
    parts = replace(shipped_parts(), timing=Broken())
    pipeline = Pipeline(parts, on_fault=lambda part, _: told_of.append(part))
    analysis = pipeline.analyse(model.read(TOLD, AT))
    assert ([time.text for time in analysis.times], told_of) == (["every friday"], ["timing"])
    assert analysis.degraded


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "His wife left him in 2012. He has sold coke from the yard since October.",
            ["since October"],
            id="a marriage that ended",
        ),
        pytest.param(
            "My visa ends in June. The chef sells cocaine to the waiters every Saturday.",
            ["every Saturday"],
            id="papers that run out",
        ),
    ],
)
def test_times_of_other_matters_are_no_times_of_the_activity(
    model: Model, text: str, expected: list[str]
) -> None:
    analysis = Pipeline().analyse(model.read(text, AT))
    assert [time.text for time in analysis.times] == expected


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He has sold coke from there ever since the shutters came down.", True),
        ("Since you ask, he sells coke from the yard.", False),
        ("He sells pills to the lot of them every quiz night.", True),
        ("When I rang the council they said to tell you. He sells pills.", False),
    ],
)
def test_an_event_tells_a_time_where_the_activity_was_then(
    model: Model, text: str, *, expected: bool
) -> None:
    analysis = Pipeline().analyse(model.read(text, AT))
    assert bool(analysis.times) == expected


@pytest.mark.model
def test_what_was_taught_of_events_is_said(model: Model) -> None:
    texts = {
        "he sells since the fair came to town": True,
        "he sells since you ask me": False,
    }
    examples = [
        one
        for text, is_of in texts.items()
        for one in told_of(model.read(text, AT), [(9, len(text))] if is_of else [])
    ]
    assert all(one.is_event for one in examples)
    timing = replace(read_config().times, least=1, event_l2=0.1)
    taught = TimesModel(train_times(examples, timing), timing)
    added = [taught.stated(model.read(text, AT), ()) for text in texts]
    assert [bool(times) for times in added] == list(texts.values())


@pytest.mark.model
def test_in_a_message_of_another_matter_every_time_stays(model: Model) -> None:
    analysis = Pipeline().analyse(model.read("Great gig on Saturday, back at work Monday", AT))
    assert len(analysis.times) == 2


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(LearnedPartMissing, match="tipline train"):
        Linear.load(tmp_path / "times.msgpack")


def test_the_words_around_a_time_have_names() -> None:
    doc = read_plain("I was born in 1962, he sells weed", AT)
    time = Time(start=14, end=18, text="1962", rule="time.day_year", kind=TimeKind.POINT,
                start_at="1962-01-01")  # fmt: skip
    (names,) = occasions(doc, [time], Cues.shipped(), Alike.shipped())
    assert {"b1 born", "who i", "old long"} <= set(names)


def test_a_time_is_told_of_the_others_in_its_sentence() -> None:
    doc = read_plain("he was there Friday and Monday. In May he left", AT)
    times = TimeFinder().find(doc)
    rows = occasions(doc, times, Cues.shipped(), Alike.shipped(), times)
    beside = [{name for name in row if name.startswith(("beside", "touches"))} for row in rows]
    assert beside[:2] == [{"beside 1", "beside point", "touches point"}] * 2
    assert beside[-1] == {"beside 0"}


def test_the_marked_lines_are_whole() -> None:
    lines = [line for path in marked_files(Split.TRAIN, TIMES) for line in marked_lines(path)]
    assert len({line.text for line in lines}) == len(lines) > 400


@pytest.mark.model
def test_each_time_of_a_long_text_has_a_probability(model: Model) -> None:
    sentence = "he sells at nine on friday and in march, since 2019 they come every night at ten "
    shipped = TimesModel.shipped()
    for often in (1, 20):
        doc = model.read(sentence * often, AT)
        times = TimeFinder().find(doc)
        shares = shipped.shares(doc, times)
        assert len(shares) == len(times) > 0
        assert all(0 <= share <= 1 for share in shares)
