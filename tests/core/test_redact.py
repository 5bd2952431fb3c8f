"""Does cutting take exactly what it should, and do spans move with the text?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis import Category, Person, Redaction
from core.redact import cut

TEXT = "my brother Deano, of 4 Mill Lane"


def redaction(start: int, end: int, category: Category = Category.NAME) -> Redaction:
    return Redaction(start=start, end=end, text=TEXT[start:end], category=category)


def label(category: Category) -> str:
    return f"[{category}]"


@pytest.mark.parametrize(
    ("cuts", "text"),
    [
        pytest.param([], TEXT, id="nothing"),
        pytest.param([redaction(0, 10)], "[name] Deano, of 4 Mill Lane", id="one"),
        pytest.param([redaction(21, 32), redaction(0, 10)], "[name] Deano, of [name]",
                     id="any order"),
        pytest.param(
            [redaction(0, 10, Category.HOME), redaction(3, 16)], "[home], of 4 Mill Lane",
            id="overlapping ones are one, under the first",
        ),
        pytest.param([redaction(0, 16, Category.HOME), redaction(3, 10)],
                     "[home], of 4 Mill Lane", id="one inside another"),
        pytest.param([redaction(0, 2), redaction(2, 10)], "[name][name] Deano, of 4 Mill Lane",
                     id="side by side"),
        pytest.param([redaction(0, len(TEXT))], "[name]", id="everything"),
    ],
)  # fmt: skip
def test_cut(cuts: list[Redaction], text: str) -> None:
    assert cut(TEXT, cuts, label).text == text


@st.composite
def texts_with_cuts(draw: st.DrawFn) -> tuple[str, list[Redaction], list[Person]]:
    text = draw(st.text(min_size=1, max_size=60))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = draw(st.lists(ends.filter(lambda span: span[0] < span[1]), max_size=6))
    others = draw(st.lists(ends.filter(lambda span: span[0] < span[1]), max_size=6))
    cuts = [
        Redaction(start=a, end=b, text=text[a:b], category=draw(st.sampled_from(list(Category))))
        for a, b in spans
    ]
    return text, cuts, [Person(start=a, end=b, text=text[a:b]) for a, b in others]


@given(texts_with_cuts())
def test_findings_move_with_their_words_and_none_that_a_cut_touches_stays(
    case: tuple[str, list[Redaction], list[Person]],
) -> None:
    text, cuts, people = case
    done = cut(text, cuts, lambda _: "[…]")
    moved = done.move(people)
    assert all(done.text[person.start : person.end] == person.text for person in moved)
    untouched = [p for p in people if not any(p.overlaps(c) for c in cuts)]
    assert [person.text for person in moved] == [person.text for person in untouched]


@given(texts_with_cuts())
def test_only_what_stands_outside_every_cut_is_left(
    case: tuple[str, list[Redaction], list[Person]],
) -> None:
    text, cuts, _ = case
    left = "".join(
        char for at, char in enumerate(text) if not any(c.start <= at < c.end for c in cuts)
    )
    assert cut(text, cuts, lambda _: "").text == left


@given(texts_with_cuts())
def test_cutting_again_changes_nothing(case: tuple[str, list[Redaction], list[Person]]) -> None:
    text, cuts, _ = case
    done = cut(text, cuts, label).text
    assert cut(done, [], label).text == done
