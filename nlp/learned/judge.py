"""What to do about a message when the rules and the learned models are heard together.

The models read what the rules made of a message beside its words, so theirs is the last word; what
the rules called for only shifts from which probability on it is an emergency or a question. A row
of theirs that needs no second look stands, or is asked about.
"""

from __future__ import annotations

from dataclasses import replace

from core.analysis import Danger, Reason, Safeguarding, Triage
from nlp.document import Document
from nlp.findings import Findings
from nlp.learned.cues import Cues
from nlp.learned.message import Message, MessageModel, Opinion, read_message
from nlp.learned.settings import Thresholds, read_config
from nlp.triage.judge import Judge, Verdict

_LEARNED = "learned"


class LearnedJudge:
    """Judges by the rules and the model; holds no state of messages."""

    def __init__(
        self,
        rules: Judge | None = None,
        model: MessageModel | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        """Build it; by default from what is shipped.

        Raises:
            LearnedPartMissing: the shipped model is missing or broken.
        """
        self._rules = rules or Judge()
        self._model = model or MessageModel.shipped()
        self._thresholds = thresholds or read_config().thresholds
        self._cues = Cues.shipped()

    def judge(self, doc: Document, findings: Findings) -> Verdict:
        """Decide one message.

        Args:
            doc: the message, with or without tags.
            findings: what the finders found; may be empty.
        """
        verdict = self._rules.judge(doc, findings)
        message = read_message(doc, findings, verdict)
        opinion = self._model.opinion(message)
        triage = settle(verdict, opinion, self._thresholds)
        return replace(
            verdict,
            triage=triage,
            reasons=self._reasons(doc, verdict, message, opinion, triage),
            safeguarding=self._safeguarding(doc, verdict, opinion),
            in_scope=tells_of_drugs(verdict, opinion, self._thresholds),
        )

    def _reasons(
        self, doc: Document, verdict: Verdict, message: Message, opinion: Opinion, triage: Triage
    ) -> tuple[Reason, ...]:
        if triage is Triage.QUEUE:
            return ()
        if triage is verdict.triage and verdict.reasons:
            return verdict.reasons
        found = self._model.telling(message, triage)
        if found is None:
            return verdict.reasons
        start, end = found
        code = max(opinion.danger, key=opinion.danger.__getitem__)
        share = round(100 * opinion.triage[triage])
        return (_reason(doc, start, end, code, f"{_LEARNED}: {triage}, {share} %"),)

    def _safeguarding(
        self, doc: Document, verdict: Verdict, opinion: Opinion
    ) -> tuple[Safeguarding, ...]:
        if not exploits(verdict, opinion, self._thresholds):
            return ()
        return verdict.safeguarding or (self._cues.exploitation(doc.tokens),)


def settle(verdict: Verdict, opinion: Opinion, thresholds: Thresholds) -> Triage:
    """What to do, by the rules' verdict and the model's opinion.

    A row of the table that needs no second look becomes a question only where the models are all
    but certain that it is wrong ("nobody is in danger", "the knife was a butter knife"), and less
    only where they are certain that the message belongs in the queue ("the one with the limp"). One
    that has worked out that something happens within the hour is never less than a question.
    Where somebody is exploited it takes more to be calm: whoever tells of it seldom says when.
    """
    if opinion.triage[Triage.EMERGENCY] > _alarming(verdict, opinion, thresholds):
        return Triage.EMERGENCY
    if _stands(verdict):
        doubted = opinion.encoded and opinion.triage[Triage.QUEUE] >= thresholds.certain
        return Triage.QUEUE if doubted and not verdict.timed else Triage.ASK
    calm = thresholds.calm if verdict.triage is Triage.QUEUE else thresholds.still
    if exploits(verdict, opinion, thresholds):
        calm = max(calm, thresholds.worried)
    return Triage.ASK if opinion.triage[Triage.QUEUE] < calm else Triage.QUEUE


def _stands(verdict: Verdict) -> bool:
    return verdict.clear is not None or verdict.timed


def _alarming(verdict: Verdict, opinion: Opinion, thresholds: Thresholds) -> float:
    """Above which probability of 999 it is an emergency."""
    if _stands(verdict):
        return thresholds.unclear if opinion.encoded else -1.0
    if verdict.triage is Triage.EMERGENCY:
        return thresholds.overrule
    # No model reads the clock: to it tomorrow night is as near as tonight.
    return thresholds.put_off if verdict.put_off else thresholds.emergency


def exploits(verdict: Verdict, opinion: Opinion, thresholds: Thresholds) -> bool:
    """Whether somebody vulnerable is exploited."""
    least = thresholds.unguarded if verdict.safeguarding else thresholds.safeguarding
    return opinion.safeguarding >= least


def tells_of_drugs(verdict: Verdict, opinion: Opinion, thresholds: Thresholds) -> bool:
    """Whether the message tells of supply or production."""
    least = thresholds.unscoped if verdict.in_scope else thresholds.in_scope
    return opinion.in_scope >= least


def _reason(doc: Document, start: int, end: int, code: Danger, rule: str) -> Reason:
    return Reason(start=start, end=end, text=doc.text[start:end], code=code, rule=rule)
