"""The pipeline as shipped, on texts of every kind."""

from __future__ import annotations

import gc
import re
from datetime import datetime
from itertools import pairwise
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import Triage
from core.redact import cut
from nlp.model import Model
from nlp.pipeline import Pipeline
from nlp.sender.redactor import label

AT = datetime(2026, 3, 27, 22, 40)
TEXT = "Deano sells weed at 14 Mill Lane now, I live at 14 too"

LONG = {
    "brackets": "(" * 8000,
    "digits": "07" * 4000,
    "words": "my mate at " * 700,
    "letters": "a" * 8000,
    "times": "from 7 to " * 800,
    "ats": "a@" * 4000,
    "plates": "AB12 " * 1600,
    "quotes": 'he said "' * 900,
    "lines": "\n" * 8000,
    "i live": "i live next to " * 530,
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_no_text_of_eight_thousand_characters_takes_a_second(shipped: Pipeline, name: str) -> None:
    before = thread_time()
    shipped.by_rules(LONG[name], AT)
    assert thread_time() - before < 1.0


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), max_size=120))
def test_any_text_is_understood(shipped: Pipeline, text: str) -> None:
    analysis = shipped.by_rules(text, AT)
    found = (*analysis.locations, *analysis.times, *analysis.drugs, *analysis.people)
    assert all(text[f.start : f.end] == f.text for f in (*found, *analysis.redactions))


SOUP = re.findall(
    r"\S+",
    """my brother his mum I i'm we he she they live lives at in near outside 14 flat 3B Mill Lane
    Road Luton CM1 2AB AB12CDE AB12 CDE white Ford Transit Golf Charlie charlie Dave weed coke 8
    ball gear £20 now right tonight every Friday last from 7 til late 2am yesterday 07700 900123
    +447700900123 @daz_x snap: call me told him I'd the police nurse work Tesco bedroom window see
    knife gun kids screaming bleeding not never if " ' ( ) , . ! ? / - A12 M25 station park dealing
    dealt sells selling been will be moving cooking hostage Victoria May March bath""",
)


@settings(max_examples=300, deadline=None)
@given(words=st.lists(st.sampled_from(SOUP), max_size=40))
def test_whatever_is_said_the_analysis_agrees_with_itself(
    shipped: Pipeline, words: list[str]
) -> None:
    text = " ".join(words)
    analysis = shipped.by_rules(text, AT)
    kinds = (
        analysis.locations, analysis.times, analysis.vehicles, analysis.phones,
        analysis.handles, analysis.people,
    )  # fmt: skip
    cuts = analysis.redactions
    found = [f for kind in kinds for f in kind]
    everything = (*found, *analysis.drugs, *analysis.reasons, *cuts)
    assert all(text[f.start : f.end] == f.text for f in everything)
    assert all(a.end <= b.start for a, b in pairwise(sorted(found, key=lambda f: f.start)))
    assert all(a.end <= b.start for a, b in pairwise(cuts))
    assert not [f for f in found if any(f.overlaps(c) for c in cuts)]
    assert bool(analysis.reasons) == (analysis.triage is not Triage.QUEUE)


@settings(max_examples=150, deadline=None)
@given(words=st.lists(st.sampled_from(SOUP), max_size=40))
def test_what_was_cut_does_not_stand_in_the_sanitised_text(
    shipped: Pipeline, words: list[str]
) -> None:
    analysis = shipped.by_rules(" ".join(words), AT)
    moved = cut(analysis.text, analysis.redactions, label)
    assert analysis.sanitised == moved.text
    outside = analysis.text
    for redaction in reversed(analysis.redactions):
        outside = outside[: redaction.start] + label(redaction.category) + outside[redaction.end :]
    assert analysis.sanitised == outside


@pytest.mark.model
def test_an_emergency_and_a_habit(shipped: Pipeline, model: Model) -> None:
    texts = (
        "theres two men with a machete selling heroin outside 3 Church Street Luton right now",
        "My cousin deals ketamine from 3 Church Street, Luton every Saturday night, blue Corsa.",
    )
    now, habit = (shipped.understand(text, AT, model.read) for text in texts)
    assert (now.triage, habit.triage) == (Triage.EMERGENCY, Triage.QUEUE)
    assert "my cousin" not in habit.sanitised.lower()
    assert {"ketamine", "3 Church Street, Luton", "every Saturday night", "blue Corsa"} <= {
        f.text for f in (*habit.drugs, *habit.locations, *habit.times, *habit.vehicles)
    }


def _holding(word: str) -> list[str]:
    """Types of the objects that hold a string with this word, wherever they are."""
    return [
        type(holder).__name__
        for holder in gc.get_objects()
        for held in gc.get_referents(holder)
        if type(held) is str and word in held
    ]


def _planted() -> str:
    """A word that stands in no source file, so that no code object holds it."""
    return "".join(reversed("knouqblumvj"))


def _understand(pipeline: Pipeline, model: Model | None) -> None:
    text = f"{_planted()} sells weed at 9 {_planted()} Road, my brother {_planted()}, @{_planted()}"
    pipeline.understand(text, AT, model.read if model else None)


def test_the_rules_forget_what_they_read(shipped: Pipeline) -> None:
    _understand(shipped, None)
    gc.collect()
    word = _planted()
    assert [holder for holder in _holding(word) if holder != "frame"] == []


@pytest.mark.model
def test_the_whole_analysis_forgets_what_it_read(shipped: Pipeline, model: Model) -> None:
    before = len(model._language.vocab.strings)
    _understand(shipped, model)
    gc.collect()
    word = _planted()
    assert [holder for holder in _holding(word) if holder != "frame"] == []
    assert not model.knows(word)
    assert len(model._language.vocab.strings) == before


def test_the_search_finds_a_word_that_is_kept() -> None:
    kept = [_planted()]
    assert "list" in _holding(kept[0])
