from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import WrongPassphrase
from core.receipt import of_number
from storage.faults import (
    BadRecoveryKey,
    BrokenFile,
    DeskExists,
    KeyClosed,
    LooseFile,
    NoDesk,
    WeakPassphrase,
)
from storage.keys import OpenKey, Wrapper
from storage.passphrase import check_passphrase, encoded
from storage.receipts import ReceiptKeys
from storage.recovery_code import read_code, write_code
from storage.secret_files import create_secrets, forget_desk, load_public, load_staff
from storage.stretching import PASSPHRASE_COST, RECEIPT_COST, Cost, Stretcher, hkdf
from tests.storage.samples import CHEAP

DESK = bytes(range(32))
KEYS32 = st.binary(min_size=32, max_size=32)


class TestStretching:
    def test_hkdf_of_rfc_5869_case_3(self) -> None:
        expected = (
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        )
        assert hkdf(b"\x0b" * 22, b"", 42).hex() == expected

    def test_each_use_has_its_own_bytes(self) -> None:
        assert hkdf(DESK, b"lookup", 16) != hkdf(DESK, b"reply", 16)

    async def test_argon2id_known_answer(self) -> None:
        # Argon2 reference implementation: argon2id, v=19, t=2, m=65536, p=1.
        made = await Stretcher().stretch(b"password", b"somesalt", Cost(passes=2, memory_kib=65536))
        expected = "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
        assert made.hex() == expected

    def test_promised_costs(self) -> None:
        assert Cost(passes=3, memory_kib=65536) == PASSPHRASE_COST
        assert Cost(passes=3, memory_kib=131072) == RECEIPT_COST


class TestReceiptKeys:
    @pytest.fixture
    def receipts(self) -> ReceiptKeys:
        return ReceiptKeys(stretcher=Stretcher(), cost=CHEAP, salt=b"s" * 32, pepper=b"p" * 32)

    async def test_a_receipt_always_leads_to_the_same_mailbox(self, receipts: ReceiptKeys) -> None:
        assert await receipts.of(of_number(5)) == await receipts.of(of_number(5))

    async def test_lookup_and_reply_are_of_their_sizes(self, receipts: ReceiptKeys) -> None:
        keys = await receipts.of(of_number(5))
        assert (len(keys.lookup), len(keys.reply.public), len(keys.reply.secret)) == (16, 32, 32)

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param({"salt": b"t" * 32}, id="salt"),
            pytest.param({"pepper": b"q" * 32}, id="pepper"),
            pytest.param({"cost": Cost(passes=2, memory_kib=64)}, id="cost"),
        ],
    )
    async def test_without_one_secret_nothing_is_found(
        self, receipts: ReceiptKeys, change: dict[str, Any]
    ) -> None:
        mine = await receipts.of(of_number(5))
        theirs = await replace(receipts, **change).of(of_number(5))
        assert mine.lookup != theirs.lookup
        assert mine.reply.public != theirs.reply.public

    async def test_reprs_hide_everything(self, receipts: ReceiptKeys) -> None:
        keys = await receipts.of(of_number(5))
        assert repr(keys) == "MailboxKeys()"
        assert "ppp" not in repr(receipts)
        assert "sss" not in repr(receipts)


