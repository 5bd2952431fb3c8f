"""The receipt: 20 digits that read the desk's answers, and nothing else.

18 digits are the number (59.8 bits); the last two are check digits by ISO 7064 MOD 97-10,
which find every single wrong digit and every swap of neighbours.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass, field

from core.errors import BadReceipt, ReceiptProblem

NUMBER_DIGITS = 18
DIGITS = NUMBER_DIGITS + 2
_LIKE_A_CODE = 16
"""From this many digits on, and with nothing else, a message is taken for a code."""
_LETTER = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A valid receipt. ``digits`` stays out of its repr so that no log can hold it."""

    digits: str = field(repr=False)

    @property
    def shown(self) -> str:
        """The digits in groups of four, as people are shown them."""
        return " ".join(self.digits[at : at + 4] for at in range(0, DIGITS, 4))


def of_number(number: int) -> Receipt:
    """The receipt of a number; only its last 18 decimal digits count."""
    body = number % 10**NUMBER_DIGITS
    check = 98 - body * 100 % 97
    return Receipt(f"{body:0{NUMBER_DIGITS}d}{check:02d}")


def of_secret(secret: bytes, pepper: bytes) -> Receipt:
    """The receipt of a draft: the same draft gives the same receipt, however often it is sent.

    Args:
        secret: the draft's own random secret, 16 bytes.
        pepper: the server's secret; without it a receipt cannot be told from a secret.
    """
    digest = hmac.digest(pepper, b"receipt" + secret, hashlib.sha256)
    return of_number(int.from_bytes(digest[:16], "big"))


def dedupe_of(secret: bytes, pepper: bytes) -> bytes:
    """The value that is unique among stored tips, so that a draft is stored once; 16 bytes."""
    return hmac.digest(pepper, b"dedupe" + secret, hashlib.sha256)[:16]


def parse(typed: str) -> Receipt:
    """Read a code as people type it: any script's digits, with spaces and dashes anywhere.

    Raises:
        BadReceipt: it is no receipt; the problem says which typing error it looks like.
    """
    digits, others = _digits_of(typed)
    if not digits and not others:
        raise BadReceipt(ReceiptProblem.EMPTY, 0)
    if others:
        raise BadReceipt(ReceiptProblem.LETTERS, len(digits))
    if len(digits) < DIGITS:
        raise BadReceipt(ReceiptProblem.TOO_SHORT, len(digits))
    if len(digits) > DIGITS:
        raise BadReceipt(ReceiptProblem.TOO_LONG, len(digits))
    receipt = of_number(int(digits[:NUMBER_DIGITS]))
    if receipt.digits != digits:
        raise BadReceipt(ReceiptProblem.MISTYPED, len(digits))
    return receipt


def looks_like_code(typed: str) -> bool:
    """Whether a message is so many digits, and nothing else, that a code must be meant."""
    if _LETTER.search(typed):  # most messages have one at once, and not each sign is looked at
        return False
    digits, others = _digits_of(typed)
    return len(digits) >= _LIKE_A_CODE and not others


def _digits_of(typed: str) -> tuple[str, bool]:
    """The decimal digits of all scripts as ASCII, and whether there was anything else."""
    digits: list[str] = []
    others = False
    for char in unicodedata.normalize("NFKC", typed):
        value = unicodedata.decimal(char, -1)
        if value >= 0:
            digits.append(str(value))
        elif unicodedata.category(char)[0] not in "ZPCSM":
            others = True
    return "".join(digits), others
