"""Which words name a drug where the encoder is heard too."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.learned.drugs import LearnedDrugs
from nlp.learned.settings import Naming
from nlp.plain import read_plain
from nlp.things.drugs import DrugFinder
from tests.nlp.learned.encodings import AT, heard

DRUGS = LearnedDrugs(DrugFinder(), Naming(denied=0.1, doubted=0.2, heard=0.6))
WORDS = ["he", "sells", "weed", "the", "brown", "door", "has", "zazz", "-", "horse", "fair", "."]


def found(text: str, shares: dict[str, float]) -> list[tuple[str, str]]:
    return [(drug.text, drug.drug) for drug in DRUGS.find(heard(text, drugs=shares))]


@pytest.mark.parametrize(
    ("text", "shares", "drugs"),
    [
        pytest.param("he leaves brown in a jar", {"brown": 0.9}, [("brown", "heroin")], id="heard"),
        pytest.param("he leaves brown in a jar", {"brown": 0.5}, [], id="not sure enough"),
        pytest.param("he sells weed", {"weed": 0.15}, [("weed", "cannabis")], id="sure word"),
        pytest.param("over the shop on coke street", {"coke": 0.05}, [], id="denied"),
        pytest.param("he deals in the brown bags", {"brown": 0.9}, [("brown", "heroin")],
                     id="inside an innocent phrase"),
        pytest.param("he sells zazz", {"zazz": 0.9}, [], id="on no list"),
    ],
)  # fmt: skip
def test_the_encoder_is_heard(
    text: str, shares: dict[str, float], drugs: list[tuple[str, str]]
) -> None:
    assert found(text, shares) == drugs


def test_without_the_encoder_the_rules_decide() -> None:
    for text in ("he leaves brown in a jar", "he sells weed and brown, £10 a bag"):
        doc = read_plain(text, AT)
        assert DRUGS.find(doc) == DrugFinder().find(doc)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.floats(0, 1)), max_size=30))
def test_names_stand_in_order_and_none_overlaps_another(words: list[tuple[str, float]]) -> None:
    text = " ".join(word for word, _ in words)
    drugs = DRUGS.find(heard(text, drugs=dict(words)))
    assert all(text[drug.start : drug.end] == drug.text for drug in drugs)
    assert all(one.end <= other.start for one, other in pairwise(drugs))
