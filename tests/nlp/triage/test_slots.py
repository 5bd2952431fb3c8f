"""How phrases with slots are written out."""

from pathlib import Path

import pytest

from nlp.triage.slots import open_rows
from nlp.vocabulary import VocabularyError, read_vocabulary

_ABOUT = '[about]\nwhat = "x"\nsource = "x"\ndate = 2026-11-24\n'
_SLOTS = '[[slot]]\nname = "him"\nfills = ["him", "her"]\n[[slot]]\nname = "his"\nfills = ["his"]\n'


def _words(tmp_path: Path, words: str) -> list[str]:
    path = tmp_path / "scenes.toml"
    path.write_text(f"{_ABOUT}{_SLOTS}[[sign]]\nwords = {words}\n", encoding="utf-8")
    rows = open_rows(read_vocabulary(path), frozenset({"words"}), frozenset())
    return [word for row in rows for word in row["words"]]


def test_a_slot_stands_for_each_of_its_fills(tmp_path: Path) -> None:
    assert _words(tmp_path, '["lock {him} in"]') == ["lock him in", "lock her in"]


def test_two_slots_give_every_pair(tmp_path: Path) -> None:
    assert _words(tmp_path, '["{him} by {his} hair"]') == ["him by his hair", "her by his hair"]


def test_a_phrase_without_slots_is_kept(tmp_path: Path) -> None:
    assert _words(tmp_path, '["by the hair"]') == ["by the hair"]


def test_an_unknown_slot_stops_the_load(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="no slot them"):
        _words(tmp_path, '["lock {them} in"]')


def test_a_phrase_for_thousands_stops_the_load(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="stands for 8192"):
        _words(tmp_path, f'["{" ".join(["{him}"] * 13)}"]')
