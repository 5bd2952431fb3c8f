"""Groups of words: near vectors share one, a strange word or table has none."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from nlp.learned.alike import COARSE, FINE, MIDDLE, Alike
from nlp.learned.linear import LearnedPartMissing
from nlp.model import Model, load_model
from nlp.plain import read_plain

AT = datetime(2026, 3, 27, 22, 40)
VECTORS = np.array([[9, 1], [8, 0], [0, 5], [1, 9], [0, 0]], np.float32)


def test_near_rows_share_a_group() -> None:
    alike = Alike.of(VECTORS[:4], levels=[2])
    words = read_plain("a b c d", AT).tokens
    one, two, three, four = alike.names([replace(t, row=n) for n, t in enumerate(words)], 2)
    assert one == two
    assert three == four
    assert one != three


def test_a_word_without_a_vector_is_in_no_group() -> None:
    alike = Alike.of(VECTORS, levels=[2])
    assert alike.names(read_plain("qwxyz", AT).tokens, 2) == ["?"]


def test_grouping_twice_gives_the_same() -> None:
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(300, 8)).astype(np.float32)
    words = [replace(read_plain("a", AT).tokens[0], row=row) for row in range(300)]
    once, again = Alike.of(vectors, levels=[16]), Alike.of(vectors, levels=[16])
    assert once.names(words, 16) == again.names(words, 16)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    Alike.shipped().save(tmp_path / "alike.msgpack")
    again = Alike.load(tmp_path / "alike.msgpack")
    words = [replace(read_plain("a", AT).tokens[0], row=row) for row in range(-1, 50)]
    for level in (COARSE, MIDDLE, FINE):
        assert again.names(words, level) == Alike.shipped().names(words, level)


@pytest.mark.parametrize("content", [None, b"", b"\x81\xa264\xa0"])
def test_a_broken_file_is_one_clear_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "alike.msgpack"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LearnedPartMissing, match=r"alike\.msgpack.*tipline train"):
        Alike.load(path)


def test_another_table_of_vectors_says_nothing(small_model: str) -> None:
    doc = load_model(small_model).read("Dave sells weed", AT)
    assert [token.row for token in doc.tokens] == [-1, -1, -1]


@pytest.mark.model
def test_the_base_model_knows_words_that_the_corpus_may_not(model: Model) -> None:
    doc = model.read("my plumber, my electrician, my qzxwv", AT)
    rows = {token.text: token.row for token in doc.tokens}
    groups = dict(
        zip(
            (token.text for token in doc.tokens),
            Alike.shipped().names(doc.tokens, COARSE),
            strict=True,
        )
    )
    assert groups["plumber"] == groups["electrician"]
    assert rows["qzxwv"] == -1
