from datetime import datetime, timedelta
from time import perf_counter

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import TimeKind
from nlp.document import Document
from nlp.plain import read_plain
from nlp.times.finder import TimeFinder

FINDER = TimeFinder()
PIECES = (
    "every last next friday sat 31 feb 30th march 2024 25:99 00:00 half quarter past to ten 7pm",
    "8.15 03/13/26 0 99 1930hrs since til between and from , - . now night tonight morning first",
    "of the month week ago weeks years 999 in for a an few christmas easter bank holiday other",
    "'98 80s 1990s the nineties back come fortnight month two days running row happy paddys day",
    "after before on at about or so ish selling sold will he i my walk £10 24/7 12/12 days",
)
WORDS = st.sampled_from([word for piece in PIECES for word in piece.split()] + ["\n"])
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59))


def check(doc: Document) -> None:
    times = FINDER.find(doc)
    at = 0
    for time in times:
        assert at <= time.start < time.end <= len(doc.text)
        assert time.text == doc.text[time.start : time.end]
        assert time.rule.startswith("time.")
        at = time.end
        if time.kind is TimeKind.RECURRING:
            assert time.rrule is not None
            rrulestr(time.rrule)
        else:
            assert time.rrule is None
        if time.kind in (TimeKind.NOW, TimeKind.VAGUE):
            assert time.start_at is None
            assert time.end_at is None
        if time.kind is TimeKind.POINT:
            assert time.start_at or time.end_at
            for value in (time.start_at, time.end_at):
                assert value is None or datetime.fromisoformat(value) is not None


@given(st.text(max_size=300), MOMENTS)
def test_never_raises_on_arbitrary_text(text: str, at: datetime) -> None:
    check(read_plain(text, at))


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=25), MOMENTS)
def test_never_raises_on_words_of_time(words: list[str], at: datetime) -> None:
    check(read_plain(" ".join(words), at))


@given(st.lists(WORDS, max_size=15))
def test_capitals_change_no_span(words: list[str]) -> None:
    text, at = " ".join(words), datetime(2026, 3, 27, 22, 40)
    lower = [(t.start, t.end) for t in FINDER.find(read_plain(text.lower(), at))]
    upper = [(t.start, t.end) for t in FINDER.find(read_plain(text.upper(), at))]
    assert upper == lower


def test_a_text_without_times_has_none() -> None:
    assert FINDER.find(read_plain("", datetime(2026, 1, 1))) == ()


@pytest.mark.parametrize(
    "piece",
    ["every friday and ", "1 to ", "mon ", "7.30 ", "the last of ", "12/12/", "between ", "a few "],
)
def test_work_grows_with_the_text_only(piece: str) -> None:
    at = datetime(2026, 3, 27, 22, 40)
    short, long = (_seconds(read_plain(piece * (n // len(piece)), at)) for n in (1000, 8000))
    assert long < 40 * short + timedelta(milliseconds=50).total_seconds()


def _seconds(doc: Document) -> float:
    from time import process_time

    best = 9.0
    for _ in range(3):
        begun = process_time()
        FINDER.find(doc)
        best = min(best, process_time() - begun)
    return best


@pytest.mark.alone
@pytest.mark.parametrize(
    "piece",
    ["1st, ", "'98 ", "the 80s ", "10 to ", "24/4 ", "a week monday back ", "i at 6 and ",
     "2 days before ", "next sat at ", "it opens at ten till ", "happy easter from "],
)  # fmt: skip
def test_time_grows_with_the_text_only(piece: str) -> None:
    doc = read_plain((piece * 8000)[:8000], datetime(2026, 3, 27, 22, 40))

    started = perf_counter()
    FINDER.find(doc)

    assert perf_counter() - started < 3


@pytest.mark.parametrize("year", [1985, 2036, 2045, 2099, 2150])
@pytest.mark.parametrize(
    "feast", ["half term", "Ramadan", "the summer holidays", "Eid", "Easter", "Diwali"]
)
def test_feasts_beyond_the_tables_cost_no_other_time(feast: str, year: int) -> None:
    text = f"they deal here next {feast} and every Friday"
    texts = [time.text for time in FINDER.find(read_plain(text, datetime(year, 5, 4, 12, 0)))]
    assert "every Friday" in texts
