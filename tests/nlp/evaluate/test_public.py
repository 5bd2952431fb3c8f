"""Places and dates of made-up tweets and news are found, with capitals and without."""

import pytest

from nlp.contract import BadInput
from nlp.corpus.public import Marked, public_line, public_lines
from nlp.evaluate.public import Figures, measure
from nlp.model import Model
from nlp.pipeline import Pipeline
from nlp.plain import read_plain

PLACES, DATES = 0.80, 0.90


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.model
@pytest.mark.parametrize("name", ["tweets", "news"])
@pytest.mark.parametrize("lower", [False, True], ids=["as typed", "lower case"])
def test_no_figure_falls_below_its_floor(
    name: str,
    *,
    lower: bool,
    model: Model,
    pipeline: Pipeline,
) -> None:
    figures = measure(public_lines(name), model.read, pipeline, lower=lower)
    assert figures.f1 >= PLACES, figures.errors
    assert figures.dates_right >= DATES, figures.errors


def test_marks_are_taken_off_and_keep_their_places() -> None:
    line = public_line("2026-03-24T09:15 ## Off to {L:Leeds} {T:2moro|2026-03-25}!")
    assert line.text == "Off to Leeds 2moro!"
    assert line.of("L") == (Marked("L", 7, 12),)
    assert line.of("T") == (Marked("T", 13, 18, "2026-03-25"),)


@pytest.mark.parametrize(
    "line",
    [
        "no time",
        "soon ## text",
        "2026-03-24 ## {L:Leeds",
        "2026-03-24 ## a}",
        "2026-03-24 ## {T:now}",
    ],
)
def test_a_broken_line_is_refused(line: str) -> None:
    with pytest.raises(BadInput):
        public_line(line)


def test_what_is_missed_false_or_wrong_is_counted(pipeline: Pipeline) -> None:
    line = public_line("2026-03-24T09:15 ## from {L:Nowhereton} to Leeds {T:tomorrow|2026-03-26}")
    figures = measure([line], read_plain, pipeline)
    assert (figures.missed, figures.false, figures.dates, figures.right) == (1, 1, 1, 0)
    assert len(figures.errors) == 3
    assert Figures().f1 == Figures().dates_right == 0.0


@pytest.mark.parametrize("name", ["tweets", "news", "tips"])
def test_every_file_reads(name: str) -> None:
    assert len(public_lines(name)) >= 50
