"""How well the learned parts do on tips they were not trained on, beside the rules alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from nlp.learned.training import train_message, train_sender
from nlp.parts import Parts, VerdictLike, rule_parts
from nlp.pipeline import Pipeline
from nlp.triage.judge import Judge

type Tell = Callable[[str], None]
"""Told a sentence about how far the work has come."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Examples to train on, and those of batches that are measured."""

    name: str
    train: tuple[Example, ...]
    measured: tuple[Example, ...]


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


def folds(trained: Sequence[Example], measured: Sequence[Example]) -> Iterator[Fold]:
    """One fold for each batch of tips to train on, and one for the tips only measured.

    Args:
        trained: everything that may be trained on: tips and lines, read with and without
            the base model.
        measured: tips that are never trained on.
    """
    batches = sorted({e.labelled.batch for e in trained if e.labelled.tip})
    for batch in batches:
        yield Fold(
            batch,
            tuple(e for e in trained if e.labelled.batch != batch),
            tuple(e for e in trained if e.labelled.batch == batch and e.doc.tagged),
        )
    if measured:
        yield Fold("dev", tuple(trained), tuple(measured))


def cross(parts: Sequence[Fold], config: Config, tell: Tell) -> dict[str, Crossed]:
    """Train and measure every fold.

    Returns:
        The outcome for the batches of ``train`` together, and for those of ``dev``.
    """
    outcome: dict[str, Crossed] = {}
    for name, chosen in (
        ("train", [fold for fold in parts if not fold.name.startswith("dev")]),
        ("dev", [fold for fold in parts if fold.name.startswith("dev")]),
    ):
        if chosen:
            outcome[name] = _measured(chosen, config, tell)
    return outcome


def _measured(chosen: Sequence[Fold], config: Config, tell: Tell) -> Crossed:
    shipped = rule_parts()
    said: dict[str, dict[str, Analysis]] = {"rules": {}, "learned": {}, "both": {}}
    cases: list[Case] = []
    gold: list[GoldTip] = []
    sums: dict[Cutting, Leaks] = {}
    for fold in chosen:
        tell(f"{fold.name}: training on {len(fold.train)} texts")
        message = MessageModel(train_message(fold.train, config))
        sender = SenderModel(train_sender(fold.train, config), config.cutting)
        ways = _ways(shipped, message, sender, config)
        for example in fold.measured:
            if (tip := example.labelled.tip) is None:
                continue
            gold.append(tip)
            cases.append(_case(example, tip, message))
            for way, pipeline in ways.items():
                said[way][tip.id] = pipeline.analyse(example.doc)
        for setting, leak in leaks(sender, fold.measured).items():
            sums[setting] = sums.get(setting, Leaks()) + leak
    reports = {way: evaluate(gold, analyses) for way, analyses in said.items()}
    return Crossed(reports, tuple(cases), sums)


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
    return {"rules": Pipeline(shipped), "learned": Pipeline(alone), "both": Pipeline(both)}


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
