"""The log takes names of a closed list and numbers, and nothing else."""

import io
import json
import logging
from enum import StrEnum

import pytest

from app.logs import Event, Log, close_other_logs


def test_an_event_is_one_line_of_json() -> None:
    stream = io.StringIO()
    Log(stream).note(Event.SWEPT, tips=2, answers=0)
    line = json.loads(stream.getvalue())
    assert (line["event"], line["tips"], line["answers"]) == ("swept", 2, 0)


def test_a_time_is_logged_to_the_hour_only() -> None:
    stream = io.StringIO()
    Log(stream).note(Event.READY)
    assert json.loads(stream.getvalue())["timestamp"].endswith(":00Z")


@pytest.mark.parametrize("value", ["words", None, ["x"], b"x"])
def test_anything_but_numbers_is_refused(value: object) -> None:
    stream = io.StringIO()
    with pytest.raises(TypeError):
        Log(stream).note(Event.READY, count=value)  # type: ignore[arg-type]
    assert stream.getvalue() == ""


def test_a_fault_says_the_class_and_not_the_words() -> None:
    stream = io.StringIO()
    Log(stream).fault(Event.ANALYSIS_FAULT, type(ValueError("a tip")))
    assert "ValueError" in stream.getvalue()
    assert "tip" not in stream.getvalue()


def test_other_loggers_are_shut() -> None:
    root = logging.getLogger()
    handlers = root.handlers
    try:
        close_other_logs()
        stream = io.StringIO()
        logger = logging.getLogger("aiogram.event")
        logger.addHandler(handler := logging.StreamHandler(stream))
        logger.critical("planted words")
        logger.removeHandler(handler)
    finally:
        logging.disable(logging.NOTSET)
        root.handlers = handlers
    assert stream.getvalue() == ""


def test_event_names_are_unique() -> None:
    assert issubclass(Event, StrEnum)
    assert len({event.value for event in Event}) == len(Event)
