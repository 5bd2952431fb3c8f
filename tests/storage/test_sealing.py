from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Tampered
from storage.keys import KeyPair
from storage.sealing import (
    SEALED_KEY_BYTES,
    SMALLEST,
    AnswerText,
    Kind,
    fresh_key,
    lock,
    open_key,
    pad,
    seal,
    seal_key,
    unlock,
    unpad,
    unseal,
)

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
KEY = bytes(range(32))
HELLO = AnswerText("which day was it?")


@pytest.mark.parametrize("vector", VECTORS["aead"], ids=lambda vector: vector["name"])
def test_known_answer(vector: dict[str, str]) -> None:
    key, nonce = bytes.fromhex(vector["key"]), bytes.fromhex(vector["nonce"])
    name, content = vector["row"].encode(), bytes.fromhex(vector["content"])
    sealed = lock(content, key, kind=Kind(vector["kind"]), name=name, nonce=nonce)
    assert sealed.hex() == vector["sealed"]
    assert unlock(sealed, key, kind=Kind(vector["kind"]), name=name) == content


@pytest.mark.parametrize("vector", VECTORS["sealed_keys"], ids=lambda vector: vector["name"])
def test_known_sealed_key_opens(vector: dict[str, str]) -> None:
    secret, sealed = bytes.fromhex(vector["secret"]), bytes.fromhex(vector["sealed"])
    assert KeyPair.of(secret).public.hex() == vector["public"]
    assert open_key(sealed, secret).hex() == vector["key"]


@settings(deadline=None)
@given(st.binary(max_size=5000))
def test_padding_comes_off_and_tells_only_the_order_of_size(content: bytes) -> None:
    padded = pad(content)
    assert unpad(padded) == content
    assert len(padded) >= SMALLEST
    assert len(padded).bit_count() == 1


@pytest.mark.parametrize(
    ("length", "size"), [(0, 2048), (2047, 2048), (2048, 4096), (4095, 4096), (4096, 8192)]
)
def test_sizes_of_padding(length: int, size: int) -> None:
    assert len(pad(b"\x80" * length)) == size


@pytest.mark.parametrize("padded", [b"", b"\x00" * 8, b"abc\x80\x01", b"abc"])
def test_what_is_no_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(Tampered):
        unpad(padded)


def test_sealed_value_comes_back() -> None:
    sealed = seal(HELLO, KEY, kind=Kind.ANSWER, name=b"row")
    assert unseal(AnswerText, sealed, KEY, kind=Kind.ANSWER, name=b"row") == HELLO


def test_short_texts_are_sealed_to_one_length() -> None:
    lengths = {
        len(seal(AnswerText("x" * n), KEY, kind=Kind.ANSWER, name=b"row")) for n in (0, 9, 600)
    }
    assert lengths == {1 + 24 + SMALLEST + 16}


def test_the_same_value_is_never_sealed_alike() -> None:
    first, second = (seal(HELLO, KEY, kind=Kind.ANSWER, name=b"row") for _ in range(2))
    assert first != second


@pytest.mark.parametrize("at", [0, 1, 24, 25, 40, -17, -16, -1])
@pytest.mark.parametrize("bit", [1, 128])
def test_a_flipped_bit_is_found(at: int, bit: int) -> None:
    sealed = bytearray(seal(HELLO, KEY, kind=Kind.ANSWER, name=b"row"))
    sealed[at] ^= bit
    with pytest.raises(Tampered):
        unseal(AnswerText, bytes(sealed), KEY, kind=Kind.ANSWER, name=b"row")


@pytest.mark.parametrize("length", [0, 1, 24, 25, 40, 2000, -1])
def test_a_cut_body_is_found(length: int) -> None:
    sealed = seal(HELLO, KEY, kind=Kind.ANSWER, name=b"row")
    with pytest.raises(Tampered):
        unseal(AnswerText, sealed[:length], KEY, kind=Kind.ANSWER, name=b"row")


@pytest.mark.parametrize(
    ("key", "kind", "name"),
    [
        pytest.param(KEY, Kind.ANSWER, b"other", id="moved to another row"),
        pytest.param(KEY, Kind.TIP, b"row", id="passed off as another kind"),
        pytest.param(bytes(32), Kind.ANSWER, b"row", id="another key"),
        pytest.param(KEY[:31], Kind.ANSWER, b"row", id="no key"),
    ],
)
def test_elsewhere_it_does_not_open(key: bytes, kind: Kind, name: bytes) -> None:
    sealed = seal(HELLO, KEY, kind=Kind.ANSWER, name=b"row")
    with pytest.raises(Tampered):
        unseal(AnswerText, sealed, key, kind=kind, name=name)


@pytest.mark.parametrize(
    "content", [b"\x80", b"{\x80", b"[]\x80", b'{"number":1}\x80', b"\xff\x80"]
)
def test_a_body_of_another_shape_is_tampered_with(content: bytes) -> None:
    sealed = lock(content, KEY, kind=Kind.ANSWER, name=b"row")
    with pytest.raises(Tampered):
        unseal(AnswerText, sealed, KEY, kind=Kind.ANSWER, name=b"row")


def test_lone_surrogates_survive() -> None:
    odd = AnswerText("a\ud800b\x00c")
    sealed = seal(odd, KEY, kind=Kind.ANSWER, name=b"row")
    assert unseal(AnswerText, sealed, KEY, kind=Kind.ANSWER, name=b"row") == odd


def test_sealed_key_opens_with_its_secret_only() -> None:
    desk, other, key = KeyPair.draw(), KeyPair.draw(), fresh_key()
    sealed = seal_key(key, desk.public)
    assert len(sealed) == SEALED_KEY_BYTES
    assert open_key(sealed, desk.secret) == key
    for secret in (other.secret, desk.public, b"short", b""):
        with pytest.raises(Tampered):
            open_key(sealed, secret)


@pytest.mark.parametrize("cut", [slice(0, -1), slice(0, 0), slice(None, None, -1)], ids=str)
def test_changed_sealed_key_does_not_open(cut: slice) -> None:
    desk = KeyPair.draw()
    with pytest.raises(Tampered):
        open_key(seal_key(fresh_key(), desk.public)[cut], desk.secret)


def test_sealed_key_of_another_length_is_refused() -> None:
    desk = KeyPair.draw()
    with pytest.raises(Tampered):
        open_key(seal_key(b"short", desk.public), desk.secret)


def test_reprs_hide_words_and_keys() -> None:
    pair = KeyPair.of(KEY)
    assert HELLO.text not in repr(HELLO)
    assert repr(KEY) not in repr(pair)
