from __future__ import annotations

from datetime import datetime

import pytest

from nlp.contract import BadInput
from nlp.incoming import Incoming, read_jsonl, read_lines

NOW = datetime(2026, 3, 27, 22, 40)


def test_plain_text_is_a_tip_a_line() -> None:
    lines = ["\ufefffirst\n", "\n", "  \r\n", 'third {"id"}\r\n', "last"]
    assert list(read_lines(lines, now=NOW)) == [
        Incoming("1", "first", NOW),
        Incoming("4", 'third {"id"}', NOW),
        Incoming("5", "last", NOW),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param('{"id": "a", "text": "x"}', Incoming("a", "x", NOW), id="without ref"),
        pytest.param('{"id": "a", "text": "x", "ref": null}', Incoming("a", "x", NOW), id="null"),
        pytest.param(
            '{"id": "a", "text": "", "ref": "2026-01-02T03:04:05", "more": 1}',
            Incoming("a", "", datetime(2026, 1, 2, 3, 4, 5)),
            id="ref, empty text, another key",
        ),
        pytest.param(
            '{"id": "a", "text": "x", "ref": "2026-07-01T21:00:00Z"}',
            Incoming("a", "x", datetime(2026, 7, 1, 22)),
            id="ref with a zone becomes local",
        ),
    ],
)  # fmt: skip
def test_json_lines(line: str, expected: Incoming) -> None:
    assert list(read_jsonl(["\n", line], now=NOW)) == [expected]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        pytest.param("not json", "Line 2 is not JSON", id="no JSON"),
        pytest.param("[" * 100_000, "Line 2 is not JSON", id="too deep"),
        pytest.param("[1]", "Line 2 is not a JSON object", id="no object"),
        pytest.param('{"text": "x"}', "Line 2 has no id", id="no id"),
        pytest.param('{"id": 7, "text": "x"}', "Line 2 has no id", id="id a number"),
        pytest.param('{"id": "b"}', "Line 2 has no text", id="no text"),
        pytest.param('{"id": "b", "text": null}', "Line 2 has no text", id="text null"),
        pytest.param('{"id": "a", "text": "x"}', "Line 2 repeats the id of line 1", id="id again"),
        pytest.param('{"id": "b", "text": "x", "ref": "soon"}', "Line 2: ref is no date", id="ref"),
    ],
)
def test_a_bad_line_is_named(line: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        list(read_jsonl(['{"id": "a", "text": "x"}', line], now=NOW))
