"""How alike two texts are, whatever the order of their words."""

from __future__ import annotations

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process


class WordLikeness:
    """Likeness of the words in order of the alphabet (core.links.Likeness)."""

    def of(self, one: str, other: str) -> float:
        """From 0, nothing in common, to 1, the same words; linear in the product of lengths."""
        return fuzz.token_sort_ratio(one, other, processor=default_process) / 100
