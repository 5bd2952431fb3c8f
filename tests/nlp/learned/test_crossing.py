from __future__ import annotations

from nlp.learned.crossing import cross
from nlp.learned.dataset import Example
from nlp.learned.settings import Config
from nlp.learned.timing import TimesModel


def test_every_way_of_deciding_is_measured_on_every_tip(
    examples: list[Example], config: Config
) -> None:
    tips = [e for e in examples if e.labelled.tip]
    crossed = cross(examples, tips, TimesModel.shipped(), config)
    assert set(crossed.reports) == {"rules", "learned", "both"}
    assert len(crossed.cases) == len(tips)
    assert all(report.figures()["tips"] == len(tips) for report in crossed.reports.values())
    assert all(
        leak.removed == sum(len(e.labelled.tip.remove) for e in tips if e.labelled.tip)
        for leak in crossed.leaks.values()
    )


def test_lines_are_trained_on_and_not_measured(examples: list[Example], config: Config) -> None:
    crossed = cross(examples, examples, TimesModel.shipped(), config)
    assert len(crossed.cases) == sum(e.labelled.tip is not None for e in examples)
