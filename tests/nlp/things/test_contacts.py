"""Are telephone numbers, user names and addresses found, and nothing like them?"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.plain import read_plain
from nlp.things.handles import HandleFinder
from nlp.things.phones import PhoneFinder

AT = datetime(2026, 11, 24, 18, 0)
PHONES, HANDLES = PhoneFinder(), HandleFinder()


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("ring 07700 900417 now", "07700 900417", "+447700900417"),
        ("07700900417", "07700900417", "+447700900417"),
        ("0770 090 0417", "0770 090 0417", "+447700900417"),
        ("0 7 7 0 0 9 0 0 4 1 7", "0 7 7 0 0 9 0 0 4 1 7", "+447700900417"),
        ("07700-900-417 text him", "07700-900-417", "+447700900417"),
        ("+44 7700 900417", "+44 7700 900417", "+447700900417"),
        ("0044 7700 900417", "0044 7700 900417", "+447700900417"),
        ("(01632) 960555 after 6", "(01632) 960555", "+441632960555"),
        ("01632 960 001", "01632 960 001", "+441632960001"),
        ("077oo 9oo417", "077oo 9oo417", "+447700900417"),
        ("020 7946 0958", "020 7946 0958", "+442079460958"),
        ("07911 123456", "07911 123456", "+447911123456"),
        (
            "oh seven seven double oh nine hundred four one seven",
            "oh seven seven double oh nine hundred four one seven",
            "+447700900417",
        ),
        (
            "zero seven seven zero zero nine zero zero one two three",
            "zero seven seven zero zero nine zero zero one two three",
            "+447700900123",
        ),
        ("number is 0770090041 i think", "0770090041", None),
    ],
)
def test_the_number_is_found(text: str, words: str, number: str | None) -> None:
    assert [(p.text, p.number) for p in PHONES.find(read_plain(text, AT))] == [(words, number)]


@pytest.mark.parametrize(
    "text",
    [
        "call 101 or 999",
        "12 13 14 and 15",
        "£07700900417",
        "between 9 and 11",
        "in 2024 and 2025",
        "one two three cars",
        "flat 12 block 4",
        "TL 823 943",
        "the 23.10 bus",
        "9 bar of 250 g",
        "seven or eight lads",
        "on 24/11/2026 at 10:30",
        "50.8198, -1.0880",
        "order 123456789",
    ],
)
def test_what_is_no_number_is_left_alone(text: str) -> None:
    assert [p.text for p in PHONES.find(read_plain(text, AT))] == []


@pytest.mark.parametrize(
    ("text", "words", "network"),
    [
        ("snap is blazin_benny_ hes got", "blazin_benny_", "snapchat"),
        ("on insta as toppacks420", "toppacks420", "instagram"),
        ("pablo.notts_ on insta", "pablo.notts_", "instagram"),
        ("its tia.xox04", "tia.xox04", None),
        ("@dealer.mcr on telegram", "@dealer.mcr", "telegram"),
        ("telegram @plug_city", "@plug_city", "telegram"),
        ("wickr name is greenman77", "greenman77", "wickr"),
        ("add him on snap hes called jay_2k", "jay_2k", "snapchat"),
        ("discord server loud.packs_uk", "loud.packs_uk", "discord"),
        ("tiktok user bradley_ot", "bradley_ot", "tiktok"),
        ("handle is kilo88", "kilo88", None),
        ("SNAP: BIG_T99", "BIG_T99", "snapchat"),
        ("m.thomas@example.org.", "m.thomas@example.org", None),
        ("write to anna at example dot org", "anna at example dot org", None),
        ("see argos-gift.example/uk now", "argos-gift.example/uk", None),
        ("menu at t.me/northmenu", "t.me/northmenu", "telegram"),
        ("https://instagram.com/loud4u posts", "https://instagram.com/loud4u", "instagram"),
        ("www.cheapmeds.shop sells them", "www.cheapmeds.shop", None),
    ],
)
def test_the_handle_is_found(text: str, words: str, network: str | None) -> None:
    assert [(h.text, h.network) for h in HANDLES.find(read_plain(text, AT))] == [(words, network)]


@pytest.mark.parametrize(
    "text",
    [
        "sells on snapchat every night",
        "at 7.30 p.m. on friday",
        "ok.then we go",
        "he took a snap of it",
        "on insta selling weed",
        "the signal went red",
        "my account of it",
        "meet @ 9 by the shop",
        "e.g. the alley",
        "posts on telegram daily",
        "no.12 the row",
        "add sugar",
        "the A12.5 miles on",
    ],
)
def test_what_is_no_handle_is_left_alone(text: str) -> None:
    assert [h.text for h in HANDLES.find(read_plain(text, AT))] == []


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789 +-@._oO#abc\n", max_size=80))
def test_findings_are_in_order_and_quote_the_text(text: str) -> None:
    doc = read_plain(text, AT)
    for found in (PHONES.find(doc), HANDLES.find(doc)):
        assert all(text[f.start : f.end] == f.text and f.rule for f in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
