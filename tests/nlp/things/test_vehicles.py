"""Are vehicles and plates found, and is each read right?"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.plain import read_plain
from nlp.things.vehicles import VehicleFinder

AT = datetime(2026, 11, 24, 18, 0)
FINDER = VehicleFinder()

FOUND: list[tuple[str, str, str | None]] = [
    ("a black Transit outside", "black Transit", None),
    ("black Transit, reg ends KLO", "black Transit, reg ends KLO", "KLO"),
    ("white Citroen Berlingo comes", "white Citroen Berlingo", None),
    ("silver golf yn19 oeb, two men", "silver golf yn19 oeb", "YN19 OEB"),
    ("grey BMW X5 FJ68 NWT stayed", "grey BMW X5 FJ68 NWT", "FJ68 NWT"),
    ("FJ68NWT was outside", "FJ68NWT", "FJ68 NWT"),
    ("fj68nwt was outside", "fj68nwt", "FJ68 NWT"),
    ("FJ 68 NWT was outside", "FJ 68 NWT", "FJ68 NWT"),
    ("reg is ab12 cde", "ab12 cde", "AB12 CDE"),
    ("a black merc pulls up", "black merc", None),
    ("green Isuzu pickup, last letters HJV, left", "green Isuzu pickup, last letters HJV", "HJV"),
    ("mint green Fiat 500 comes", "mint green Fiat 500", None),
    ("Blue VW camper SK14 DZH", "Blue VW camper SK14 DZH", "SK14 DZH"),
    ("drives an audi a3", "audi a3", None),
    ("red Seat Leon with foreign driver", "red Seat Leon", None),
    ("his grey focus", "grey focus", None),
    ("in a corsa", "corsa", None),
    ("drives a fiesta", "fiesta", None),
    ("white fiesta ST reg starts EK", "white fiesta ST reg starts EK", "EK"),
    ("a white van every night", "white van", None),
    ("old blue car", "old blue car", None),
    ("lads on mopeds", "mopeds", None),
    ("an e-bike with no lights", "e-bike", None),
    ("two sur-rons", "sur-rons", None),
    ("Surrons up and down", "Surrons", None),
    ("a quad bike over the field", "quad bike", None),
    ("on electric scooters", "electric scooters", None),
    ("silver Range Rover Sport", "silver Range Rover Sport", None),
    ("navy blue Vauxhall Insignia estate", "navy blue Vauxhall Insignia", None),
    ("blacked out golf r", "blacked out golf r", None),
    ("a white mini cooper", "white mini cooper", None),
    ("yellow Vivaro", "yellow Vivaro", None),
    ("a sprinter loading", "sprinter", None),
    ("merc A class", "merc A class", None),
    ("AIZ 1234 parked", "AIZ 1234", "AIZ 1234"),
    ("reg aiz 1234", "aiz 1234", "AIZ 1234"),
    ("KXI 404 at the door", "KXI 404", "KXI 404"),
    ("an irish plate 191-D-1234", "191-D-1234", "191-D-1234"),
    ("plate 12 KY 3456", "12 KY 3456", "12-KY-3456"),
    ("A123 BCD parked", "A123 BCD", "A123 BCD"),
    ("reg p342 klm", "p342 klm", "P342 KLM"),
    ("ABC 123D by the gate", "ABC 123D", "ABC 123D"),
    ("number plate vrx 456s", "vrx 456s", "VRX 456S"),
    ("private reg BOB 1", "BOB 1", "BOB 1"),
    ("last three letters are gpt", "gpt", "GPT"),
    ("plate starts LD19", "LD19", "LD19"),
    ("partial plate EX70", "EX70", "EX70"),
    ("reg ending xol", "xol", "XOL"),
    ("first part of reg was YK65", "YK65", "YK65"),
    ("KN70 XBT white Audi", "KN70 XBT white Audi", "KN70 XBT"),
    ("white Audi (KN70 XBT)", "white Audi (KN70 XBT", "KN70 XBT"),
    ("hire car outside", "hire car", None),
    ("a lime green kawasaki", "lime green kawasaki", None),
    ("red and white motorbike", "red and white motorbike", None),
    ("white Luton van", "white Luton van", None),
    ("grey Skoda Octavia taxi", "grey Skoda Octavia taxi", None),
    ("a tesla model 3 silver", "tesla model 3", None),
    ("the black tesla", "black tesla", None),
    ("blue peugeot 208", "blue peugeot 208", None),
    ("GREY FORD KUGA PARKED", "GREY FORD KUGA", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "plate"), FOUND, ids=[row[0] for row in FOUND])
def test_the_vehicle_is_found_with_its_plate(text: str, words: str, plate: str | None) -> None:
    assert [(v.text, v.plate) for v in FINDER.find(read_plain(text, AT))] == [(words, plate)]


@pytest.mark.parametrize(
    "text",
    [
        "plays golf at the club",
        "take a seat by the door",
        "he went up the road",
        "from the A127 and M25",
        "off j29 of the m1",
        "flat 12b the yard",
        "in his blue polo shirt",
        "the main focus is him",
        "a smart man in a suit",
        "a note on the door",
        "a leaf blower",
        "postcode CM1 2AB",
        "in SS1 and SS2",
        "size 10 shoes",
        "at 12 the parade",
        "unit 7 and 8",
        "watched the panda at the zoo",
        "on the 8.15 bus to town",
        "the car park",
        "one of the vans",
        "5 pm and 6 pm",
        "room 101",
        "sold 20 bags for 10 each",
        "golf course car park",
        "the swift response",
        "year 10 kids",
        "the black dog",
        "mini market on the corner",
        "he is 45 and tall",
        "M25 the services",
    ],
)
def test_what_is_no_vehicle_is_left_alone(text: str) -> None:
    assert [v.text for v in FINDER.find(read_plain(text, AT))] == []


def test_colour_and_make_are_read() -> None:
    vehicle = FINDER.find(read_plain("a dark blue Vauxhall Astra", AT))[0]

    assert (vehicle.colour, vehicle.make) == ("dark blue", "vauxhall")


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ABCabc 0123456789-,", max_size=60))
def test_findings_are_in_order_and_quote_the_text(text: str) -> None:
    vehicles = FINDER.find(read_plain(text, AT))

    assert all(text[v.start : v.end] == v.text and v.rule for v in vehicles)
    assert all(a.end <= b.start for a, b in pairwise(vehicles))
