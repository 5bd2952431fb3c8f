"""Who gets in at the console, and what somebody learns who does not."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import WrongPassphrase
from core.limits import ALL_SIGN_INS, SIGN_INS
from core.people import Right, Role, Standing
from storage.faults import KeyClosed
from storage.keyring import SqlKeyring
from storage.store import Limits, Store, open_staff
from storage.stretching import Cost
from tests.storage.samples import CHEAP, PASSPHRASE, HandClock, a_tip
from tests.storage.staffing import LEAD, Staffed, code_of

SLOWER = Cost(passes=2, memory_kib=8192)


async def refused(real: Staffed, name: str = LEAD, **changed: str) -> WrongPassphrase:
    with pytest.raises(WrongPassphrase) as caught:
        await real.sign_in(name, **changed)
    return caught.value


async def actions(real: Staffed) -> list[tuple[str, str]]:
    return [(entry.by, entry.action) for entry in await real.staff.audit.latest(99)]


class TestGettingIn:
    async def test_a_lead_gets_the_desks_key_and_the_audit_says_so(self, real: Staffed) -> None:
        signed = await real.sign_in(LEAD)
        assert (signed.member.name, signed.member.role) == (LEAD, Role.LEAD)
        assert signed.key is not None
        assert signed.key.name == LEAD
        assert (await actions(real))[0] == (LEAD, "signed_in")

    async def test_the_key_opens_tips(self, store: Store) -> None:
        tip = a_tip()
        await store.public.intake.keep(bytes(16), tip)
        signed = await store.staff.gate.sign_in("ann", PASSPHRASE, "")
        assert signed.key is not None
        assert (await store.staff.desk.open(tip.id, signed.key)).details == tip.details

    async def test_a_closed_key_stays_closed(self, real: Staffed) -> None:
        key = (await real.sign_in(LEAD)).key
        assert key is not None
        key.close()
        with pytest.raises(KeyClosed):
            await real.staff.people.admit("x", "x", key=key)

    @pytest.mark.parametrize("role", [Role.MODERATOR, Role.AUDITOR, Role.ADMINISTRATOR])
    async def test_a_role_that_does_not_read_gets_no_key(self, real: Staffed, role: Role) -> None:
        await real.join("sam", role)
        signed = await real.sign_in("sam")
        assert (signed.member.role, signed.member.standing) == (role, Standing.ACTIVE)
        assert signed.key is None

    async def test_whoever_waits_gets_in_without_a_key(self, real: Staffed) -> None:
        joined = await real.join("sam", Role.ANALYST)
        signed = await real.sign_in("sam")
        assert (signed.member.standing, signed.key) == (Standing.WAITING, None)
        assert not signed.member.may(Right.READ)
        await real.admit(joined)
        assert (await real.sign_in("sam")).key is not None

    async def test_a_code_may_be_typed_with_a_space(self, real: Staffed) -> None:
        code = real.code(LEAD)
        await real.sign_in(LEAD, code=f" {code[:3]} {code[3:]} ")

    async def test_reprs_hide_the_key_and_the_device(self, real: Staffed) -> None:
        signed = await real.sign_in(LEAD)
        assert signed.device not in repr(signed)
        assert "OpenKey" not in repr(signed)


class TestRefusals:
    @pytest.mark.parametrize(
        "changed",
        [
            pytest.param({"passphrase": "gravel otter plinth"}, id="passphrase"),
            pytest.param({"passphrase": ""}, id="no passphrase"),
            pytest.param({"code": "000000"}, id="code"),
            pytest.param({"code": ""}, id="no code"),
            pytest.param({"code": "١٢٣٤٥٦"}, id="other digits"),
            pytest.param({"code": "\udc80" * 6}, id="half a character"),
            pytest.param({"code": "1" * 10_000}, id="long code"),
            pytest.param({"passphrase": "x", "code": "y"}, id="both"),
        ],
    )
    async def test_whatever_is_wrong_the_answer_is_the_same(
        self, real: Staffed, changed: dict[str, str]
    ) -> None:
        error = await refused(real, **changed)
        with pytest.raises(WrongPassphrase) as nobody:
            await real.staff.gate.sign_in("nobody", "x", "000000")
        assert str(error) == str(nobody.value)
        assert error.__cause__ is None

    async def test_a_code_is_refused_twice(self, real: Staffed) -> None:
        code = real.code(LEAD)
        await real.sign_in(LEAD, code=code)
        for seconds in (0, 29, 31):
            real.clock.wait(timedelta(seconds=seconds))
            with pytest.raises(WrongPassphrase):
                await real.staff.gate.sign_in(LEAD, real.phrases[LEAD], code)

    async def test_a_code_that_is_older_than_one_taken_is_refused(self, real: Staffed) -> None:
        older = real.code(LEAD)
        await real.sign_in(LEAD)
        await refused(real, code=older)

    async def test_a_code_sent_twice_at_once_opens_once(self, real: Staffed) -> None:
        code = real.code(LEAD)
        tries = [real.staff.gate.sign_in(LEAD, real.phrases[LEAD], code) for _ in range(4)]
        results = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(result, WrongPassphrase) for result in results) == 3
        assert (await actions(real)).count((LEAD, "signed_in")) == 1

    async def test_the_code_shown_when_joining_is_used_up(self, real: Staffed) -> None:
        await real.join("sam", Role.AUDITOR)
        await refused(real, "sam", code=code_of(real.held["sam"], real.clock))

    async def test_a_refusal_writes_nothing(self, real: Staffed) -> None:
        before = await actions(real)
        await refused(real, code="000000")
        assert await actions(real) == before

    async def test_a_real_account_without_a_second_factor_is_refused(self, real: Staffed) -> None:
        async def work(session: AsyncSession) -> None:
            await session.execute(text("DELETE FROM authenticators"))

        await real.staff.keyring.database.write(work)
        await refused(real)

    async def test_a_practice_desk_asks_for_no_code(self, store: Store) -> None:
        assert (await store.staff.gate.sign_in("ann", PASSPHRASE, "")).key is not None
        with pytest.raises(WrongPassphrase):
            await store.staff.gate.sign_in("ann", "wrong", "")


class TestAtOnce:
    async def test_a_removed_account_is_no_member_and_does_not_get_in(self, real: Staffed) -> None:
        await real.hire("sam", Role.ANALYST)
        await real.staff.people.remove("sam", by="adam")
        assert await real.staff.gate.member("sam") is None
        await refused(real, "sam")

    async def test_a_new_role_counts_at_the_next_question(self, real: Staffed) -> None:
        await real.hire("sam", Role.ANALYST)
        await real.staff.people.set_role("sam", Role.MODERATOR, by="adam")
        member = await real.staff.gate.member("sam")
        assert member is not None
        assert (member.role, member.may(Right.READ)) == (Role.MODERATOR, False)
        assert (await real.sign_in("sam")).key is None

    async def test_an_account_removed_while_its_passphrase_is_tried_does_not_get_in(
        self, real: Staffed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await real.hire("sam", Role.ANALYST)
        enter = SqlKeyring.enter

        async def slow(keyring: SqlKeyring, name: str, passphrase: str) -> object:
            entered = await enter(keyring, name, passphrase)
            await real.staff.people.remove("sam", by="adam")
            return entered

        monkeypatch.setattr(SqlKeyring, "enter", slow)
        await refused(real, "sam")

    async def test_nobody_is_no_member(self, real: Staffed) -> None:
        assert await real.staff.gate.member("nobody") is None


class TestThrottle:
    async def test_after_too_many_wrong_tries_the_right_one_is_not_tried(
        self, real: Staffed
    ) -> None:
        for _ in range(SIGN_INS.burst):
            await refused(real, passphrase="wrong")
        code = code_of(real.held[LEAD], real.clock)
        await refused(real, code=code)
        real.clock.wait(timedelta(seconds=SIGN_INS.per / SIGN_INS.burst))
        assert (await real.sign_in(LEAD)).key is not None

    async def test_names_that_there_are_not_are_counted_alike(self, real: Staffed) -> None:
        gate = real.staff.gate
        counted: list[bool] = []
        for _ in range(SIGN_INS.burst + 2):
            with pytest.raises(WrongPassphrase):
                await gate.sign_in("nobody", "wrong", "1")
            counted.append(gate.throttle.begin("nobody", "") is not None)
        assert counted[-1] is False

    async def test_right_tries_do_not_count(self, real: Staffed) -> None:
        for _ in range(2 * SIGN_INS.burst):
            await real.sign_in(LEAD)

    async def test_a_known_browser_gets_in_while_somebody_tries_the_name(
        self, real: Staffed
    ) -> None:
        device = (await real.sign_in(LEAD)).device
        for _ in range(3 * SIGN_INS.burst):
            await refused(real, passphrase="wrong")
        await refused(real)
        assert (await real.sign_in(LEAD, device=device)).key is not None

    async def test_all_names_together_have_a_limit_and_known_browsers_stand_outside_it(
        self, real: Staffed
    ) -> None:
        device = (await real.sign_in(LEAD)).device
        code = real.code(LEAD)
        for number in range(ALL_SIGN_INS.burst):
            with pytest.raises(WrongPassphrase):
                await real.staff.gate.sign_in(f"nobody{number}", "wrong", "1")
        with pytest.raises(WrongPassphrase):
            await real.staff.gate.sign_in(LEAD, real.phrases[LEAD], code)
        assert (await real.sign_in(LEAD, device=device)).key is not None


class TestTime:
    @pytest.mark.alone
    async def test_a_name_a_passphrase_and_a_code_take_as_long(
        self, real: Staffed, url: str, data_dir: Path, clock: HandClock
    ) -> None:
        slower = Limits(receipt=CHEAP, passphrase=SLOWER)
        async with open_staff(url, data_dir, clock=clock, limits=slower) as staff:
            await staff.keyring.change_passphrase(LEAD, real.phrases[LEAD], "slower passphrase ok")
            spent: dict[str, list[float]] = {"nobody": [], "passphrase": [], "code": []}
            for _ in range(40):
                clock.wait(timedelta(seconds=SIGN_INS.per))
                for wrong, times in spent.items():
                    name = "nobody" if wrong == "nobody" else LEAD
                    phrase = "slower passphrase ok" if wrong == "code" else "wrong"
                    began = time.perf_counter()
                    with pytest.raises(WrongPassphrase):
                        await staff.gate.sign_in(name, phrase, "000000")
                    times.append(time.perf_counter() - began)
        # The quickest of many: what else the machine does only ever adds to a time.
        quickest = [min(times) for times in spent.values()]
        assert max(quickest) / min(quickest) < 1.6
