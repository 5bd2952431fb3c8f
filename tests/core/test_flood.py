"""Is a flood told from a busy evening, and a copy from a report of its own?"""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from core.flood import (
    ECHOES_START_AT,
    ENDS_AFTER,
    HEARD_FOR,
    STARTS_AT,
    WINDOW,
    Arrivals,
    Echoes,
    Flood,
    Trend,
)

KEY = bytes(32)
TIP = "two lads on the corner of Hythe Hill sell crack out of a silver Golf every night"


def test_a_busy_evening_is_no_flood() -> None:
    flood = Flood()
    for minute in range(120):
        for number in range(STARTS_AT - 1):
            flood.count(60.0 * minute + number / STARTS_AT, is_echo=False)
        assert flood.trend(60.0 * minute + 30) is Trend.CALM


def test_many_reports_within_a_minute_are_a_flood() -> None:
    flood = Flood()
    for number in range(STARTS_AT):
        assert flood.trend(number / 2) is Trend.CALM
        flood.count(number / 2, is_echo=False)
    assert flood.trend(STARTS_AT / 2) is Trend.FLOOD


def test_a_few_copies_are_a_flood_too() -> None:
    flood = Flood()
    for number in range(ECHOES_START_AT):
        flood.count(float(number), is_echo=True)
    assert flood.trend(float(ECHOES_START_AT)) is Trend.FLOOD


def test_a_flood_ends_only_after_it_was_calm_for_a_while() -> None:
    flood = Flood()
    for number in range(STARTS_AT):
        flood.count(number / 2, is_echo=False)
    assert flood.trend(WINDOW / 2) is Trend.FLOOD
    assert flood.trend(WINDOW + ENDS_AFTER / 2) is Trend.FLOOD
    assert flood.trend(WINDOW / 2 + 2 * ENDS_AFTER) is Trend.CALM


def test_a_copy_is_known_again_with_a_word_changed() -> None:
    echoes = Echoes(KEY)
    assert not echoes.hears(TIP, 0.0)
    assert echoes.hears(TIP.upper() + "!!!", 1.0)
    assert echoes.hears(TIP.replace("silver", "grey"), 2.0)


@given(st.text(max_size=60))
def test_marks_of_any_script_between_words_change_no_copy(marks: str) -> None:
    gap = re.sub(r"[^\W_]", "", marks.casefold()) + " "
    echoes = Echoes(KEY)
    echoes.hears(TIP, 0.0)
    assert echoes.hears(TIP.replace(" ", gap), 1.0)


def test_another_report_of_the_same_place_is_no_copy() -> None:
    echoes = Echoes(KEY)
    echoes.hears(TIP, 0.0)
    assert not echoes.hears(
        "a man deals on the corner of Hythe Hill, he has a red bike and a dog", 1.0
    )


def test_short_texts_are_never_copies() -> None:
    echoes = Echoes(KEY)
    for at in range(9):
        assert not echoes.hears("they sell drugs here", float(at))


def test_an_hour_later_nothing_is_remembered() -> None:
    echoes = Echoes(KEY)
    echoes.hears(TIP, 0.0)
    assert not echoes.hears(TIP, 3_601.0)


@given(st.lists(st.text("abcdef ", max_size=40), max_size=60))
def test_what_is_forgotten_leaves_nothing(texts: list[str]) -> None:
    echoes = Echoes(KEY)
    for at, text in enumerate(texts):
        echoes.hears(text, float(at))
    echoes.hears("", 1e9)
    assert not echoes._found
    assert not echoes._texts


def test_no_word_is_remembered() -> None:
    echoes = Echoes(KEY)
    echoes.hears("Zanzibar Crescent is where the Zanzibar lads meet every night", 0.0)
    assert "anzibar" not in repr(echoes.__dict__)


def test_what_all_processes_counted_makes_a_flood_of_small_shares() -> None:
    flood = Flood()
    for number in range(10):
        flood.count(float(number), is_echo=False)
    assert flood.news == Arrivals(10, 0)
    flood.hear(Arrivals(STARTS_AT - 1, 0), flood.news, 10.0)
    assert flood.news == Arrivals()
    assert flood.trend(10.0) is Trend.CALM
    flood.count(10.5, is_echo=False)  # not told yet, and counted all the same
    assert flood.trend(10.5) is Trend.FLOOD


def test_copies_are_added_up_too() -> None:
    flood = Flood()
    flood.hear(Arrivals(ECHOES_START_AT, ECHOES_START_AT), Arrivals(), 0.0)
    assert flood.trend(0.0) is Trend.FLOOD


def test_what_was_heard_long_ago_counts_no_more() -> None:
    flood = Flood()
    flood.hear(Arrivals(STARTS_AT, 0), Arrivals(), 0.0)
    assert flood.trend(HEARD_FOR) is Trend.CALM


def test_what_came_while_it_was_told_is_told_the_next_time() -> None:
    flood = Flood()
    flood.count(0.0, is_echo=True)
    told = flood.news
    flood.count(1.0, is_echo=False)
    flood.hear(Arrivals(1, 1), told, 1.0)
    assert flood.news == Arrivals(1, 0)
