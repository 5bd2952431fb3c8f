"""Who lets whom read, who changes whom, and that two people are needed for either."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Tampered, WrongPassphrase
from core.people import NotAdmitted, NotAllowed, Role, Standing
from storage.accounts import find_account
from storage.faults import (
    LastLead,
    NoAccount,
    NothingToAdmit,
    OwnAccount,
    WrongFingerprint,
)
from storage.keys import KeyPair, OpenKey
from storage.migrating import downgrade, migrate
from storage.store import Store
from tests.storage.samples import PASSPHRASE, a_tip
from tests.storage.staffing import LEAD, LEAD_PHRASE, SecurityKey, Staffed


async def lead_key(real: Staffed, name: str = LEAD) -> OpenKey:
    return await real.staff.keyring.unlock(name, real.phrases[name])


class TestAdmitting:
    async def test_a_lead_lets_an_analyst_read_and_the_audit_says_so(self, real: Staffed) -> None:
        joined = await real.join("sam", Role.ANALYST)
        with pytest.raises(NotAdmitted):
            await real.staff.keyring.unlock("sam", real.phrases["sam"])
        await real.admit(joined)
        key = await real.staff.keyring.unlock("sam", real.phrases["sam"])
        assert key.secret == (await lead_key(real)).secret
        told = [(e.by, e.action, e.subject) for e in await real.staff.audit.latest(9)]
        assert (LEAD, "admitted", "sam") in told

    async def test_an_analyst_admits_nobody(self, real: Staffed) -> None:
        await real.hire("sam", Role.ANALYST)
        joined = await real.join("eve", Role.ANALYST)
        key = await lead_key(real, "sam")
        with pytest.raises(NotAllowed):
            await real.staff.people.admit("eve", joined.fingerprint, key=key)

    async def test_a_lead_who_was_removed_meanwhile_admits_nobody(self, real: Staffed) -> None:
        await real.hire("lea", Role.LEAD)
        joined = await real.join("sam", Role.ANALYST)
        key = await lead_key(real, "lea")
        await real.staff.people.remove("lea", by="adam")
        with pytest.raises(NotAllowed):
            await real.staff.people.admit("sam", joined.fingerprint, key=key)

    async def test_another_fingerprint_admits_nobody(self, real: Staffed) -> None:
        joined = await real.join("sam", Role.ANALYST)
        other = await real.join("eve", Role.ANALYST)
        key = await lead_key(real)
        for typed in (other.fingerprint, "", joined.fingerprint[:-1], "é"):
            with pytest.raises(WrongFingerprint):
                await real.staff.people.admit("sam", typed, key=key)
        typed = joined.fingerprint.lower().replace("-", " ")
        await real.staff.people.admit("sam", typed, key=key)

    async def test_a_key_put_in_the_place_of_an_accounts_is_not_admitted(
        self, real: Staffed
    ) -> None:
        joined = await real.join("sam", Role.ANALYST)

        async def work(session: AsyncSession) -> None:
            query = text("UPDATE accounts SET public_key = :key WHERE name = 'sam'")
            await session.execute(query, {"key": KeyPair.draw().public})

        await real.staff.keyring.database.write(work)
        with pytest.raises(WrongFingerprint):
            await real.admit(joined)

    @pytest.mark.parametrize("role", [Role.MODERATOR, Role.AUDITOR, Role.ADMINISTRATOR])
    async def test_a_role_that_does_not_read_is_not_admitted(
        self, real: Staffed, role: Role
    ) -> None:
        joined = await real.join("sam", role)
        with pytest.raises(NothingToAdmit):
            await real.admit(joined)

    async def test_nobody_is_admitted_twice_and_no_stranger_at_all(self, real: Staffed) -> None:
        joined = await real.join("sam", Role.ANALYST)
        await real.admit(joined)
        with pytest.raises(NothingToAdmit):
            await real.admit(joined)
        with pytest.raises(NoAccount):
            await real.staff.people.admit("nobody", "x", key=await lead_key(real))


class TestRoles:
    async def test_a_role_that_does_not_read_destroys_what_opens_the_desk(
        self, real: Staffed
    ) -> None:
        await real.hire("sam", Role.ANALYST)

        async def work(session: AsyncSession) -> bytes | None:
            found = await find_account(session, real.staff.keyring.desk, "sam")
            return found.wrapped.desk_sealed if found else None

        sealed = await real.staff.keyring.database.read(work)
        assert sealed is not None
        assert sealed in await real.disk()
        await real.staff.people.set_role("sam", Role.AUDITOR, by="adam")
        assert await real.staff.keyring.database.read(work) is None
        assert sealed[-40:] not in await real.disk()
        with pytest.raises(NotAllowed):
            await real.staff.keyring.unlock("sam", real.phrases["sam"])

    async def test_whoever_comes_to_read_waits_for_a_lead(self, real: Staffed) -> None:
        await real.join("sam", Role.AUDITOR)
        await real.staff.people.set_role("sam", Role.ANALYST, by="adam")
        member = await real.staff.gate.member("sam")
        assert member is not None
        assert member.standing is Standing.WAITING

    async def test_an_analyst_made_lead_goes_on_reading(self, real: Staffed) -> None:
        await real.hire("sam", Role.ANALYST)
        await real.staff.people.set_role("sam", Role.LEAD, by="adam")
        assert (await lead_key(real, "sam")).name == "sam"

    async def test_the_audit_names_the_role(self, real: Staffed) -> None:
        await real.join("sam", Role.AUDITOR)
        await real.staff.people.set_role("sam", Role.MODERATOR, by="adam")
        (entry,) = await real.staff.audit.latest(1)
        told = (entry.by, entry.action, entry.subject, entry.note)
        assert told == ("adam", "role_set", "sam", "moderator")


class TestWho:
    async def test_only_an_administrator_changes_accounts(self, real: Staffed) -> None:
        await real.join("sam", Role.AUDITOR)
        for by in (LEAD, "sam", "nobody"):
            with pytest.raises(NotAllowed):
                await real.staff.people.set_role("sam", Role.ANALYST, by=by)
            with pytest.raises(NotAllowed):
                await real.staff.people.remove("sam", by=by)

    async def test_nobody_changes_their_own_account(self, real: Staffed) -> None:
        with pytest.raises(OwnAccount):
            await real.staff.people.set_role("adam", Role.ANALYST, by="adam")
        with pytest.raises(OwnAccount):
            await real.staff.people.remove("adam", by="adam")

    async def test_the_last_lead_who_reads_stays(self, real: Staffed) -> None:
        await real.join("lea", Role.LEAD)
        with pytest.raises(LastLead):
            await real.staff.people.remove(LEAD, by="adam")
        with pytest.raises(LastLead):
            await real.staff.people.set_role(LEAD, Role.ANALYST, by="adam")
        await real.staff.people.remove("lea", by="adam")
        await real.hire("lea", Role.LEAD)
        await real.staff.people.remove(LEAD, by="adam")

    async def test_an_unknown_name_is_said(self, real: Staffed) -> None:
        with pytest.raises(NoAccount):
            await real.staff.people.remove("nobody", by="adam")

    async def test_everybody_is_listed_with_their_second_factor(self, real: Staffed) -> None:
        people = await real.staff.people.everybody()
        told = [(p.member.name, p.member.role, p.has_factor) for p in people]
        assert told == [("adam", Role.ADMINISTRATOR, True), (LEAD, Role.LEAD, True)]

    async def test_a_name_and_its_second_factors_can_be_given_again(self, real: Staffed) -> None:
        await real.hire("sam", Role.ANALYST)
        await real.staff.people.remove("sam", by="adam")
        await real.hire("sam", Role.ANALYST)
        assert (await real.sign_in("sam")).key is not None


class TestRecovery:
    async def test_the_paper_makes_whoever_does_not_read_a_lead(
        self, store: Store, recovery: str
    ) -> None:
        code = await store.staff.invitations.invite("adam", Role.ADMINISTRATOR, by="ann")
        await store.staff.invitations.redeem(code, "anything", None)
        await store.staff.keyring.recover(recovery, "adam", "something else")
        member = await store.staff.gate.member("adam")
        assert member is not None
        assert (member.role, member.standing) == (Role.LEAD, Standing.ACTIVE)


class TestOnDisk:
    async def test_no_secret_of_an_account_lies_in_the_database(self, real: Staffed) -> None:
        await real.hire("sam", Role.ANALYST)
        await real.join("eve", Role.AUDITOR)
        pending = await real.staff.invitations.invite("new", Role.ANALYST, by="adam")
        key = SecurityKey()
        await real.add_passkey("sam", key)
        signed = await real.sign_in("sam")
        codes = [*real.codes.values(), pending]
        needles = [
            *real.phrases.values(),
            *codes,
            *(code.replace("-", "") for code in codes),
            *(made.secret for made in real.held.values()),
            signed.device,
            LEAD_PHRASE,
        ]
        disk = await real.disk()
        assert [needle for needle in needles if needle.encode() in disk] == []
        numbers = key.private.public_key().public_numbers()
        assert numbers.x.to_bytes(32, "big") not in disk
        assert (await lead_key(real)).secret not in disk

    async def test_the_bytes_behind_codes_and_secrets_lie_nowhere_either(
        self, real: Staffed
    ) -> None:
        import base64

        await real.hire("sam", Role.ANALYST)
        disk = await real.disk()
        for made in real.held.values():
            assert base64.b32decode(made.secret) not in disk
        for code in real.codes.values():
            assert base64.b32decode(code.replace("-", "") + "======") not in disk

    async def test_another_accounts_authenticator_put_in_the_row_opens_nothing(
        self, real: Staffed
    ) -> None:
        await real.hire("eve", Role.ANALYST)

        async def work(session: AsyncSession) -> None:
            query = (
                "UPDATE authenticators SET last_step = 0, "
                "sealed = (SELECT sealed FROM authenticators WHERE account = 'eve')"
            )
            await session.execute(text(query))

        await real.staff.keyring.database.write(work)
        with pytest.raises(WrongPassphrase):
            await real.sign_in(LEAD, code=real.code("eve"))

    async def test_a_role_written_into_the_database_opens_no_tip(self, real: Staffed) -> None:
        async def work(session: AsyncSession) -> None:
            await session.execute(text("UPDATE accounts SET role = 'lead' WHERE name = 'adam'"))

        await real.staff.keyring.database.write(work)
        assert (await real.sign_in("adam")).key is None

    async def test_a_role_that_there_is_not_is_said_and_not_guessed(self, real: Staffed) -> None:
        async def work(session: AsyncSession) -> None:
            await session.execute(text("UPDATE accounts SET role = 'boss' WHERE name = 'adam'"))

        await real.staff.keyring.database.write(work)
        with pytest.raises(Tampered):
            await real.staff.gate.member("adam")


async def test_accounts_of_the_first_version_go_on_opening_the_desk(store: Store, url: str) -> None:
    """Up, down and up again over a desk that is really used."""
    tip = a_tip()
    await store.public.intake.keep(bytes(16), tip)
    await downgrade(url, to="0001")
    await migrate(url)
    key = await store.staff.keyring.unlock("ann", PASSPHRASE)
    assert (await store.staff.desk.open(tip.id, key)).details == tip.details
    member = await store.staff.gate.member("ann")
    assert member is not None
    assert (member.role, member.standing) == (Role.LEAD, Standing.ACTIVE)
