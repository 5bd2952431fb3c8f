"""The shortest reports that people send: each is for this line, and none is an emergency."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.analysis import Triage
from nlp.model import Model
from nlp.pipeline import Pipeline

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    "text",
    [
        "they are dealing at 9 Hill Road Leeds every night",
        "dealer at 14 Elm Street Luton, cars all night",
        "drugs being sold from the flat above the chippy in Maltby",
        "my neighbour is a dealer",
        "theres a cannabis farm next door to the school on Park Lane",
        "John Smith sells drugs in Ilford",
        "drug dealing at The Crown in Bolton",
        "growing weed in the loft at 12 Mill Lane, heat lamps, smell is awful",
        "county lines kid selling in Margate",
        "I think the bloke at number 40 is dealing",
        "Qzorv7 sells plumbax weed from 3 Quillan3 Road Southend every night, ring 07700 900003",
    ],
)
def test_a_report_of_one_line_is_taken(
    shipped: Pipeline, model: Model, at: datetime, text: str
) -> None:
    analysis = shipped.analyse(model.read(text, at))
    assert analysis.in_scope
    assert analysis.triage is not Triage.EMERGENCY