class TestWrapper:
    wrapper = Wrapper(Stretcher(), CHEAP)

    async def test_the_passphrase_opens(self) -> None:
        wrapped = await self.wrapper.wrap("ann", "four random words here", DESK)
        assert await self.wrapper.unwrap("ann", "four random words here", wrapped) == DESK

    async def test_letters_with_accents_may_be_typed_either_way(self) -> None:
        wrapped = await self.wrapper.wrap("ann", "caf\u00e9 by the river", DESK)
        assert await self.wrapper.unwrap("ann", "cafe\u0301 by the river", wrapped) == DESK

    @pytest.mark.parametrize(
        ("name", "passphrase"),
        [("ann", "four random words her"), ("ann", ""), ("ben", "four random words here")],
    )
    async def test_another_name_or_passphrase_does_not(self, name: str, passphrase: str) -> None:
        wrapped = await self.wrapper.wrap("ann", "four random words here", DESK)
        with pytest.raises(WrongPassphrase):
            await self.wrapper.unwrap(name, passphrase, wrapped)

    async def test_no_account_is_the_same_fault(self) -> None:
        with pytest.raises(WrongPassphrase):
            await self.wrapper.unwrap("ann", "four random words here", None)

    async def test_keys_of_another_account_in_the_row_do_not_open(self) -> None:
        ann = await self.wrapper.wrap("ann", "four random words here", DESK)
        eve = await self.wrapper.wrap("eve", "eves own passphrase", bytes(32))
        forged = replace(eve, desk_sealed=ann.desk_sealed)
        with pytest.raises(WrongPassphrase):
            await self.wrapper.unwrap("eve", "eves own passphrase", forged)


class TestOpenKey:
    def test_closing_overwrites_the_secret(self) -> None:
        key = OpenKey("ann", DESK)
        held = key._secret
        key.close()
        key.close()
        assert bytes(held) == b""
        with pytest.raises(KeyClosed):
            _ = key.secret

    def test_repr_hides_the_secret(self) -> None:
        assert DESK.hex() not in repr(OpenKey("ann", DESK))


class TestPassphrase:
    @pytest.mark.parametrize(
        "passphrase",
        [
            pytest.param("", id="empty"),
            pytest.param("short", id="short"),
            pytest.param("elevenchars", id="eleven"),
            pytest.param("aaaaaaaaaaaaaaaa", id="one letter"),
            pytest.param("abcabcabcabcabc", id="three letters"),
            pytest.param("qwertyuiop12", id="keyboard"),
            pytest.param("password12345", id="known word and digits"),
            pytest.param("Password!Password!", id="known word twice"),
            pytest.param("WELCOME-summer-2026", id="known words joined"),
            pytest.param("correct horse battery staple", id="famous"),
            pytest.param("CorrectHorseBatteryStaple1", id="famous and a digit"),
            pytest.param("hartley-hartley-2026", id="own name"),
            pytest.param("123456789012", id="counting"),
            pytest.param("835620194756", id="digits"),
            pytest.param("07700 900123 2026", id="telephone number"),
            pytest.param("P@ssw0rd-P4$$word", id="known word in disguise"),
        ],
    )
    def test_weak(self, passphrase: str) -> None:
        with pytest.raises(WeakPassphrase):
            check_passphrase(passphrase, "hartley")

    @pytest.mark.parametrize(
        "passphrase",
        [
            "gravel otter plinth mango",
            "Tr0ub4dor&3-lantern",
            "love from the otter in june",
            "zażółć gęślą jaźń",
            "k9#vQ2!mZp7x",
            "hartley likes green anoraks",
        ],
    )
    def test_good(self, passphrase: str) -> None:
        check_passphrase(passphrase, "hartley")

    def test_no_name_is_no_part(self) -> None:
        check_passphrase("gravel otter plinth mango", "")

    @settings(deadline=None)
    @given(st.text(max_size=40), st.text(max_size=10))
    def test_any_text_is_good_or_weak(self, passphrase: str, name: str) -> None:
        encoded(passphrase)
        try:
            check_passphrase(passphrase, name)
        except WeakPassphrase:
            return
        assert len(passphrase) >= 6


