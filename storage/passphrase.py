"""Whether a passphrase may guard the tips."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from storage.faults import WeakPassphrase

SHORTEST = 12
"""Characters. NIST SP 800-63B asks 8 of a chosen secret; this one is tried offline."""

FEWEST_DIFFERENT = 6
FEWEST_OWN_LETTERS = 4
"""Letters that must be left when well-known words are taken away."""

_LIST = Path(__file__).with_name("weak_passphrases.toml")


def encoded(passphrase: str) -> bytes:
    """The bytes that are stretched: NFC, so that every keyboard types the same passphrase."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def check_passphrase(passphrase: str, name: str) -> None:
    """Refuse what a guesser tries first.

    Args:
        passphrase: as typed.
        name: of the account, which must not be most of the passphrase.

    Raises:
        WeakPassphrase: it is short, dull, well known, or made of the account's name.
    """
    typed = unicodedata.normalize("NFC", passphrase)
    folded = typed.casefold()
    if len(typed) < SHORTEST:
        raise WeakPassphrase(f"it is shorter than {SHORTEST} characters")
    if not _letters(folded):
        raise WeakPassphrase("it has no letters")
    if len(set(folded)) < FEWEST_DIFFERENT:
        raise WeakPassphrase("it repeats a few characters")
    bare = _letters(folded.replace(name.casefold(), "")) if name else _letters(folded)
    if not bare and name and name.casefold() in folded:
        raise WeakPassphrase("it is made of the account's name")
    if _core_is_known(folded):
        raise WeakPassphrase("it is on the list of passphrases that everybody tries")


def _core_is_known(folded: str) -> bool:
    """Whether it is a known one, or only known ones with digits and signs around them."""
    known, disguises = _vocabulary()
    if folded in known or _bare(folded) in known:
        return True
    return any(
        len(_without(known, _letters(form))) < FEWEST_OWN_LETTERS
        for form in (folded, folded.translate(disguises))
    )


def _without(known: frozenset[str], letters: str) -> str:
    for word in sorted(known, key=len, reverse=True):
        letters = letters.replace(word, "")
    return letters


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


@cache
def _vocabulary() -> tuple[frozenset[str], dict[int, str]]:
    """The known words, and the letters that signs stand for.

    Raises:
        ValueError: the file is broken: an entry is empty, not lower case or listed twice.
    """
    content = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    words = [word for row in content["weak"] for word in row["words"]]
    signs = {ord(row["sign"]): row["letter"] for row in content["disguise"]}
    if not content["about"]["source"] or len(set(words)) < len(words):
        raise ValueError(f"{_LIST.name}: no source, or an entry is listed twice")
    if len(signs) < len(content["disguise"]):
        raise ValueError(f"{_LIST.name}: a sign is listed twice")
    if any(not word.strip() or word != word.casefold() for word in words):
        raise ValueError(f"{_LIST.name}: an entry is empty or not lower case")
    return frozenset(words), signs
