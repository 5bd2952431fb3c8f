"""The learned parts as spaCy components: ``nlp.add_pipe("tipline_message")`` and so on.

``tipline_drugs`` writes ``doc.spans["drugs"]``, labelled with the drug; without the encoder before
it by the rules alone. ``tipline_message`` puts probabilities into ``doc.cats``; ``tipline_sender``
puts the words that tell who wrote into ``doc.spans["sender"]``, labelled with their category. These
two read the tags of the pipes before them.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from core.analysis import Drug, Triage
from nlp.learned.drugs import LearnedDrugs
from nlp.learned.message import MessageModel, read_message
from nlp.learned.redactor import LearnedRedactor
from nlp.sender.factory import SPANS
from nlp.spacy_doc import SENT_AT, FinderComponent, as_document, findings, put
from nlp.triage.judge import Judge


class MessageComponent:
    """Writes the probabilities of a message into ``doc.cats``."""

    def __init__(self, sent_at: str) -> None:
        self._sent_at = sent_at
        self._judge = Judge()
        self._model = MessageModel.shipped()

    def __call__(self, doc: Doc) -> Doc:
        """Judge a document."""
        read = as_document(doc, self._sent_at)
        found = findings(doc, read)
        opinion = self._model.opinion(read_message(read, found, self._judge.judge(read, found)))
        doc.cats.update({triage.value: opinion.triage[triage] for triage in Triage})
        doc.cats.update(safeguarding=opinion.safeguarding, in_scope=opinion.in_scope)
        return doc


class SenderComponent:
    """Writes what would be cut into ``doc.spans["sender"]``."""

    def __init__(self, sent_at: str) -> None:
        self._sent_at = sent_at
        self._redactor = LearnedRedactor()

    def __call__(self, doc: Doc) -> Doc:
        """Find the sender's words in a document."""
        read = as_document(doc, self._sent_at)
        cuts = self._redactor.find(read, findings(doc, read))
        return put(doc, SPANS, cuts, [str(one.category) for one in cuts])


@Language.factory("tipline_drugs", assigns=["doc.spans"])
def make_drugs(nlp: Language, name: str) -> FinderComponent[Drug]:  # noqa: ARG001 - spaCy's
    """The component that finds drugs, street names included."""
    return FinderComponent(LearnedDrugs(), "drugs", "drug")


@Language.factory("tipline_message", assigns=["doc.cats"], default_config={"sent_at": SENT_AT})
def make_message(nlp: Language, name: str, sent_at: str) -> MessageComponent:  # noqa: ARG001
    """The component that judges messages."""
    return MessageComponent(sent_at)


@Language.factory("tipline_sender", assigns=["doc.spans"], default_config={"sent_at": SENT_AT})
def make_sender(nlp: Language, name: str, sent_at: str) -> SenderComponent:  # noqa: ARG001
    """The component that finds the sender's words."""
    return SenderComponent(sent_at)
