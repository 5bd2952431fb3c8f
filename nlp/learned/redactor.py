"""What to cut when the rules and the learned model are heard together: what either would.

Some rules go by grammar alone and are wrong as often as right ("he said" for the sender's own
talk). Their cuts stand only where the encoder, too, sees something of the sender there.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.analysis import Redaction
from nlp.document import Document
from nlp.findings import Findings
from nlp.learned.sender import SenderModel
from nlp.parts import RedactorLike
from nlp.sender.cuts import PROPOSED, Cut, joined
from nlp.sender.redactor import Redactor


class LearnedRedactor:
    """Finds what tells who wrote, by the rules and the model."""

    def __init__(
        self,
        rules: RedactorLike | None = None,
        model: SenderModel | None = None,
        *,
        only: bool = False,
    ) -> None:
        """Build it; by default from what is shipped.

        Args:
            rules: the rules.
            model: the model.
            only: cut what the model would, to measure it by itself.

        Raises:
            LearnedPartMissing: the shipped model is missing or broken.
        """
        self._rules: RedactorLike = rules or Redactor()
        self._model = model or SenderModel.shipped()
        self._only = only

    def find(
        self, doc: Document, findings: Findings, *, strict: bool = False
    ) -> tuple[Redaction, ...]:
        """What to cut, in order, none overlapping another.

        Args:
            doc: the message.
            findings: what was found in it.
            strict: cut more, for when the base model took no part. The learned model was
                trained on tagged text and then keeps out.
        """
        ruled = self._rules.find(doc, findings, strict=strict)
        if not doc.tagged:
            return ruled
        shares = self._model.shares(doc, findings)
        learned = self._model.cuts(doc, findings, shares)
        if self._only:
            return learned
        return together(doc, self._model.borne_out(doc, ruled, shares), learned)


def together(
    doc: Document, ruled: Sequence[Redaction], learned: Sequence[Redaction]
) -> tuple[Redaction, ...]:
    """What either would cut, in order, none overlapping another."""
    cuts = [Cut(r.start, r.end, r.category, r.rule) for r in ruled]
    cuts += [Cut(r.start, r.end, r.category, f"{PROPOSED}{r.rule}") for r in learned]
    return joined(doc.text, cuts, lambda cut: any(c.isalnum() for c in cut.text))
