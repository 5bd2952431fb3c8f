"""Owner decisions: whose a home, job, phone, relative, vantage point or routine is, cut or kept."""

from datetime import datetime

import pytest

from app.explaining import print_explanation
from nlp.explain import Explainer
from nlp.parts import rule_parts
from nlp.pipeline import Pipeline
from nlp.plain import read_plain
from nlp.sender.owners import Owners

AT = datetime(2026, 3, 27, 22, 40)
PIPELINE = Pipeline(rule_parts())
OWNERS = Owners()


def owned(text: str) -> list[tuple[str, str, str, bool]]:
    doc = read_plain(text, AT)
    cuts = PIPELINE.analyse(doc).redactions
    found = OWNERS.find(doc, PIPELINE.find(doc), cuts)
    return [(text[o.start : o.end], str(o.kind), str(o.whose), o.cut) for o in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("his brother sells weed", [("his brother", "relationship", "his", False)]),
        ("my brother sells weed", [("my brother", "relationship", "mine", True)]),
        ("Dave's sister sells weed", [("Dave's sister", "relationship", "another's", False)]),
        ("weed in her flat", [("her flat", "home", "hers", False)]),
        ("she works at the Red Lion", [("she works at the Red Lion", "work", "hers", False)]),
        ("his two young sons deal", [("his two young sons", "relationship", "his", False)]),
        ("they deal from their balcony", [("their balcony", "vantage", "theirs", False)]),
        ("he walks the dog with wraps on him", [("he walks", "routine", "his", False)]),
        ("my number 07700 900456", [("my number 07700 900456", "contact", "mine", True)]),
        ("text him on 07700 900123 for weed", [("07700 900123", "contact", "another's", False)]),
        ("weed 07700 900123", [("07700 900123", "contact", "nobody says", False)]),
    ],
)  # fmt: skip
def test_whose_it_is_and_whether_it_stays(
    text: str, expected: list[tuple[str, str, str, bool]]
) -> None:
    assert owned(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "her name is Kim",
        "the flat on the corner",
        "it was his. brother and sister deal",
        "men were living there",
        "",
    ],
)
def test_what_has_no_owner_is_left_out(text: str) -> None:
    assert owned(text) == []


def test_an_explanation_shows_what_was_spared(capsys: pytest.CaptureFixture[str]) -> None:
    explained = Explainer(None).explain("his brother sells weed from my flat", AT)
    assert [(str(one.whose), one.cut) for one in explained.owned] == [
        ("his", False),
        ("mine", True),
    ]
    print_explanation(explained)
    shown = capsys.readouterr().out
    assert "Whose" in shown
    assert "his brother" in shown.partition("Whose")[2]
