from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from nlp.model import Model, load_model
from nlp.pipeline import Pipeline


@pytest.fixture(scope="session")
def at() -> datetime:
    """A Friday night in Greenwich Mean Time."""
    return datetime(2026, 3, 27, 22, 40)


@pytest.fixture(scope="session")
def model() -> Model:
    """The shipped model, loaded once."""
    return load_model()


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a model that only cuts words: it loads in no time."""
    import spacy

    folder: Path = tmp_path_factory.mktemp("model") / "blank"
    spacy.blank("en").to_disk(folder)
    return str(folder)


@pytest.fixture(scope="session")
def faults() -> list[tuple[str, str]]:
    """What the shared pipeline was told of failing parts."""
    return []


@pytest.fixture(scope="session")
def shipped(faults: list[tuple[str, str]]) -> Iterator[Pipeline]:
    """The pipeline as shipped; no part of it may fail on any text of any test."""
    yield Pipeline(on_fault=lambda part, error: faults.append((part, error)))
    assert faults == []
