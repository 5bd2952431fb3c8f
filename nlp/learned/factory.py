"""The learned parts as spaCy components: ``nlp.add_pipe("tipline_message")`` and so on.

``tipline_message`` puts probabilities into ``doc.cats``; ``tipline_sender`` puts the words that
tell who wrote into ``doc.spans["sender"]``, labelled with their category. Both read the tags of
the pipes before them, and take ``sent_at`` (local ISO time) as the time of writing.
"""

from __future__ import annotations

from datetime import datetime

from spacy.language import Language
from spacy.tokens import Doc

from core.analysis import Triage
from nlp.document import Document, Entity
from nlp.learned.message import MessageModel, read_message
from nlp.learned.redactor import LearnedRedactor
from nlp.model import tag_finder
from nlp.parts import rule_parts
from nlp.pipeline import Pipeline
from nlp.plain import build
from nlp.triage.judge import Judge

SPANS = "sender"
_SENT = "2026-01-05T12:00"


class MessageComponent:
    """Writes the probabilities of a message into ``doc.cats``."""

    def __init__(self, sent_at: str) -> None:
        self._at = datetime.fromisoformat(sent_at)
        self._find = Pipeline(rule_parts()).find
        self._judge = Judge()
        self._model = MessageModel.shipped()

    def __call__(self, doc: Doc) -> Doc:
        """Judge a document."""
        read = _read(doc, self._at)
        findings = self._find(read)
        verdict = self._judge.judge(read, findings)
        opinion = self._model.opinion(read_message(read, findings, verdict))
        doc.cats.update({triage.value: opinion.triage[triage] for triage in Triage})
        doc.cats.update(safeguarding=opinion.safeguarding, in_scope=opinion.in_scope)
        return doc


class SenderComponent:
    """Writes what would be cut into ``doc.spans["sender"]``."""

    def __init__(self, sent_at: str) -> None:
        self._at = datetime.fromisoformat(sent_at)
        self._find = Pipeline(rule_parts()).find
        self._redactor = LearnedRedactor()

    def __call__(self, doc: Doc) -> Doc:
        """Find the sender's words in a document."""
        read = _read(doc, self._at)
        cuts = self._redactor.find(read, self._find(read))
        spans = [
            doc.char_span(cut.start, cut.end, cut.category.value, alignment_mode="expand")
            for cut in cuts
        ]
        doc.spans[SPANS] = [span for span in spans if span is not None]
        return doc


def _read(doc: Doc, at: datetime) -> Document:
    tags = [(t.idx, t.idx + len(t), t.tag_) for t in doc]
    entities = tuple(Entity(e.start_char, e.end_char, e.label_) for e in doc.ents)
    tagged = any(tag for _, _, tag in tags)
    return build(doc.text, at, entities=entities, tag_at=tag_finder(tags) if tagged else None)


@Language.factory("tipline_message", assigns=["doc.cats"], default_config={"sent_at": _SENT})
def make_message(nlp: Language, name: str, sent_at: str) -> MessageComponent:  # noqa: ARG001
    """The component that judges messages."""
    return MessageComponent(sent_at)


@Language.factory("tipline_sender", assigns=["doc.spans"], default_config={"sent_at": _SENT})
def make_sender(nlp: Language, name: str, sent_at: str) -> SenderComponent:  # noqa: ARG001
    """The component that finds the sender's words."""
    return SenderComponent(sent_at)
