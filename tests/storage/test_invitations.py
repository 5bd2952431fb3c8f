"""An invitation makes one account, once, within three days, and its code lies nowhere."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import WrongPassphrase
from core.people import NotAllowed, Role, Standing
from core.people_ports import Proof
from storage.faults import BadInvitation, BadName, NameTaken, WeakPassphrase, WrongCode
from storage.invitations import LIFE, _hash, _read, _written
from storage.store import Store
from tests.storage.staffing import LEAD, PHRASE, Staffed, code_of


def proof(real: Staffed) -> Proof:
    made = real.staff.codes.draw("sam")
    return Proof(secret=made.secret, code=code_of(made, real.clock))


async def test_it_makes_the_account_that_was_named(real: Staffed) -> None:
    joined = await real.join("sam", Role.ANALYST)
    assert (joined.member.name, joined.member.role) == ("sam", Role.ANALYST)
    assert joined.member.standing is Standing.WAITING
    assert await real.staff.gate.member("sam") == joined.member
    entries = await real.staff.audit.latest(2)
    told = [(e.by, e.action, e.subject, e.note) for e in entries]
    assert told == [("sam", "joined", "sam", ""), ("adam", "invited", "sam", "analyst")]


async def test_an_administrator_alone_lets_nobody_read(real: Staffed) -> None:
    await real.join("sam", Role.LEAD)
    assert (await real.sign_in("sam")).key is None
    with pytest.raises(WrongPassphrase):
        await real.staff.keyring.unlock("adam", "no passphrase")


@pytest.mark.parametrize("role", list(Role))
async def test_only_an_administrator_invites_once_there_is_one(real: Staffed, role: Role) -> None:
    with pytest.raises(NotAllowed):
        await real.staff.invitations.invite("sam", role, by=LEAD)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
async def test_where_there_is_no_administrator_a_lead_invites_the_first_and_nobody_else(
    store: Store, role: Role
) -> None:
    invitations = store.staff.invitations
    with pytest.raises(NotAllowed):
        await invitations.invite("sam", role, by="ann")
    assert await invitations.invite("adam", Role.ADMINISTRATOR, by="ann")


@pytest.mark.parametrize("by", ["sam", "nobody", "", "system"])
async def test_others_invite_nobody(real: Staffed, by: str) -> None:
    await real.join("sam", Role.MODERATOR)
    with pytest.raises(NotAllowed):
        await real.staff.invitations.invite("eve", Role.ANALYST, by=by)


async def test_a_removed_administrator_invites_nobody(real: Staffed) -> None:
    await real.join("alma", Role.ADMINISTRATOR)
    await real.staff.people.remove("adam", by="alma")
    with pytest.raises(NotAllowed):
        await real.staff.invitations.invite("sam", Role.ANALYST, by="adam")


async def test_a_code_is_good_once(real: Staffed) -> None:
    await real.join("sam", Role.ANALYST)
    with pytest.raises(BadInvitation):
        await real.staff.invitations.redeem(real.codes["sam"], PHRASE, proof(real))


async def test_a_code_used_twice_at_once_makes_one_account(real: Staffed) -> None:
    invitations = real.staff.invitations
    code = await invitations.invite("sam", Role.ANALYST, by="adam")
    tries = [invitations.redeem(code, PHRASE, proof(real)) for _ in range(3)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, BadInvitation) for result in results) == 2


async def test_a_code_ends_after_three_days(real: Staffed) -> None:
    invitations = real.staff.invitations
    code = await invitations.invite("sam", Role.ANALYST, by="adam")
    real.clock.wait(LIFE - timedelta(seconds=1))
    assert (await invitations.look(code)).name == "sam"
    real.clock.wait(timedelta(seconds=1))
    with pytest.raises(BadInvitation):
        await invitations.redeem(code, PHRASE, proof(real))
    assert await invitations.pending() == ()


async def test_a_new_invitation_ends_the_one_before(real: Staffed) -> None:
    invitations = real.staff.invitations
    old = await invitations.invite("sam", Role.ANALYST, by="adam")
    new = await invitations.invite("sam", Role.AUDITOR, by="adam")
    with pytest.raises(BadInvitation):
        await invitations.look(old)
    assert (await invitations.look(new)).role is Role.AUDITOR
    assert [member.name for member in await invitations.pending()] == ["sam"]


@pytest.mark.parametrize("name", ["", "system", "a b", "ännä", "x" * 41])
async def test_a_bad_name_is_not_invited(real: Staffed, name: str) -> None:
    with pytest.raises(BadName):
        await real.staff.invitations.invite(name, Role.ANALYST, by="adam")


@pytest.mark.parametrize("name", [LEAD, LEAD.upper(), LEAD.title()])
async def test_a_name_is_given_once_in_capitals_or_not(real: Staffed, name: str) -> None:
    with pytest.raises(NameTaken):
        await real.staff.invitations.invite(name, Role.ANALYST, by="adam")


@pytest.mark.parametrize("wrong", ["passphrase", "code", "no second factor"])
async def test_what_is_refused_leaves_the_code_good(real: Staffed, wrong: str) -> None:
    invitations = real.staff.invitations
    code = await invitations.invite("sam", Role.ANALYST, by="adam")
    given = proof(real)
    if wrong == "passphrase":
        with pytest.raises(WeakPassphrase):
            await invitations.redeem(code, "password1234", given)
    else:
        bad = Proof(secret=given.secret, code="x") if wrong == "code" else None
        with pytest.raises(WrongCode):
            await invitations.redeem(code, PHRASE, bad)
    assert (await invitations.redeem(code, PHRASE, given)).member.name == "sam"


async def test_a_practice_desk_asks_for_no_second_factor(store: Store) -> None:
    invitations = store.staff.invitations
    code = await invitations.invite("adam", Role.ADMINISTRATOR, by="ann")
    await invitations.redeem(code, "anything", None)
    signed = await store.staff.gate.sign_in("adam", "anything", "")
    assert signed.member.role is Role.ADMINISTRATOR


@pytest.mark.parametrize("typed", ["", "AAAA", "A" * 27, "é" * 26, "!" * 26, "9" * 26, "A" * 26])
async def test_what_is_no_code_opens_nothing(real: Staffed, typed: str) -> None:
    with pytest.raises(BadInvitation):
        await real.staff.invitations.look(typed)


@given(st.binary(min_size=16, max_size=16))
def test_a_written_code_is_read_however_it_is_typed(secret: bytes) -> None:
    code = _written(secret)
    assert len(code.replace("-", "")) == 26
    for typed in (code, code.lower(), code.replace("-", " "), f" {code} ", code.replace("O", "0")):
        assert _read(typed) == _hash(secret)


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_none(typed: str) -> None:
    try:
        assert len(_read(typed)) == 32
    except BadInvitation:
        return


async def test_the_janitor_destroys_those_whose_time_is_up(real: Staffed) -> None:
    await real.staff.invitations.invite("old", Role.ANALYST, by="adam")
    real.clock.wait(LIFE / 2)
    await real.staff.invitations.invite("young", Role.ANALYST, by="adam")
    assert await real.staff.invitations.expire() == 0
    real.clock.wait(LIFE / 2)
    assert await real.staff.invitations.expire() == 1
    assert await real.staff.invitations.expire() == 0
    assert [member.name for member in await real.staff.invitations.pending()] == ["young"]
