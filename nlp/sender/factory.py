"""The rules of the sender as a spaCy component: ``tipline_sender_rules``.

It writes what tells who wrote into ``doc.spans["sender"]``, labelled with the category.
``tipline_sender`` (`nlp.learned.factory`) adds what the trained model of words would cut.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.sender.redactor import Redactor
from nlp.spacy_doc import SENT_AT, as_document, findings, put

SPANS = "sender"


class SenderRules:
    """Finds the sender's words by rules; stricter where nothing before it gave tags."""

    def __init__(self, sent_at: str) -> None:
        self._sent_at = sent_at
        self._redactor = Redactor()

    def __call__(self, doc: Doc) -> Doc:
        """Find the sender's words in a document."""
        read = as_document(doc, self._sent_at)
        cuts = self._redactor.find(read, findings(doc, read), strict=not read.tagged)
        return put(doc, SPANS, cuts, [str(one.category) for one in cuts])


@Language.factory(
    "tipline_sender_rules", assigns=["doc.spans"], default_config={"sent_at": SENT_AT}
)
def make_sender_rules(nlp: Language, name: str, sent_at: str) -> SenderRules:  # noqa: ARG001
    """The component that finds the sender's words by rules."""
    return SenderRules(sent_at)
