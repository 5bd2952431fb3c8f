"""How the learned parts are made of examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.analysis import Danger, Triage
from nlp.learned.alike import Alike
from nlp.learned.cues import Cues
from nlp.learned.dataset import Example
from nlp.learned.linear import Answers, Head, Linear, joined, train
from nlp.learned.message import DANGER, SAFEGUARDING, SCOPE, TRIAGE, by_words, read_message
from nlp.learned.rows import Features
from nlp.learned.sender import SENDER
from nlp.learned.settings import Config
from nlp.learned.surroundings import surroundings


def train_message(examples: Sequence[Example], config: Config) -> Linear:
    """Fit the model of messages.

    Args:
        examples: tips and lines, with and without the base model; those whose urgency nobody
            has said are left out.
        config: strengths and weights.
    """
    examples = [e for e in examples if e.labelled.triage is not None]
    messages = [read_message(e.doc, e.findings, e.verdict) for e in examples]
    triage = _answers(examples, config, [_triage(e) for e in examples])
    danger = _answers(examples, config, [_dangers(e) for e in examples])
    guarded = _answers(examples, config, [_known(e.labelled.safeguarding) for e in examples])
    scope = _answers(examples, config, [_known(e.labelled.in_scope) for e in examples])
    urgent = {TRIAGE: triage, DANGER: danger}
    plain = {by_words(SAFEGUARDING): guarded, by_words(SCOPE): scope}

    def fitted(rows: Sequence[Features], heads: Mapping[Head, Answers]) -> Linear:
        return train(rows, heads, l2=config.message.l2, least=config.message.least)

    return joined(
        fitted([m.words | m.evidence for m in messages], urgent),
        fitted([m.features for m in messages], {SAFEGUARDING: guarded, SCOPE: scope}),
        fitted([m.words for m in messages], {by_words(TRIAGE): triage}),
        fitted([m.spelled for m in messages], plain),
    )


def train_sender(examples: Sequence[Example], config: Config, alike: Alike | None = None) -> Linear:
    """Fit the model of words; examples whose words nobody has marked are left out.

    Args:
        examples: tips and lines; only those read with the base model count.
        config: strengths and weights.
        alike: which words are alike; by default as shipped.
    """
    cues = Cues.shipped()
    alike = alike or Alike.shipped()
    rows: list[Features] = []
    labels: list[int] = []
    for example in examples:
        removed = example.labelled.removed
        if removed is None or not example.doc.tagged:
            continue
        told = {point for start, end in removed for point in range(start, end)}
        labels += [token.start in told for token in example.doc.tokens]
        found = surroundings(example.doc, example.findings, cues, alike)
        rows += [dict.fromkeys(names, 1.0) for names in found.names()]
    answers = Answers(
        np.arange(len(rows)), np.array(labels, np.int64), np.ones(len(rows), np.float64)
    )
    return train(rows, {SENDER: answers}, l2=config.sender.l2, least=config.sender.least)


def _triage(example: Example) -> list[int]:
    triage = example.labelled.triage
    return [] if triage is None else [list(Triage).index(triage)]


def _known(answer: bool | None) -> list[int]:  # noqa: FBT001 - an answer, not a switch
    return [] if answer is None else [answer]


def _dangers(example: Example) -> list[int]:
    return [list(Danger).index(danger) for danger in example.labelled.dangers]


def _answers(
    examples: Sequence[Example], config: Config, labels: Sequence[Sequence[int]]
) -> Answers:
    """Each label of each example; several labels of one share its weight."""
    rows: list[int] = []
    flat: list[int] = []
    weights: list[float] = []
    for number, (example, several) in enumerate(zip(examples, labels, strict=True)):
        weight = 1.0 if example.labelled.tip else config.line_weight
        weight *= 1.0 if example.doc.tagged else config.message.plain
        for label in several:
            rows.append(number)
            flat.append(int(label))
            weights.append(weight / len(several))
    return Answers(
        np.array(rows, np.int64), np.array(flat, np.int64), np.array(weights, np.float64)
    )
