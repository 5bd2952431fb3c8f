"""A batch is measured by a model that learned from the others only."""

from dataclasses import replace
from datetime import datetime

import pytest

from nlp.learned.settings import read_config
from nlp.learned.timing_crossed import Known, measured
from nlp.learned.timing_training import told
from nlp.model import Model
from nlp.times.events import Events
from nlp.times.finder import TimeFinder

AT = datetime(2026, 3, 27, 22, 40)


@pytest.mark.model
def test_a_batch_is_measured_by_what_the_others_teach(model: Model) -> None:
    finders = TimeFinder(), Events.shipped()
    texts = []
    for batch, text, marked in (
        ("train-a", "he sells every friday", "every friday"),
        ("train-b", "my husband died in 2019", ""),
        ("train-c", "my husband died in 2019", ""),
        ("train-c", "he sells every friday", "every friday"),
    ):
        doc = model.read(text, AT)
        spans = [(text.index(marked), text.index(marked) + len(marked))] if marked else []
        found = tuple(told(finders, doc, spans, is_line=False))
        texts.append(Known(batch, doc, tuple(spans), in_scope=True, told=found))
    config = read_config()
    config = replace(config, times=replace(config.times, least=1, l2=0.1, kept=0.5, added=1.0))
    rules, both = measured(texts, "train-c", config)
    assert (rules.said, rules.right, rules.gold) == (2, 1, 1)
    assert (both.said, both.right, both.gold) == (1, 1, 1)
