"""How well the learned parts do on tips they were not trained on, beside the rules alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.analysis import Analysis, Safeguarding
from nlp.document import Document
from nlp.evaluate.gold import GoldTip
from nlp.evaluate.report import Report
from nlp.evaluate.scoring import evaluate
from nlp.findings import Findings
from nlp.learned.choosing import Case
from nlp.learned.dataset import Example
from nlp.learned.judge import LearnedJudge
from nlp.learned.message import MessageModel, read_message
from nlp.learned.redactor import LearnedRedactor
from nlp.learned.sender import SenderModel
from nlp.learned.settings import Config, Cutting
from nlp.learned.sharing import Leaks, leaks
from nlp.learned.timing import TimesModel
from nlp.learned.training import train_message, train_sender
from nlp.parts import Parts, VerdictLike, rule_parts
from nlp.pipeline import Pipeline
from nlp.triage.judge import Judge

type Tell = Callable[[str], None]
"""Told a sentence about how far the work has come."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """What cross-validation found.

    Attributes:
        reports: for each way of deciding (``rules``, ``learned``, ``both``) its figures.
        cases: what each measured tip's verdict, opinion and annotation were.
        leaks: what the two ways of finding the sender's words do together, by setting.
    """

    reports: dict[str, Report]
    cases: tuple[Case, ...]
    leaks: dict[Cutting, Leaks]


def cross(
    trained: Sequence[Example], measured: Sequence[Example], timing: TimesModel, config: Config
) -> Crossed:
    """Train on some examples and measure on others.

    Args:
        trained: tips and lines, read with and without the base model.
        measured: tips that neither they nor the encoder that read them were trained on.
        timing: a model of times that was not trained on them either.
        config: strengths, weights and thresholds.
    """
    message = MessageModel(train_message(trained, config))
    sender = SenderModel(train_sender(trained, config), config.cutting)
    ways = _ways(replace(rule_parts(), timing=timing), message, sender, config)
    ways["rules"] = Pipeline(rule_parts())
    said: dict[str, dict[str, Analysis]] = {way: {} for way in ways}
    cases: list[Case] = []
    gold: list[GoldTip] = []
    for example in measured:
        if (tip := example.labelled.tip) is None:
            continue
        gold.append(tip)
        cases.append(_case(example, tip, message))
        for way, pipeline in ways.items():
            said[way][tip.id] = pipeline.analyse(example.doc)
    reports = {way: evaluate(gold, analyses) for way, analyses in said.items()}
    return Crossed(reports, tuple(cases), leaks(sender, measured))


def _ways(
    shipped: Parts, message: MessageModel, sender: SenderModel, config: Config
) -> dict[str, Pipeline]:
    both = replace(
        shipped,
        judge=LearnedJudge(Judge(), message, config.thresholds),
        redactor=LearnedRedactor(model=sender),
    )
    alone = replace(
        shipped,
        judge=_LikeliestJudge(message),
        redactor=LearnedRedactor(model=sender, only=True),
    )
    return {"learned": Pipeline(alone), "both": Pipeline(both)}


def _case(example: Example, tip: GoldTip, message: MessageModel) -> Case:
    read = read_message(example.doc, example.findings, example.verdict)
    return Case(
        verdict=example.verdict,
        opinion=message.opinion(read),
        triage=tip.triage,
        safeguarding=tip.safeguarding,
        in_scope=tip.in_scope,
    )


class _LikeliestJudge:
    """Says what the model holds likeliest, whatever the rules decided."""

    def __init__(self, model: MessageModel) -> None:
        self._rules = Judge()
        self._model = model

    def judge(self, doc: Document, findings: Findings) -> VerdictLike:
        """The likeliest of each answer."""
        verdict = self._rules.judge(doc, findings)
        opinion = self._model.opinion(read_message(doc, findings, verdict))
        guarded = opinion.safeguarding > 0.5
        return replace(
            verdict,
            triage=max(opinion.triage, key=opinion.triage.__getitem__),
            safeguarding=(Safeguarding.COERCION,) if guarded else (),
            in_scope=opinion.in_scope > 0.5,
        )
