"""Are names and nicknames found, with capitals and without, and no ordinary words?"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.plain import read_plain
from nlp.things.people import PersonFinder

AT = datetime(2026, 11, 24, 18, 0)
FINDER = PersonFinder()

FOUND: list[tuple[str, list[str]]] = [
    ("sam sells xanax", ["sam"]),
    ("im his girlfriend jess", ["jess"]),
    ("The man is called Deano, fifties", ["Deano"]),
    ("Marlon Okafor deals crack", ["Marlon Okafor"]),
    ("his brother ricky still does it", ["ricky"]),
    ("let to a Mr Stephen Yip", ["Stephen Yip"]),
    ("they call him ghost", ["ghost"]),
    ("everyone calls him tizzy", ["tizzy"]),
    ("a guy named kwame", ["kwame"]),
    ("goes by smiler round here", ["smiler"]),
    ("goes by the name of Spider", ["Spider"]),
    ("big dave sells weed", ["big dave"]),
    ("wee Rab in the close", ["wee Rab"]),
    ("callum b in year 10", ["callum b"]),
    ("Lee Stannard hes now in Yarmouth", ["Lee Stannard"]),
    ("Brothers called McIlhatton", ["McIlhatton"]),
    ("her fella Dai Prosser", ["Dai Prosser"]),
    ("please no say my name Catarina", ["Catarina"]),
    ("Mr Bowen at number 3", ["Bowen"]),
    ("mrs patel in the shop", ["patel"]),
    ("CURTIS SELLS CRACK", ["CURTIS"]),
    ("Sarah's brother deals", ["Sarah"]),
    ("going to see Rose on friday", ["Rose"]),
    ("answers to Des", ["Des"]),
    ("Innes, the car park", ["Innes"]),
    ("gaz and wayne are tooled up", ["gaz", "wayne"]),
    ("its mohammed from number 8", ["mohammed"]),
    ("Oluwaseun told us", ["Oluwaseun"]),
    ("piotr and bartek from the car wash", ["piotr", "bartek"]),
    ("gurpreet singh drives it", ["gurpreet"]),
    ("siobhan and eoin", ["siobhan", "eoin"]),
    ("eilidh lives there", ["eilidh"]),
    ("gethin is the runner", ["gethin"]),
    ("a lad called jonno b", ["jonno b"]),
    ("dealer is troy", ["troy"]),
    ("his real name is Nathaniel Cole", ["Nathaniel Cole"]),
    ("known as Fats", ["Fats"]),
    ("aka Bones", ["Bones"]),
    ("uncle Stan keeps it", ["Stan"]),
    ("Kasia in the salon", ["Kasia"]),
    ("Jordan Tickle says hell do her windows", ["Jordan Tickle"]),
    ("it was Craig Lowther", ["Craig Lowther"]),
    ("her mate chantelle", ["chantelle"]),
    ("Dorothy rang", ["Dorothy"]),
    ("besnik owns the barbers", ["besnik"]),
]


@pytest.mark.parametrize(("text", "names"), FOUND, ids=[text for text, _ in FOUND])
def test_the_name_is_found(text: str, names: list[str]) -> None:
    assert [p.text for p in FINDER.find(read_plain(text, AT))] == names


@pytest.mark.parametrize(
    "text",
    [
        "called the police",
        "called me last night",
        "I will mark it in may",
        "Victoria Road in Diss",
        "the names on the list",
        "james street again",
        "a tan coat",
        "he sold some grass",
        "on the bill",
        "out of the will of god",
        "last summer in the park",
        "the king of the estate",
        "rob a shop",
        "a pat on the back",
        "in April and May",
        "his brother sells it",
        "my mate told me",
        "they call it food",
        "goes by the shop",
        "the grace of it",
        "a rose bush",
        "the dawn raid",
        "dean street",
        "Sandy Lane site",
        "Grace Avenue flats",
        "at Heather Close",
        "a big knife",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert [p.text for p in FINDER.find(read_plain(text, AT))] == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(sorted(" ".join(t for t, _ in FOUND).split())), max_size=25))
def test_findings_are_in_order_and_quote_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    people = FINDER.find(read_plain(text, AT))

    assert all(text[p.start : p.end] == p.text and p.rule for p in people)
    assert all(a.end <= b.start for a, b in pairwise(people))
