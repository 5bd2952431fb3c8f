"""What clauses say of their facts: time, denial, modality and source."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import Time, TimeKind
from nlp.plain import read_plain
from nlp.qualifiers.clock import minutes_said, place_time
from nlp.qualifiers.model import Effect, Modality, Polarity, Qualified, Source, Tense, When
from nlp.qualifiers.read import read_qualifiers

SENT = datetime(2026, 3, 3, 21, 0)


def _read(text: str, *times: Time) -> tuple[Qualified, ...]:
    return read_qualifiers(read_plain(text, SENT), times)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theyre dealing right now", When.NOW),
        ("theyre dealing the noo", When.NOW),
        ("theyre at it as i type", When.NOW),
        ("he sells every night", When.HABIT),
        ("now and then he sells weed", When.HABIT),
        ("hes now living at number 3", When.UNKNOWN),
        ("he deals there now every night", When.HABIT),
        ("they were dealing last night", When.PAST),
        ("theyve gone now", When.PAST),
        ("he stabbed a lad in 2019", When.PAST),
        ("20 minutes ago they were here", When.PAST),
        ("hes about to do a drop", When.SOON),
        ("be here in 10 mins", When.SOON),
        ("be here in 3 hours", When.FUTURE),
        ("delivery coming tomorrow", When.FUTURE),
        ("they are dealing", When.UNKNOWN),
        ("hes been stabbed before", When.PAST),
    ],
    ids=str,
)
def test_time_of_a_clause(text: str, expected: When) -> None:
    assert _read(text)[-1].time == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Last night he was selling crack and he had a knife", When.PAST),
        ("Every night cars pull up. They are selling from the window.", When.HABIT),
        ("I saw them yesterday. They are selling there.", When.UNKNOWN),
        ("theyre outside now and one of them has a knife", When.NOW),
        ("theyre outside now. He sells crack.", When.UNKNOWN),
    ],
    ids=str,
)
def test_time_is_carried_to_the_next_clause(text: str, expected: When) -> None:
    assert _read(text)[-1].time == expected


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("he has no knife", True),
        ("he hasnt got a knife", True),
        ("hes nae got a knife", True),
        ("he wisnae carrying a knife", True),
        ("aint got no knife", True),
        ("i dont think hes got a knife", True),
        ("he isny carrying a knife", True),
        ("he cannae get a knife", True),
        ("no doubt he has a knife", False),
        ("not only that he has a knife", False),
        ("no joke he has a knife", False),
        ("he has a knife innit", False),
        ("nobody hurt but he has a knife", False),
    ],
    ids=str,
)
def test_denial_reaches_the_knife(text: str, *, denied: bool) -> None:
    doc = read_plain(text, SENT)
    knife = next(token for token in doc.tokens if token.lower == "knife")
    reading = read_qualifiers(doc, ())[knife.clause]
    assert reading.denies(knife.index) == denied
    assert not denied or reading.polarity is Polarity.DENIED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he has a knife", Modality.FACT),
        ("he might have a knife", Modality.POSSIBLE),
        ("what if he has a knife", Modality.HYPOTHETICAL),
        ("i would tell you", Modality.HYPOTHETICAL),
        ("i wish someone helped", Modality.WISH),
        ("what should i do?", Modality.QUESTION),
        ("a film with a knife in it", Modality.FICTION),
        ("playing call of duty", Modality.FICTION),
    ],
    ids=str,
)
def test_modality(text: str, expected: Modality) -> None:
    assert _read(text)[0].modality == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he has a knife", Source.SEEN),
        ("my mate says he has a knife", Source.TOLD),
        ("rumour has it he deals", Source.RUMOUR),
        ("apparently he deals", Source.RUMOUR),
    ],
    ids=str,
)
def test_source(text: str, expected: Source) -> None:
    assert _read(text)[0].source == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he is selling", Tense.PROGRESSIVE),
        ("them lads is fighting", Tense.PROGRESSIVE),
        ("lads dealing outside", Tense.PROGRESSIVE),
        ("he was selling", Tense.PAST),
        ("saw him selling", Tense.PAST),
        ("he sells", Tense.PRESENT),
        ("he has just stabbed him", Tense.RECENT),
        ("he will stab him", Tense.FUTURE),
        ("he has a knife", Tense.STATE),
        ("number 14", Tense.NONE),
    ],
    ids=str,
)
def test_tense_of_a_clause(text: str, expected: Tense) -> None:
    assert _read(text)[0].tense == expected


@pytest.mark.parametrize(
    ("kind", "start", "expected"),
    [
        (TimeKind.NOW, None, When.NOW),
        (TimeKind.RECURRING, None, When.HABIT),
        (TimeKind.VAGUE, None, When.HABIT),
        (TimeKind.POINT, "2026-03-03T21:30", When.SOON),
        (TimeKind.POINT, "2026-03-03T22:09", When.SOON),
        (TimeKind.POINT, "2026-03-03T22:30", When.FUTURE),
        (TimeKind.POINT, "2026-03-03T21:02", When.NOW),
        (TimeKind.POINT, "2026-03-03T20:40", When.PAST),
        (TimeKind.POINT, "2026-03-02", When.PAST),
        (TimeKind.POINT, "2026-03-03", When.UNKNOWN),
        (TimeKind.POINT, "2026-03-04", When.FUTURE),
        (TimeKind.POINT, "2026-01", When.PAST),
        (TimeKind.POINT, "2026", When.UNKNOWN),
        (TimeKind.POINT, "not a date", When.UNKNOWN),
    ],
    ids=str,
)
def test_a_stated_time_is_placed(kind: TimeKind, start: str | None, expected: When) -> None:
    time = Time(start=0, end=4, text="then", kind=kind, start_at=start)
    assert place_time(time, SENT) == expected


def test_a_found_time_is_a_cue_of_its_clause() -> None:
    assert _read("he sells at half 9")[0].time is When.UNKNOWN
    placed = Time(start=12, end=18, text="half 9", kind=TimeKind.POINT, start_at="2026-03-03T21:30")
    reading = _read("he sells at half 9", placed)[0]
    assert reading.time is When.SOON
    assert [cue.effect for cue in reading.cues] == [Effect.SOON]


def test_minutes_said_are_placed() -> None:
    assert [when for _, _, when in minutes_said("in 5 mins, not 20 mins ago")] == [
        When.SOON,
        When.PAST,
    ]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_one_reading_for_each_clause_of_any_text(text: str) -> None:
    doc = read_plain(text, SENT)
    readings = read_qualifiers(doc, ())
    assert [reading.clause for reading in readings] == list(doc.clauses)
    for reading in readings:
        for cue in reading.cues:
            assert 0 <= cue.start < cue.end <= len(text)
