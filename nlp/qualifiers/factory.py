"""Qualifiers as a spaCy component: ``tipline_qualifiers`` writes ``doc.spans["clauses"]``.

Each clause is labelled with when its facts are so; polarity, modality and source stand in
``doc._.tipline["clauses"]``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.qualifiers.read import read_qualifiers
from nlp.spacy_doc import SENT_AT, as_document, findings, put


class QualifierComponent:
    """Says of each clause when, whether and how surely its facts are so."""

    def __init__(self, sent_at: str) -> None:
        self._sent_at = sent_at

    def __call__(self, doc: Doc) -> Doc:
        """Qualify the clauses of a document."""
        read = as_document(doc, self._sent_at)
        qualified = read_qualifiers(read, findings(doc, read).times)
        put(doc, "clauses", [one.clause for one in qualified], [str(one.time) for one in qualified])
        doc._.tipline["clauses"] = tuple(qualified)
        return doc


@Language.factory("tipline_qualifiers", assigns=["doc.spans"], default_config={"sent_at": SENT_AT})
def make_qualifiers(nlp: Language, name: str, sent_at: str) -> QualifierComponent:  # noqa: ARG001
    """The component that qualifies clauses."""
    return QualifierComponent(sent_at)
