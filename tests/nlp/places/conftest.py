"""The finder with the shipped data, read once."""

from __future__ import annotations

import pytest

from nlp.places.finder import PlaceFinder
from nlp.places.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.shipped()


@pytest.fixture(scope="session")
def finder(gazetteer: Gazetteer) -> PlaceFinder:
    return PlaceFinder(gazetteer)
