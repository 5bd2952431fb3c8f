from datetime import date

import pytest

from nlp.times.feasts import feast_days, nation_of
from nlp.times.lexicon import load_lexicon

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("key", "year", "nation", "expected"),
    [
        ("summer_bank_holiday", 2026, "ENG", date(2026, 8, 31)),
        ("summer_bank_holiday", 2026, "SCT", date(2026, 8, 3)),
        ("may_day", 2026, "WLS", date(2026, 5, 4)),
        ("spring_bank_holiday", 2025, "NIR", date(2025, 5, 26)),
        ("easter_monday", 2026, "ENG", date(2026, 4, 6)),
        ("pancake_day", 2026, "ENG", date(2026, 2, 17)),
        ("mothers_day", 2026, "ENG", date(2026, 3, 15)),
        ("fathers_day", 2026, "ENG", date(2026, 6, 21)),
        ("clocks_back", 2025, "ENG", date(2025, 10, 26)),
        ("clocks_forward", 2026, "ENG", date(2026, 3, 29)),
        ("black_friday", 2026, "ENG", date(2026, 11, 27)),
        ("twelfth", 2026, "NIR", date(2026, 7, 12)),
    ],
    ids=str,
)
def test_a_feast_falls_on_its_day(key: str, year: int, nation: str, expected: date) -> None:
    assert feast_days(LEXICON.feasts[key], year, nation)[0][0] == expected


def test_the_days_between_christmas_and_new_year_end_in_the_next_year() -> None:
    feast = LEXICON.feasts["between_christmas_and_new_year"]
    assert feast_days(feast, 2025, "ENG") == [(date(2025, 12, 25), date(2026, 1, 1))]


@pytest.mark.parametrize(
    ("words", "nation"),
    [({"glasgow"}, "SCT"), ({"belfast"}, "NIR"), ({"cardiff"}, "WLS"), ({"leeds"}, "ENG")],
    ids=["scotland", "northern ireland", "wales", "england"],
)
def test_the_places_named_tell_the_nation(words: set[str], nation: str) -> None:
    assert nation_of(frozenset(words), LEXICON) == nation


def test_every_feast_falls_in_every_year_asked_for() -> None:
    for feast in LEXICON.feasts.values():
        for year in (2024, 2025, 2026, 2027):
            assert feast_days(feast, year, "ENG"), feast.key
