"""The encoder as a spaCy component: ``nlp.add_pipe("tipline_encoder")``.

It puts an `Encoding` into ``doc._.encoding``; ``tipline_message``, ``tipline_sender`` and every
other part that comes after it hear it.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.encoder.encoder import Encoder
from nlp.spacy_doc import SENT_AT, as_document


class EncoderComponent:
    """Reads a document with the encoder."""

    def __init__(self) -> None:
        self._encoder = Encoder.shipped()

    def __call__(self, doc: Doc) -> Doc:
        """Read a document; one without a word is left as it is."""
        tokens = as_document(doc, SENT_AT).tokens
        doc._.encoding = self._encoder.encode(doc.text, tokens) if tokens else None
        return doc


@Language.factory("tipline_encoder", assigns=["doc._.encoding"])
def make_encoder(nlp: Language, name: str) -> EncoderComponent:  # noqa: ARG001
    """The component that reads with the encoder."""
    return EncoderComponent()
