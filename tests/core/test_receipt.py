from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadReceipt, ReceiptProblem
from core.receipt import (
    DIGITS,
    NUMBER_DIGITS,
    Receipt,
    dedupe_of,
    looks_like_code,
    of_number,
    of_secret,
    parse,
)

NUMBERS = st.integers(min_value=0, max_value=10**NUMBER_DIGITS - 1)
SAMPLE = [0, 1, 96, 97, 123_456_789_012_345_678, 10**NUMBER_DIGITS - 1, 600_000_000_000_000_042]


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        # ISO 7064 MOD 97-10: the whole number leaves 1 when divided by 97.
        (0, "00000000000000000098"),
        (1, "00000000000000000195"),
        (794, "00000000000000079444"),
        (123_456_789_012_345_678, "12345678901234567888"),
    ],
)
def test_check_digits_of_known_numbers(number: int, digits: str) -> None:
    assert of_number(number).digits == digits
    assert int(digits) % 97 == 1


@settings(deadline=None)
@given(NUMBERS)
def test_what_is_shown_is_read_back(number: int) -> None:
    receipt = of_number(number)
    assert len(receipt.digits) == DIGITS
    assert parse(receipt.shown) == receipt


@pytest.mark.parametrize("number", SAMPLE)
def test_every_single_wrong_digit_is_found(number: int) -> None:
    digits = of_number(number).digits
    for at in range(DIGITS):
        for wrong in set("0123456789") - {digits[at]}:
            with pytest.raises(BadReceipt) as bad:
                parse(digits[:at] + wrong + digits[at + 1 :])
            assert bad.value.problem is ReceiptProblem.MISTYPED


@pytest.mark.parametrize("number", SAMPLE)
def test_every_swap_of_neighbours_is_found(number: int) -> None:
    digits = of_number(number).digits
    for at in range(DIGITS - 1):
        one, two = digits[at : at + 2]
        if one != two:
            with pytest.raises(BadReceipt):
                parse(digits[:at] + two + one + digits[at + 2 :])


@settings(deadline=None)
@given(NUMBERS, st.integers(0, DIGITS - 1), st.integers(1, 9))
def test_a_wrong_digit_is_found_in_any_receipt(number: int, at: int, by: int) -> None:
    digits = of_number(number).digits
    wrong = str((int(digits[at]) + by) % 10)
    with pytest.raises(BadReceipt):
        parse(digits[:at] + wrong + digits[at + 1 :])


@settings(deadline=None)
@given(NUMBERS, st.integers(0, DIGITS - 2))
def test_a_swap_is_found_in_any_receipt(number: int, at: int) -> None:
    digits = of_number(number).digits
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    if swapped != digits:
        with pytest.raises(BadReceipt):
            parse(swapped)


def _in_script(zero: str) -> str:
    return "".join(chr(ord(zero) + int(d)) for d in of_number(123_456_789_012_345_678).digits)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("12345678901234567888", id="bare"),
        pytest.param("1234 5678 9012 3456 7888", id="grouped"),
        pytest.param("1234-5678-9012-3456-7888", id="hyphens"),
        pytest.param("1234–5678—9012‒3456−7888", id="dashes"),
        pytest.param("\u200b1234\u00a05678\u20099012\n3456\t7888\ufeff", id="invisible"),
        pytest.param("(1234) 5678. 9012, 3456/7888!", id="signs"),
        pytest.param(_in_script("٠"), id="Arabic-Indic"),
        pytest.param(_in_script("۰"), id="Persian"),
        pytest.param(_in_script("०"), id="Devanagari"),
        pytest.param(_in_script("0"), id="fullwidth"),
        pytest.param("".join(d + "\ufe0f\u20e3" for d in "12345678901234567888"), id="keycaps"),
    ],
)
def test_a_code_may_be_typed_so(typed: str) -> None:
    assert parse(typed).digits == "12345678901234567888"
    assert looks_like_code(typed)


@pytest.mark.parametrize(
    ("typed", "problem", "digits"),
    [
        ("", ReceiptProblem.EMPTY, 0),
        ("  - ", ReceiptProblem.EMPTY, 0),
        ("1234 5678 9012 3456 788", ReceiptProblem.TOO_SHORT, 19),
        ("1234 5678 9012 3456 7888 0", ReceiptProblem.TOO_LONG, 21),
        ("1234 5678 9012 3456 788O", ReceiptProblem.LETTERS, 19),
        ("my code is 7", ReceiptProblem.LETTERS, 1),
        ("1234 5678 9012 3456 7889", ReceiptProblem.MISTYPED, 20),
    ],
)
def test_a_wrong_code_says_what_is_wrong(typed: str, problem: ReceiptProblem, digits: int) -> None:
    with pytest.raises(BadReceipt) as bad:
        parse(typed)
    assert (bad.value.problem, bad.value.digits) == (problem, digits)


@pytest.mark.parametrize(("number", "check", "twin"), [(0, 98, 1), (65, 97, 0), (32, 2, 99)])
def test_the_other_check_digits_that_leave_the_same_rest_are_refused(
    number: int, check: int, twin: int
) -> None:
    body = f"{number:018d}"
    assert of_number(number).digits == f"{body}{check:02d}"
    assert int(f"{body}{twin:02d}") % 97 == 1
    with pytest.raises(BadReceipt):
        parse(f"{body}{twin:02d}")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_receipt_or_a_named_problem(typed: str) -> None:
    try:
        receipt = parse(typed)
    except BadReceipt:
        return
    assert int(receipt.digits) % 97 == 1


@pytest.mark.parametrize("typed", ["12345", "ring me on 07700900123 or 07700900124", ""])
def test_a_message_is_not_taken_for_a_code(typed: str) -> None:
    assert not looks_like_code(typed)


@pytest.mark.parametrize("digit", ["1", "\u0661", "\uff11"])
@pytest.mark.parametrize("letter", ["a", "Z", "\u00e9", "e\u0301", "\uff21", "\u0436", "\u7247"])
def test_a_letter_of_any_script_makes_it_no_code(digit: str, letter: str) -> None:
    assert looks_like_code(digit * DIGITS)
    assert not looks_like_code(digit * DIGITS + letter)


class TestOfSecret:
    def test_same_draft_same_receipt(self) -> None:
        assert of_secret(bytes(16), b"p" * 32) == of_secret(bytes(16), b"p" * 32)

    def test_another_draft_or_pepper_another_receipt(self) -> None:
        made = {
            of_secret(secret, pepper)
            for secret in (bytes(16), bytes(15) + b"\x01")
            for pepper in (b"p" * 32, b"q" * 32)
        }
        assert len(made) == 4

    def test_known_answer(self) -> None:
        secret, pepper = bytes(range(16)), bytes(range(32))
        assert of_secret(secret, pepper).shown == "1403 3877 0648 2590 6923"
        assert dedupe_of(secret, pepper).hex() == "9e067e2bb05c14aea2425b2b0989c378"

    def test_dedupe_tells_nothing_of_the_receipt(self) -> None:
        secret, pepper = bytes(16), b"p" * 32
        dedupe = dedupe_of(secret, pepper)
        number = int(of_secret(secret, pepper).digits[:-2])
        assert int.from_bytes(dedupe, "big") % 10**NUMBER_DIGITS != number


def test_repr_hides_the_digits() -> None:
    assert "1234" not in repr(Receipt("12345678901234567888"))
