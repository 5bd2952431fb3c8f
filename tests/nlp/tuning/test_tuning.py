"""The encoder is trained for real, with one layer and on a handful of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from core.analysis import Triage
from nlp.document import Document
from nlp.encoder.encoder import Encoder
from nlp.encoder.settings import read_tuning
from nlp.encoder.windows import LENGTH
from nlp.encoder.wordpieces import WordPieces
from nlp.plain import build, read_plain
from nlp.tuning.batches import batches
from nlp.tuning.composing import composed
from nlp.tuning.fitting import fit, rounds
from nlp.tuning.graph import write
from nlp.tuning.network import Weights, encode
from nlp.tuning.start import start
from nlp.tuning.targets import UNSAID, Target, Teaching, targets, taught
from nlp.tuning.thinning import thinned
from nlp.vocabulary import VocabularyError

AT = datetime(2026, 3, 27, 21, 40)
PIECES = WordPieces.shipped()
TAGS = ("NN", "VBZ")
TEXT = "I clean at the school and the caretaker sells coke from his shed every Friday"


@pytest.fixture(scope="module")
def begun() -> tuple[Weights, Weights]:
    return start(layers=1, tags=len(TAGS), seed=1)


def framed(text: str) -> list[int]:
    tokens = read_plain(text, AT).tokens
    return [PIECES.first, *(n for t in tokens for n in PIECES.of(t.lower)), PIECES.last]


def made() -> Iterator[Target]:
    for _ in range(16):
        for text, told in ((TEXT, 1), ("the lad at 9 Hill Road sells weed at the bus stop", 0)):
            pieces = framed(text)
            yield Target(
                pieces=tuple(pieces),
                shapes=(0,) * len(pieces),
                sender=(UNSAID, *(told,) * (len(pieces) - 2), UNSAID),
                activity=(UNSAID,) * len(pieces),
                drugs=(UNSAID,) * len(pieces),
                places=(UNSAID,) * len(pieces),
                tags=(UNSAID, *(told,) * (len(pieces) - 2), UNSAID),
                triage=list(Triage).index(Triage.EMERGENCY if told else Triage.QUEUE),
                safeguarding=told,
                in_scope=1,
            )


def read(text: str, at: datetime) -> Document:
    """As a tagger would that calls every word a noun."""
    return build(text, at, tag_at=lambda _start, _end: "NN")


TEACHING = Teaching(read, TAGS, PIECES, 0.5)


@pytest.mark.slow
def test_what_is_written_says_what_the_trained_network_says(
    begun: tuple[Weights, Weights], tmp_path: Path
) -> None:
    frozen, weights = begun
    path = tmp_path / "encoder.onnx"
    write(frozen, weights, TAGS, path)
    pieces = framed(TEXT)
    texts = (jnp.array([pieces]), jnp.array([[0, *(1,) * (len(pieces) - 2), 0]]))
    words, tags, message = encode(frozen, weights, texts, None, 0.0)
    said = Encoder.load(path)._run(pieces[1:-1], [1] * (len(pieces) - 2))
    # Weights of eight bits are off by about a hundredth of their spread.
    assert np.abs(np.asarray(words)[0, 1:-1] - said.words).max() < 0.1
    assert np.abs(np.asarray(tags)[0, 1:-1] - said.tags).max() < 0.1
    assert np.abs(np.asarray(message)[0] - said.message).max() < 0.15


@pytest.mark.slow
def test_a_thinner_layer_says_nearly_what_the_whole_one_says(
    begun: tuple[Weights, Weights],
) -> None:
    frozen, weights = begun
    known = list(targets(taught(["dev"]), TEACHING))
    *read_of, unread = list(batches(known, 1))[:9]
    thin = thinned(frozen, weights, read_of, 768)
    naive = weights | {"layers": [cut_short(layer, 768) for layer in weights["layers"]]}
    texts = (jnp.asarray(unread.pieces), jnp.asarray(unread.shapes))
    whole, said, plain = (
        np.asarray(encode(frozen, each, texts, None, 0.0)[1]) for each in (weights, thin, naive)
    )
    assert thin["layers"][0]["up"]["w"].shape == (384, 768)
    assert np.abs(said - whole).mean() < 0.8 * np.abs(plain - whole).mean()


@pytest.mark.slow
def test_as_wide_as_before_nothing_changes(begun: tuple[Weights, Weights]) -> None:
    frozen, weights = begun
    known = list(targets(taught(["dev"]), TEACHING))
    *read_of, unread = list(batches(known, 1))[:9]
    same = thinned(frozen, weights, read_of, 1536)
    texts = (jnp.asarray(unread.pieces), jnp.asarray(unread.shapes))
    whole, said = (np.asarray(encode(frozen, w, texts, None, 0.0)[1]) for w in (weights, same))
    assert np.abs(said - whole).max() < 0.02


def cut_short(layer: Weights, wide: int) -> Weights:
    """A layer with its first wide values alone."""
    up, down = layer["up"], layer["down"]
    return layer | {
        "up": {"w": up["w"][:, :wide], "b": up["b"][:wide]},
        "down": {"w": down["w"][:wide], "b": down["b"]},
    }


@pytest.mark.slow
def test_it_learns_what_it_is_taught(begun: tuple[Weights, Weights], tmp_path: Path) -> None:
    frozen, weights = begun
    tuning = replace(read_tuning(), epochs=12, layers=1)
    told: list[str] = []
    learnt = fit(frozen, weights, list(made()), tuning, told.append)
    write(frozen, learnt, TAGS, tmp_path / "encoder.onnx")
    encoder = Encoder.load(tmp_path / "encoder.onnx")
    mine = encoder.encode(TEXT, read_plain(TEXT, AT).tokens)
    other = "the lad at 9 Hill Road sells weed"
    theirs = encoder.encode(other, read_plain(other, AT).tokens)
    assert min(mine.sender) > 0.5 > max(theirs.sender)
    assert mine.triage[Triage.EMERGENCY] > 0.5 > theirs.triage[Triage.EMERGENCY]
    assert set(mine.tags) == {TAGS[1]}
    assert set(theirs.tags) == {TAGS[0]}
    assert told[-1].startswith("step ")


def test_a_batch_left_out_gives_no_target() -> None:
    every = list(targets(taught(["dev"]), TEACHING))
    fewer = list(targets(taught(["dev"], frozenset({"dev-granite"})), TEACHING))
    assert 100 <= len(every) - len(fewer) < 200


def test_each_round_has_all_tips_and_another_share_of_the_lines() -> None:
    one = next(made())
    known = [replace(one, triage=n % 3, is_line=n >= 100) for n in range(1100)]
    tuning = replace(read_tuning(), epochs=2, lines=0.4)
    (_, first), (_, second) = rounds(known, tuning)
    for some in (first, second):
        assert [t for t in some if not t.is_line] == known[:100]
        assert 300 < sum(t.is_line for t in some) < 500
    assert first != second
    assert all(some == known[:100] for _, some in rounds(known, replace(tuning, lines=0.0)))


def test_each_text_is_in_one_batch_of_its_length() -> None:
    known = list(targets(taught(["dev"]), TEACHING))
    seen = {
        tuple(int(n) for n in row if n > 0) for batch in batches(known, 3) for row in batch.pieces
    }
    assert seen == {target.pieces for target in known}


def test_labels_stand_on_the_marked_words() -> None:
    marked = [t for t in targets(taught(["dev"]), TEACHING) if 1 in t.sender]
    assert marked
    for target in marked:
        assert target.sender[0] == target.sender[-1] == UNSAID
        parts = (
            target.sender,
            target.activity,
            target.drugs,
            target.places,
            target.tags,
            target.shapes,
        )
        assert {len(part) for part in parts} == {len(target.pieces)}


def test_a_broken_configuration_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "encoder.toml"
    path.write_text("seed = 1\nlayer = 3\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"encoder\.toml"):
        read_tuning(path)


def test_a_message_put_together_is_as_urgent_as_its_most_urgent_part() -> None:
    def text(number: int, triage: int, length: int) -> Target:
        inside = (number,) * length
        return Target(
            pieces=(PIECES.first, *inside, PIECES.last),
            shapes=(0,) * (length + 2),
            sender=(UNSAID, *inside, UNSAID),
            activity=(UNSAID, *inside, UNSAID),
            drugs=(UNSAID, *inside, UNSAID),
            places=(UNSAID, *inside, UNSAID),
            tags=(UNSAID, *inside, UNSAID),
            triage=triage,
            safeguarding=number % 2,
            in_scope=1,
        )

    known = [text(5000 + n, (0, 1, 2, 2, 2, UNSAID)[n % 6], 10 + n) for n in range(60)]
    by_number = {target.pieces[1]: target for target in known}
    made = list(composed(known, 3.0, seed=1))
    assert len(made) > 150
    assert {target.triage for target in made} == {0, 1, 2}
    for target in made:
        inside = target.pieces[1:-1]
        held = [by_number[number] for number in dict.fromkeys(inside)]
        assert len(inside) <= LENGTH
        assert target.sender[1:-1] == target.activity[1:-1] == inside
        assert target.drugs[1:-1] == target.places[1:-1] == target.tags[1:-1] == inside
        assert target.triage == min(part.triage for part in held)
        assert target.safeguarding == max(part.safeguarding for part in held)
        assert sum(part.triage != 2 for part in held) <= 1


def test_nothing_is_put_together_where_nothing_is_calm() -> None:
    assert not list(composed([replace(next(made()), triage=0)], 1.0, seed=1))
