"""Training: the same corpus gives the same parts, which survive being written and read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import srsly  # type: ignore[import-untyped]  # it ships no types

from core.analysis import Drug
from nlp.contract import BadInput
from nlp.corpus.read import Split
from nlp.findings import Findings
from nlp.learned.alike import ALIKE_FILE, Alike
from nlp.learned.beside import BesideModel
from nlp.learned.cues import Cues
from nlp.learned.dataset import Example, lines
from nlp.learned.fitting import fit
from nlp.learned.linear import LearnedPartMissing, Linear
from nlp.learned.making import corpus, write
from nlp.learned.message import MESSAGE, MessageModel, by_words, read_message
from nlp.learned.message import TRIAGE as TRIAGE_HEAD
from nlp.learned.readers import Source, readers
from nlp.learned.rows import Rows, frequent
from nlp.learned.sender import SENDER, SENDER_FILE, SenderModel
from nlp.learned.settings import CONFIG, Config, read_config
from nlp.learned.surroundings import surroundings
from nlp.learned.training import train_message, train_sender
from nlp.learned.wording import wording
from nlp.plain import read_plain
from nlp.vocabulary import VocabularyError

AT = datetime(2026, 3, 27, 22, 40)


def test_training_twice_writes_the_same_bytes(
    examples: list[Example], config: Config, tmp_path: Path
) -> None:
    alike = Alike.shipped()
    first = write(examples, config, lambda _: None, alike=alike, folder=tmp_path / "a")
    second = write(examples, config, lambda _: None, alike=alike, folder=tmp_path / "b")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_what_was_taught_is_said(examples: list[Example], config: Config) -> None:
    model = MessageModel(train_message(examples, config))
    opinions = [model.opinion(read_message(e.doc, e.findings, e.verdict)) for e in examples]
    said = [max(o.triage, key=o.triage.__getitem__) for o in opinions]
    assert said == [e.labelled.triage for e in examples]


def test_probabilities_sum_to_one(examples: list[Example], config: Config) -> None:
    model = MessageModel(train_message(examples, config))
    said = model.opinion(read_message(examples[0].doc, examples[0].findings, examples[0].verdict))
    assert (sum(said.triage.values()), sum(said.danger.values())) == pytest.approx((1, 1))


def test_the_words_are_heard_without_the_rules(examples: list[Example], config: Config) -> None:
    model = train_message(examples, config)
    read = read_message(examples[0].doc, examples[0].findings, examples[0].verdict)
    name = by_words(TRIAGE_HEAD).name
    both, words = (model.probabilities(f)[name] for f in (read.features, read.words))
    assert both == pytest.approx(words, rel=1e-4)


def test_a_typed_error_leaves_most_letters_whole() -> None:
    right, wrong, other = (
        wording(read_plain(word, AT), Findings()).letters()
        for word in ("exploited", "expoited", "gardening")
    )
    assert len(right & wrong) > len(right) / 3
    assert not right & other


def test_what_was_found_has_no_letters() -> None:
    text = "he sells ketamine"
    found = Findings(drugs=(Drug(start=9, end=17, text="ketamine", drug="ketamine"),))
    assert "~keta" in wording(read_plain(text, AT), Findings()).letters()
    assert "~keta" not in wording(read_plain(text, AT), found).letters()


def test_words_taught_as_the_senders_are_found(examples: list[Example], config: Config) -> None:
    model = SenderModel(train_sender(examples, config), config.cutting)
    taught = [e for e in examples if e.labelled.tip and e.labelled.tip.remove]
    assert taught
    assert all(model.cuts(e.doc, e.findings, model.shares(e.doc, e.findings)) for e in taught)


def test_a_saved_model_says_the_same(
    examples: list[Example], config: Config, tmp_path: Path
) -> None:
    trained = train_message(examples, config)
    trained.save(tmp_path / "model")
    again = Linear.load(tmp_path / "model")
    features = read_message(examples[0].doc, examples[0].findings, examples[0].verdict).features
    for head, shares in trained.probabilities(features).items():
        assert again.probabilities(features)[head] == pytest.approx(shares, abs=0.01)


def test_looked_up_once_or_for_each_neighbour_the_sum_is_the_same(
    examples: list[Example], config: Config
) -> None:
    trained = train_sender(examples, config)
    cues, alike = Cues.shipped(), Alike.shipped()
    for example in examples:
        around = surroundings(example.doc, example.findings, cues, alike)
        single = [
            trained.probabilities(dict.fromkeys(names, 1.0))[SENDER.name][1]
            for names in around.names()
        ]
        assert BesideModel(trained, SENDER).shares(around) == pytest.approx(single, abs=1e-5)


def test_names_are_those_of_the_pieces(examples: list[Example]) -> None:
    for example in examples:
        words = wording(example.doc, example.findings)
        assert sorted(words.names()) == sorted(piece.name for piece in words.pieces())


def test_a_message_is_looked_up_as_it_is_trained_on(
    examples: list[Example], config: Config
) -> None:
    linear = train_message(examples, config)
    model = MessageModel(linear)
    for example in examples:
        message = read_message(example.doc, example.findings, example.verdict)
        named = {
            linear.columns[name]: value
            for name, value in message.features.items()
            if name in linear.columns
        }
        columns, values = model._found(message)
        assert dict(zip(columns, values, strict=True)) == pytest.approx(named)


def test_an_empty_message_has_no_shares(examples: list[Example], config: Config) -> None:
    around = surroundings(
        read_plain("", examples[0].doc.at), Findings(), Cues.shipped(), Alike.shipped()
    )
    assert list(BesideModel(train_sender(examples, config), SENDER).shares(around)) == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="no file"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\x93\x01\x02\x03", id="something else"),
        pytest.param(
            srsly.msgpack_dumps({"names": [], "heads": [], "packed": b"torn"}), id="badly packed"
        ),
    ],
)
def test_a_broken_part_is_one_clear_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "message.msgpack"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LearnedPartMissing, match=r"message\.msgpack.*tipline train"):
        Linear.load(path)


def test_the_shipped_parts_are_small() -> None:
    assert sum(p.stat().st_size for p in (MESSAGE, SENDER_FILE, ALIKE_FILE)) < 8_500_000


def test_a_fit_gives_the_shares_that_were_seen() -> None:
    rows = [{"a": 1.0}] * 40
    labels = np.array([0, 1, 2, 2] * 10)
    found = fit(Rows.of(rows, frequent(rows, least=1)), labels, np.ones(40), classes=3, l2=1e-6)
    grown = np.exp(found.sum(axis=0))
    assert grown / grown.sum() == pytest.approx([0.25, 0.25, 0.5], abs=0.01)


def test_a_fit_tells_classes_apart_and_a_penalty_shrinks_it() -> None:
    rows = [{"a": 1.0}, {"b": 1.0}] * 10
    matrix = Rows.of(rows, frequent(rows, least=1))
    labels = np.array([0, 1] * 10)
    free = fit(matrix, labels, np.ones(20), classes=2, l2=0.1)
    held = fit(matrix, labels, np.ones(20), classes=2, l2=10.0)
    assert free[0, 0] > free[0, 1]
    assert abs(held[0, 0]) < abs(free[0, 0])


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("101\t-\t0\t1", id="no text"),
        pytest.param("102\t-\t0\t1\ttext", id="no such class"),
        pytest.param("999\tboredom\t0\t1\ttext", id="no such danger"),
        pytest.param("101\t-\t2\t1\ttext", id="neither 0 nor 1"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "train-x.tsv").write_text(f"# lines\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"train-x\.tsv line 2"):
        list(lines(Split.TRAIN, tmp_path))


def test_a_share_above_one_is_refused(tmp_path: Path) -> None:
    broken = CONFIG.read_text(encoding="utf-8").replace("seed = 0.", "seed = 1.")
    (tmp_path / "config.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(VocabularyError, match="seed"):
        read_config(tmp_path / "config.toml")


def test_the_test_split_cannot_be_trained_on(config: Config) -> None:
    with readers(Source(None, None)) as crowd, pytest.raises(BadInput, match="held out"):
        corpus(crowd, replace(config, splits=("train", "test")), lambda _: None)
