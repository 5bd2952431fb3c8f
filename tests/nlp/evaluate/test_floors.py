"""No figure on our test split falls below its floor; the floors are stricter than nothing."""

import pytest

from nlp.corpus.read import Split
from nlp.evaluate.floors import Floor, read_floors
from nlp.evaluate.measure import Measured, figure, measure, read_split
from nlp.inline import InlineAnalyser
from nlp.model import load_model


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure(InlineAnalyser(load_model()), read_split(Split.TEST))


@pytest.mark.model
@pytest.mark.parametrize("floor", read_floors(), ids=lambda floor: floor.path)
def test_no_figure_falls_below_its_floor(floor: Floor, measured: Measured) -> None:
    value = figure(measured.whole, floor.path)
    assert floor.holds(value), f"{floor.path} is {value}, its floor {floor.floor}"


@pytest.mark.parametrize(
    ("is_error", "value", "holds"),
    [(True, 0.1, True), (True, 0.3, False), (False, 0.3, True), (False, 0.1, False),
     (True, None, False), (False, None, False)],
)  # fmt: skip
def test_a_floor_knows_which_way_is_worse(
    *, is_error: bool, value: float | None, holds: bool
) -> None:
    floor = Floor(path="x", floor=0.2, target=0.2, is_error=is_error)
    assert floor.holds(value) is holds
