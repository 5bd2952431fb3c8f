from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from datetime import datetime
from multiprocessing.connection import Connection
from threading import Thread

import pytest

from nlp.outfit import Outfit
from nlp.worker import Answer, Hello, Request, _answer_all, _prepare

AT = datetime(2026, 3, 27, 22, 40)


@pytest.fixture
def pipes() -> Iterator[tuple[Connection, Connection]]:
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        yield ours, theirs


def test_a_worker_says_when_it_is_ready_and_answers_by_number(
    pipes: tuple[Connection, Connection], small_model: str
) -> None:
    ours, theirs = pipes
    ready = _prepare(theirs, small_model, Outfit(), [])
    assert ready
    assert ours.recv() == Hello()

    def serve() -> None:
        with pytest.raises(EOFError):
            _answer_all(theirs, *ready, [])

    thread = Thread(target=serve)
    thread.start()
    ours.send(Request(7, "he sells weed", AT))
    answer = ours.recv()
    ours.close()
    thread.join(5)
    assert isinstance(answer, Answer)
    assert (answer.number, answer.analysis.text, answer.faults) == (7, "he sells weed", ())
    assert not thread.is_alive()


def test_a_worker_without_a_model_says_what_to_do(pipes: tuple[Connection, Connection]) -> None:
    ours, theirs = pipes
    assert _prepare(theirs, "en_nowhere", Outfit(), []) is None
    hello = ours.recv()
    assert hello.error == "ModelMissing"
    assert "TIPLINE_SPACY_MODEL" in hello.sentence


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(Request(1, "Zxqvrabbit", AT), id="request"),
    ],
)
def test_messages_hide_their_words(message: Request) -> None:
    assert "Zxqvrabbit" not in repr(message)
