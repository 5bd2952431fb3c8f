"""The triage table as a spaCy component: ``tipline_triage`` writes ``doc.cats``.

The class that the table decides for has 1, the others 0; ``safeguarding`` and ``in_scope`` stand
beside them. The words that decided are ``doc.spans["reasons"]``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from core.analysis import Triage
from nlp.spacy_doc import SENT_AT, as_document, findings, put
from nlp.triage.judge import Judge


class TriageComponent:
    """Decides how urgent a document is, by the rules alone."""

    def __init__(self, sent_at: str) -> None:
        self._sent_at = sent_at
        self._judge = Judge()

    def __call__(self, doc: Doc) -> Doc:
        """Judge a document."""
        read = as_document(doc, self._sent_at)
        verdict = self._judge.judge(read, findings(doc, read))
        doc.cats.update({triage.value: float(triage is verdict.triage) for triage in Triage})
        doc.cats.update(
            safeguarding=float(bool(verdict.safeguarding)), in_scope=float(verdict.in_scope)
        )
        return put(doc, "reasons", verdict.reasons, [str(one.code) for one in verdict.reasons])


@Language.factory(
    "tipline_triage", assigns=["doc.cats", "doc.spans"], default_config={"sent_at": SENT_AT}
)
def make_triage(nlp: Language, name: str, sent_at: str) -> TriageComponent:  # noqa: ARG001
    """The component that judges by the table."""
    return TriageComponent(sent_at)
