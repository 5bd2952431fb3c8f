"""Codes of the half minute: which are taken, and how their secret lies in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Tampered, WrongPassphrase
from core.people_ports import Proof
from storage.factors import STEP, SharedSecret
from storage.faults import WrongCode
from tests.storage.samples import START
from tests.storage.staffing import LEAD, LEAD_PHRASE, Staffed, code_of

RFC = SharedSecret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
SHORT = "GEZDGNBVGY3TQOJQGEZDGNBV"
SECRETS = st.binary(min_size=32, max_size=32)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_codes_of_rfc_6238(seconds: int, code: str) -> None:
    assert RFC.step_of(code, at(seconds)) == seconds // STEP


@given(MOMENTS, st.integers(-4, 4))
def test_only_codes_of_the_step_before_this_and_the_next_are_taken(now: datetime, off: int) -> None:
    code = pyotp.TOTP(RFC.secret).at(now + timedelta(seconds=off * STEP))
    step = RFC.step_of(code, now)
    current = int(now.timestamp()) // STEP
    assert step == (current + off if abs(off) <= 1 else None) or code in {
        pyotp.HOTP(RFC.secret).at(current + near) for near in (-1, 0, 1)
    }


@given(MOMENTS, st.lists(st.integers(-1, 1), max_size=8))
def test_no_step_is_taken_twice_or_after_a_later_one(now: datetime, offs: list[int]) -> None:
    last, taken = -1, []
    for off in offs:
        code = pyotp.TOTP(RFC.secret).at(now + timedelta(seconds=off * STEP))
        step = RFC.step_of(code, now, after=last)
        if step is not None:
            taken.append(step)
            last = step
    assert taken == sorted(set(taken))


@settings(deadline=None)
@given(SECRETS, SECRETS, st.sampled_from(["ann", "ben"]))
def test_it_opens_with_the_accounts_own_secret_and_name_only(
    mine: bytes, theirs: bytes, name: str
) -> None:
    made = SharedSecret.draw()
    sealed = made.sealed("ann", mine)
    if name == "ann" and mine == theirs:
        return
    assert SharedSecret.opened(sealed, "ann", mine) == made
    with pytest.raises(Tampered):
        SharedSecret.opened(sealed, name, theirs if name == "ann" else mine)


def test_what_an_authenticator_reads_names_the_service_and_the_account() -> None:
    uri = RFC.uri("ann")
    assert uri.startswith("otpauth://totp/Tipline:ann?")
    assert RFC.secret in uri
    assert RFC.secret not in repr(RFC)


async def test_a_new_authenticator_counts_and_the_one_before_does_not(real: Staffed) -> None:
    old = real.held[LEAD]
    await real.set_up_codes(LEAD, LEAD_PHRASE)
    assert (await real.staff.audit.latest(1))[0].action == "codes_set"
    assert (await real.sign_in(LEAD)).key is not None
    real.clock.wait(timedelta(minutes=5))
    with pytest.raises(WrongPassphrase):
        await real.sign_in(LEAD, code=code_of(old, real.clock))


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        pytest.param(RFC.secret, "000000", id="another code"),
        pytest.param("", "", id="nothing"),
        pytest.param(SHORT, pyotp.TOTP(SHORT).at(START + timedelta(seconds=30)), id="short secret"),
        pytest.param("1" * 32, "000000", id="no base 32"),
    ],
)
async def test_an_authenticator_that_was_not_set_up_is_not_taken(
    real: Staffed, secret: str, code: str
) -> None:
    entered = await real.staff.keyring.enter(LEAD, LEAD_PHRASE)
    with pytest.raises(WrongCode):
        await real.staff.codes.set_up(entered, Proof(secret=secret, code=code))
    assert (await real.sign_in(LEAD)).key is not None
