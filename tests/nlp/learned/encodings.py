"""What an encoder might say of a text, for tests of whoever hears it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from nlp.document import Document
from nlp.encoder.encoding import Encoding
from nlp.plain import read_plain

AT = datetime(2026, 3, 27, 22, 40)


def encoding(words: int) -> Encoding:
    """One that holds nothing for anything, for so many words."""
    none = (0.0,) * words
    return Encoding(
        tags=("NN",) * words, sender=none, activity=none, drugs=none, places=none, triage={},
        safeguarding=0.0, in_scope=1.0,
    )  # fmt: skip


def heard(
    text: str,
    *,
    drugs: Mapping[str, float] | None = None,
    places: Mapping[str, float] | None = None,
) -> Document:
    """A text of which the encoder says these probabilities of these words, and 0.5 of others."""
    doc = read_plain(text, AT)
    said = replace(
        encoding(len(doc.tokens)),
        drugs=tuple((drugs or {}).get(token.lower, 0.5) for token in doc.tokens),
        places=tuple((places or {}).get(token.lower, 0.5) for token in doc.tokens),
    )
    return replace(doc, encoding=said)
