"""Do the small parts hold their promises on their own: wrapping, the ledger, the keyboards?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.public.keyboards import Keyboards
from bot.public.ledger import Ledger
from bot.public.wrap import LIMIT, pieces, units


@given(st.text(max_size=600), st.integers(min_value=8, max_value=60))
def test_no_piece_is_too_long_or_blank_and_no_word_is_lost(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(units(piece) <= limit and piece.strip() for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one two\n\nthree four", ["one two", "three four"], id="paragraphs"),
        pytest.param("one two\nthree four", ["one two", "three four"], id="lines"),
        pytest.param("one two three four", ["one two", "three four"], id="words"),
        pytest.param("onetwothreefour", ["onetwothreef", "our"], id="no seam"),
        pytest.param("🙂🙂🙂🙂🙂🙂🙂", ["🙂🙂🙂🙂🙂🙂", "🙂"], id="two units each"),
        pytest.param("  \n ", [], id="blank"),
        pytest.param("short", ["short"], id="fits"),
    ],
)
def test_a_text_is_cut_at_its_best_seam(text: str, expected: list[str]) -> None:
    assert pieces(text, 12) == expected


def test_the_limit_is_telegrams() -> None:
    assert len(pieces("x" * LIMIT)) == 1
    assert len(pieces("x" * (LIMIT + 1))) == 2


def test_only_the_finished_beginning_is_confirmed() -> None:
    ledger = Ledger()
    for number in (5, 6, 8):
        assert ledger.is_new(number)
        ledger.begin(number, may_go_early=True)
    ledger.finish(6)
    assert ledger.offset == 0
    ledger.finish(5)
    assert ledger.offset == 7
    ledger.confirmed(7)
    assert ledger.offset == 0
    assert ledger.working == 1


def test_what_was_finished_is_known_again_and_confirmed_again() -> None:
    ledger = Ledger()
    ledger.begin(5, may_go_early=True)
    ledger.finish(5)
    ledger.confirmed(6)
    assert not ledger.is_new(5)
    assert ledger.offset == 6


def test_only_so_many_are_remembered() -> None:
    ledger = Ledger(remembered=10)
    for number in range(20):
        ledger.begin(number, may_go_early=True)
        ledger.finish(number)
    ledger.confirmed(20)
    assert [number for number in range(20) if ledger.is_new(number)] == list(range(10))


def test_room_is_made_from_the_oldest_and_stops_at_what_must_not_go() -> None:
    ledger = Ledger()
    for number in range(10):
        ledger.begin(number, may_go_early=number != 4)
    assert ledger.make_room(3) == 3
    assert ledger.offset == 3
    assert ledger.make_room(10) == 1
    assert ledger.offset == 4
    ledger.finish(4)
    assert ledger.make_room(10) == 5
    assert ledger.working == 9


def test_even_a_tap_on_send_is_let_go_when_it_hides_newer_updates_for_long() -> None:
    ledger = Ledger()
    for number in range(10):
        ledger.begin(number, may_go_early=number != 0)
    assert ledger.make_room(10) == 0
    assert ledger.make_room(10, at_any_price=True) == 10
    assert ledger.offset == 10


def test_an_update_let_go_early_and_delivered_again_is_not_begun_again() -> None:
    ledger = Ledger()
    ledger.begin(1, may_go_early=True)
    ledger.make_room()
    ledger.confirmed(2)
    assert not ledger.is_new(1)
    assert ledger.working == 1


def test_a_chat_has_one_open_keyboard() -> None:
    keyboards = Keyboards()
    keyboards.opened("7", 10)
    keyboards.opened("7", 12)
    keyboards.gone("7", (10,))
    assert keyboards.open_in("7") == 12
    keyboards.gone("7", [11, 12])
    assert keyboards.open_in("7") == 0


def test_keyboards_of_only_so_many_chats_are_remembered_and_none_by_its_handle() -> None:
    keyboards = Keyboards(most=3)
    for chat in range(100, 110):
        keyboards.opened(str(chat), 1)
    assert [chat for chat in range(100, 110) if keyboards.open_in(str(chat))] == [107, 108, 109]
    assert all(str(chat).encode() not in key for key in keyboards._open for chat in range(100, 110))