class TestRecoveryCode:
    @settings(deadline=None)
    @given(KEYS32)
    def test_what_is_printed_is_read(self, key: bytes) -> None:
        code = write_code(key)
        assert len(code.split("-")) == 14
        assert read_code(code) == key
        assert read_code(code.lower().replace("-", " ")) == key

    def test_letters_that_look_like_digits_are_taken_for_them(self) -> None:
        code = write_code(bytes(32))
        assert read_code(code.replace("0", "O")) == bytes(32)

    @settings(deadline=None)
    @given(KEYS32, st.integers(0, 55), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
    def test_a_slip_is_found(self, key: bytes, at: int, wrong: str) -> None:
        chars = write_code(key).replace("-", "")
        slipped = chars[:at] + wrong + chars[at + 1 :]
        if slipped != chars:
            with pytest.raises(BadRecoveryKey):
                read_code(slipped)

    @pytest.mark.parametrize("typed", ["", "ABCD", "U" * 56, "Z" * 56, "é" * 56, "0" * 57])
    def test_what_is_no_code(self, typed: str) -> None:
        with pytest.raises(BadRecoveryKey):
            read_code(typed)


class TestSecretFiles:
    def test_they_are_made_once_for_their_user_alone(self, tmp_path: Path) -> None:
        directory = tmp_path / "data"
        create_secrets(directory, DESK)
        first = load_public(directory)
        forget_desk(directory)
        create_secrets(directory, bytes(32))
        again = load_public(directory)
        assert (again.pepper, again.receipt_salt) == (first.pepper, first.receipt_salt)
        assert (first.desk_public, again.desk_public) == (DESK, bytes(32))
        assert load_staff(directory).desk_public == bytes(32)
        modes = {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}
        assert modes == {0o600}
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700

    def test_the_pin_of_a_desk_is_not_overwritten(self, tmp_path: Path) -> None:
        create_secrets(tmp_path, DESK)
        with pytest.raises(DeskExists):
            create_secrets(tmp_path, bytes(32))
        assert load_public(tmp_path).desk_public == DESK

    def test_all_secrets_differ(self, tmp_path: Path) -> None:
        create_secrets(tmp_path, DESK)
        made = load_public(tmp_path)
        assert len({made.pepper, made.receipt_salt, load_staff(tmp_path).audit_key}) == 3

    @pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o644, 0o601])
    def test_what_others_can_read_is_refused(self, tmp_path: Path, mode: int) -> None:
        create_secrets(tmp_path, DESK)
        (tmp_path / "pepper").chmod(mode)
        with pytest.raises(LooseFile):
            load_public(tmp_path)

    @pytest.mark.parametrize("text", ["", "00", "zz" * 32, "00" * 33, "é"])
    def test_what_is_broken_is_refused(self, tmp_path: Path, text: str) -> None:
        create_secrets(tmp_path, DESK)
        (tmp_path / "pepper").write_text(text, encoding="utf-8")
        with pytest.raises(BrokenFile):
            load_public(tmp_path)

    @pytest.mark.parametrize("name", ["pepper", "receipt-salt"])
    def test_one_that_was_lost_is_not_taken_for_a_new_host(self, tmp_path: Path, name: str) -> None:
        create_secrets(tmp_path, DESK)
        (tmp_path / name).unlink()
        with pytest.raises(BrokenFile):
            load_public(tmp_path)

    def test_the_public_side_needs_no_audit_key_and_staff_no_pepper(self, tmp_path: Path) -> None:
        public, staff = tmp_path / "public", tmp_path / "staff"
        for directory in (public, staff):
            create_secrets(directory, DESK)
        (public / "audit-key").unlink()
        for name in ("pepper", "receipt-salt"):
            (staff / name).unlink()
        assert load_public(public).desk_public == load_staff(staff).desk_public

    def test_none_yet(self, tmp_path: Path) -> None:
        with pytest.raises(NoDesk):
            load_public(tmp_path)

    def test_reprs_hide_them(self, tmp_path: Path) -> None:
        create_secrets(tmp_path, DESK)
        shown = repr(load_public(tmp_path)) + repr(load_staff(tmp_path))
        assert "pepper" not in shown
        assert "audit_key" not in shown

    def test_the_umask_cannot_loosen_them(self, tmp_path: Path) -> None:
        old = os.umask(0)
        try:
            create_secrets(tmp_path, DESK)
        finally:
            os.umask(old)
        load_public(tmp_path)
