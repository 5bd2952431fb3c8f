"""The learned redactor and the spaCy components."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import Category, Redaction, Triage
from nlp.learned.cues import Cues
from nlp.learned.dataset import Example
from nlp.learned.redactor import LearnedRedactor
from nlp.learned.sender import SenderModel, _runs
from nlp.learned.settings import Config, Cutting
from nlp.learned.sharing import Leaks, choose_cutting, leaks
from nlp.learned.training import train_sender
from nlp.model import Model
from nlp.parts import rule_parts
from nlp.pipeline import Pipeline
from nlp.plain import read_plain
from tests.nlp.learned.encodings import encoding

AT = datetime(2026, 3, 27, 22, 40)
ENCODING = encoding(5)


@pytest.fixture(scope="module")
def redactor() -> LearnedRedactor:
    return LearnedRedactor()


@pytest.fixture(scope="module")
def rules() -> Pipeline:
    """Finders without what is learned."""
    return Pipeline(rule_parts())


@pytest.mark.parametrize(
    ("shares", "runs"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([0.2, 0.2], [], id="all below"),
        pytest.param([0.4, 0.4], [], id="no seed"),
        pytest.param([0.4, 0.6, 0.4, 0.1], [(0, 3)], id="a seed with its neighbours"),
        pytest.param([0.6, 0.1, 0.9], [(0, 1), (2, 3)], id="two"),
    ],
)
def test_runs_grow_from_a_seed(shares: list[float], runs: list[tuple[int, int]]) -> None:
    assert list(_runs(shares, [0.3] * len(shares), 0.5)) == runs


def test_a_finding_needs_more() -> None:
    assert list(_runs([0.6, 0.6], [0.3, 0.8], 0.5)) == [(0, 1)]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("my brother", Category.RELATIONSHIP, id="kin"),
        pytest.param("on my shift", Category.WORK, id="work"),
        pytest.param("told the police", Category.CONTACT_WITH_POLICE, id="police before talk"),
        pytest.param("blue eyes", Category.TRAIT, id="no word tells"),
    ],
)
def test_a_cut_is_named_by_its_words(text: str, category: Category) -> None:
    assert Cues.shipped().category(read_plain(text, AT).tokens) is category


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            ["I", "my", "mum", "he", "sells", "weed", "live", "at", "12", "Mill Road", ".", ",",
             "told", "him", "''", "-", "\n", "Leeds", "07700 900123", "window", "é", "🙂"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_cuts_lie_in_order_inside_the_text(
    model: Model, redactor: LearnedRedactor, rules: Pipeline, words: list[str]
) -> None:
    text = " ".join(words)
    doc = model.read(text, AT)
    cuts = redactor.find(doc, rules.find(doc))
    assert all(text[c.start : c.end] == c.text and c.text for c in cuts)
    assert all(a.end <= b.start for a, b in pairwise(cuts))


def test_what_the_rules_cut_is_cut(
    model: Model, redactor: LearnedRedactor, rules: Pipeline
) -> None:
    text = "I live at 14 Mill Road, my number is 07700 900123. He deals from the Red Lion."
    doc = model.read(text, AT)
    findings = rules.find(doc)
    ruled = rule_parts().redactor.find(doc, findings, strict=False)
    both = redactor.find(doc, findings)
    assert ruled
    assert all(any(b.start <= r.start and r.end <= b.end for b in both) for r in ruled)


def test_a_rule_is_borne_out_or_not_heard_but_for_those_that_are_trusted() -> None:
    text = "he said it was his"
    doc = replace(read_plain(text, AT), encoding=ENCODING)
    doubtful = Redaction(
        start=0, end=7, text="he said", rule="deed.source", category=Category.PRIVATE_TALK
    )
    sure = replace(doubtful, rule="contact.phone")
    model = SenderModel.shipped()
    low, high = [0.01] * 5, [0.01, 0.6, 0.01, 0.01, 0.01]
    assert model.borne_out(doc, [doubtful, sure], low) == (sure,)
    assert model.borne_out(doc, [doubtful, sure], high) == (doubtful, sure)
    without = replace(doc, encoding=None)
    assert model.borne_out(without, [doubtful, sure], low) == (doubtful, sure)


def test_without_tags_the_rules_alone_cut(redactor: LearnedRedactor, rules: Pipeline) -> None:
    doc = read_plain("I work in the shop and my brother sells weed", AT)
    findings = rules.find(doc)
    ruled = rule_parts().redactor.find(doc, findings, strict=True)
    assert redactor.find(doc, findings, strict=True) == ruled


def test_the_setting_that_leaks_least_within_what_may_be_lost_is_chosen() -> None:
    careful, bold, reckless = (Cutting(seed=n, spread=n, found=n) for n in (0.5, 0.3, 0.1))
    sums = {
        careful: Leaks(removed=10, leaked=5, kept=100, lost=1),
        bold: Leaks(removed=10, leaked=2, kept=100, lost=3),
        reckless: Leaks(removed=10, leaked=0, kept=100, lost=9),
    }
    assert choose_cutting(sums) == bold
    del sums[careful], sums[bold]
    assert choose_cutting(sums) == reckless


def test_less_leaks_where_more_is_cut(examples: list[Example], config: Config) -> None:
    model = SenderModel(train_sender(examples, config), config.cutting)
    sums = leaks(model, examples)
    low, high = Cutting(seed=0.2, spread=0.2, found=0.5), Cutting(seed=0.5, spread=0.5, found=0.8)
    assert sums[low].leaked <= sums[high].leaked
    assert sums[low].removed == sum(len(e.labelled.tip.remove) for e in examples if e.labelled.tip)


def test_the_components_are_registered() -> None:
    import spacy

    import nlp.learned.factory  # noqa: F401 - it registers them

    language = spacy.blank("en")
    language.add_pipe("tipline_message")
    language.add_pipe("tipline_sender", config={"sent_at": "2026-03-27T22:40"})
    doc = language("theyre selling weed outside the shop right now, i live next door")
    shares = [doc.cats[triage.value] for triage in Triage]
    assert sum(shares) == pytest.approx(1.0)
    assert max(Triage, key=lambda triage: doc.cats[triage.value]) is Triage.EMERGENCY
    assert doc.spans["sender"]
    assert all(span.label_ in set(Category) for span in doc.spans["sender"])
