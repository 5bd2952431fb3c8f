"""Security keys in place of the digits, against a key in software and what a thief would change."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn import base64url_to_bytes
from webauthn.helpers import bytes_to_base64url

from core.errors import WrongPassphrase
from core.gate import SignedIn
from core.limits import SIGN_INS
from core.people import Role
from storage.challenges import LIFE, Challenges, Purpose
from storage.faults import BadPasskey
from tests.storage.samples import HandClock
from tests.storage.staffing import LEAD, LEAD_PHRASE, SecurityKey, Staffed


@pytest.fixture
async def key(real: Staffed) -> SecurityKey:
    made = SecurityKey()
    await real.add_passkey(LEAD, made)
    return made


async def enter(real: Staffed, key: SecurityKey, name: str = LEAD) -> SignedIn:
    challenge = await real.staff.gate.begin_webauthn(name)
    answer = key.sign(challenge)
    return await real.staff.gate.finish_webauthn(name, real.phrases[name], challenge.id, answer)


async def run(real: Staffed, statement: str) -> None:
    async def work(session: AsyncSession) -> None:
        await session.execute(text(statement))

    await real.staff.keyring.database.write(work)


class TestSigningIn:
    async def test_a_key_opens_in_place_of_the_digits(
        self, real: Staffed, key: SecurityKey
    ) -> None:
        for _ in range(2):
            signed = await enter(real, key)
            assert (signed.member.name, signed.key is not None) == (LEAD, True)
        entries = await real.staff.audit.latest(3)
        assert [e.action for e in entries] == ["signed_in", "signed_in", "passkey_added"]

    async def test_a_key_that_does_not_count_opens_too(self, real: Staffed) -> None:
        key = SecurityKey(counts=False)
        await real.add_passkey(LEAD, key)
        for _ in range(2):
            assert (await enter(real, key)).key is not None

    async def test_the_passphrase_is_asked_as_well(self, real: Staffed, key: SecurityKey) -> None:
        challenge = await real.staff.gate.begin_webauthn(LEAD)
        with pytest.raises(WrongPassphrase):
            await real.staff.gate.finish_webauthn(LEAD, "wrong", challenge.id, key.sign(challenge))

    async def test_an_answer_is_good_once(self, real: Staffed, key: SecurityKey) -> None:
        gate = real.staff.gate
        challenge = await gate.begin_webauthn(LEAD)
        answer = key.sign(challenge)
        await gate.finish_webauthn(LEAD, LEAD_PHRASE, challenge.id, answer)
        with pytest.raises(WrongPassphrase):
            await gate.finish_webauthn(LEAD, LEAD_PHRASE, challenge.id, answer)

    async def test_an_answer_is_good_for_two_minutes(self, real: Staffed, key: SecurityKey) -> None:
        challenge = await real.staff.gate.begin_webauthn(LEAD)
        real.clock.wait(timedelta(seconds=LIFE + 1))
        with pytest.raises(WrongPassphrase):
            await real.staff.gate.finish_webauthn(
                LEAD, LEAD_PHRASE, challenge.id, key.sign(challenge)
            )

    async def test_a_copied_key_whose_count_lags_is_refused(
        self, real: Staffed, key: SecurityKey
    ) -> None:
        copy = SecurityKey(private=key.private, id=key.id)
        for _ in range(3):
            await enter(real, key)
        with pytest.raises(WrongPassphrase):
            await enter(real, copy)

    async def test_a_key_of_another_account_is_refused(
        self, real: Staffed, key: SecurityKey
    ) -> None:
        await real.hire("sam", Role.ANALYST)
        with pytest.raises(WrongPassphrase):
            await enter(real, key, "sam")

    @pytest.mark.parametrize(
        "changed",
        [
            pytest.param({"challenge": "AAAA"}, id="challenge"),
            pytest.param({"rpId": "evil.example"}, id="host"),
        ],
    )
    async def test_an_answer_to_something_else_is_refused(
        self, real: Staffed, key: SecurityKey, changed: dict[str, str]
    ) -> None:
        challenge = await real.staff.gate.begin_webauthn(LEAD)
        answer = key.sign(challenge, **changed)
        with pytest.raises(WrongPassphrase):
            await real.staff.gate.finish_webauthn(LEAD, LEAD_PHRASE, challenge.id, answer)

    async def test_an_answer_from_another_page_is_refused(
        self, real: Staffed, key: SecurityKey
    ) -> None:
        key.origin = "https://desk.example.evil.example"
        with pytest.raises(WrongPassphrase):
            await enter(real, key)

    async def test_a_stranger_with_the_id_of_a_key_is_refused(
        self, real: Staffed, key: SecurityKey
    ) -> None:
        with pytest.raises(WrongPassphrase):
            await enter(real, SecurityKey(id=key.id))

    @pytest.mark.backends("sqlite")  # random answers, whatever keeps the keys
    @settings(
        deadline=None,
        max_examples=60,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(data=st.data())
    async def test_no_answer_breaks_anything(
        self, real: Staffed, key: SecurityKey, data: st.DataObject
    ) -> None:
        real.clock.wait(timedelta(hours=1))
        challenge = await real.staff.gate.begin_webauthn(LEAD)
        said = json.loads(key.sign(challenge))
        where = data.draw(st.sampled_from(["id", "rawId", "type", "response", *said["response"]]))
        wrong = data.draw(
            st.none() | st.integers() | st.text(max_size=30) | st.lists(st.text(max_size=3))
        )
        inside = said["response"] if where in said["response"] else said
        if inside[where] == wrong:
            return
        inside[where] = wrong
        for answer in (json.dumps(said), data.draw(st.text(max_size=40)), "[" * 5_000):
            with pytest.raises(WrongPassphrase):
                await real.staff.gate.finish_webauthn(LEAD, LEAD_PHRASE, challenge.id, answer)

    @pytest.mark.backends("sqlite")  # random answers, whatever keeps the keys
    @settings(
        deadline=None,
        max_examples=60,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(at=st.integers(0, 600), flip=st.integers(1, 255), which=st.integers(0, 2))
    async def test_no_flipped_byte_is_signed(
        self, real: Staffed, key: SecurityKey, at: int, flip: int, which: int
    ) -> None:
        real.clock.wait(timedelta(hours=1))
        challenge = await real.staff.gate.begin_webauthn(LEAD)
        said = json.loads(key.sign(challenge))
        part = sorted(said["response"])[which]
        changed = bytearray(base64url_to_bytes(said["response"][part]))
        changed[at % len(changed)] ^= flip
        said["response"][part] = bytes_to_base64url(bytes(changed))
        with pytest.raises(WrongPassphrase):
            await real.staff.gate.finish_webauthn(LEAD, LEAD_PHRASE, challenge.id, json.dumps(said))
        assert (await enter(real, key)).key is not None

    async def test_what_is_asked_of_a_key_tells_nothing_of_the_name(
        self, real: Staffed, key: SecurityKey
    ) -> None:
        del key
        asked = []
        for name in (LEAD, "adam", "nobody"):
            options = json.loads((await real.staff.gate.begin_webauthn(name)).options)
            assert len(options.pop("challenge")) == 43
            asked.append(options)
        assert asked[0] == asked[1] == asked[2]


class TestAdding:
    async def test_the_passphrase_is_asked_again_and_guesses_at_it_are_counted(
        self, real: Staffed
    ) -> None:
        for _ in range(SIGN_INS.burst):
            with pytest.raises(WrongPassphrase):
                await real.staff.gate.confirm(LEAD, "wrong")
        with pytest.raises(WrongPassphrase):
            await real.staff.gate.confirm(LEAD, LEAD_PHRASE)

    async def test_an_account_removed_meanwhile_adds_nothing(self, real: Staffed) -> None:
        await real.hire("sam", Role.ANALYST)
        entered = await real.staff.gate.confirm("sam", real.phrases["sam"])
        challenge = await real.staff.passkeys.begin_adding("sam")
        await real.staff.people.remove("sam", by="adam")
        answer = SecurityKey().make(challenge)
        with pytest.raises(WrongPassphrase):
            await real.staff.passkeys.finish_adding(entered, challenge.id, answer)

    async def test_a_key_is_added_once(self, real: Staffed, key: SecurityKey) -> None:
        with pytest.raises(BadPasskey):
            await real.add_passkey(LEAD, key)
        await real.hire("sam", Role.ANALYST)
        with pytest.raises(BadPasskey):
            await real.add_passkey("sam", key)

    async def test_an_answer_to_signing_in_adds_nothing(self, real: Staffed) -> None:
        passkeys, key = real.staff.passkeys, SecurityKey()
        adding, signing = await passkeys.begin_adding(LEAD), await passkeys.begin(LEAD)
        entered = await real.staff.gate.confirm(LEAD, LEAD_PHRASE)
        for made, answer in ((signing.id, key.make(adding)), (adding.id, key.sign(signing))):
            with pytest.raises(BadPasskey):
                await passkeys.finish_adding(entered, made, answer)
        assert await passkeys.of(LEAD) == ()

    @pytest.mark.parametrize(
        "answer",
        ["", "{}", "[]", "null", "x" * 30_000, "[" * 15_000, '{"rawId": 5}', '{"rawId": "é"}'],
    )
    async def test_what_is_no_answer_adds_nothing(self, real: Staffed, answer: str) -> None:
        challenge = await real.staff.passkeys.begin_adding(LEAD)
        entered = await real.staff.gate.confirm(LEAD, LEAD_PHRASE)
        with pytest.raises(BadPasskey):
            await real.staff.passkeys.finish_adding(entered, challenge.id, answer)

    @pytest.mark.backends("sqlite")  # random answers, whatever keeps the keys
    @settings(
        deadline=None,
        max_examples=60,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        part=st.sampled_from(["attestationObject", "clientDataJSON"]),
        at=st.integers(0, 300),
        flip=st.integers(0, 255),
        cut=st.just(0) | st.integers(0, 200),
    )
    async def test_a_broken_answer_is_refused_or_harmless(
        self, real: Staffed, part: str, at: int, flip: int, cut: int
    ) -> None:
        real.clock.wait(timedelta(minutes=1))
        challenge = await real.staff.passkeys.begin_adding(LEAD)
        entered = await real.staff.gate.confirm(LEAD, LEAD_PHRASE)
        said = json.loads(SecurityKey().make(challenge))
        changed = bytearray(base64url_to_bytes(said["response"][part]))
        changed[at % len(changed)] ^= flip
        said["response"][part] = bytes_to_base64url(bytes(changed[: max(0, len(changed) - cut)]))
        with suppress(BadPasskey):
            await real.staff.passkeys.finish_adding(entered, challenge.id, json.dumps(said))

    @pytest.mark.parametrize("content", [b"\x81" * 12_000, b"\xa1" * 12_000, b"\xd8\x1c" * 6_000])
    async def test_a_deep_answer_is_refused(self, real: Staffed, content: bytes) -> None:
        challenge = await real.staff.passkeys.begin_adding(LEAD)
        entered = await real.staff.gate.confirm(LEAD, LEAD_PHRASE)
        said = json.loads(SecurityKey().make(challenge))
        said["response"]["attestationObject"] = bytes_to_base64url(content)
        with pytest.raises(BadPasskey):
            await real.staff.passkeys.finish_adding(entered, challenge.id, json.dumps(said))

    async def test_the_key_does_not_learn_the_name_as_its_handle(self, real: Staffed) -> None:
        options = json.loads((await real.staff.passkeys.begin_adding(LEAD)).options)
        assert LEAD not in options["user"]["id"]
        assert options["authenticatorSelection"]["residentKey"] == "required"


class TestKeeping:
    async def test_a_key_taken_out_opens_no_more(self, real: Staffed, key: SecurityKey) -> None:
        (found,) = await real.staff.passkeys.of(LEAD)
        assert not await real.staff.passkeys.remove("adam", found.id)
        assert await real.staff.passkeys.remove(LEAD, found.id)
        assert not await real.staff.passkeys.remove(LEAD, found.id)
        with pytest.raises(WrongPassphrase):
            await enter(real, key)

    async def test_keys_go_with_their_account(self, real: Staffed) -> None:
        await real.hire("sam", Role.ANALYST)
        await real.add_passkey("sam", SecurityKey())
        await real.staff.people.remove("sam", by="adam")
        assert await real.staff.passkeys.of("sam") == ()

    async def test_a_changed_passphrase_leaves_the_keys(
        self, real: Staffed, key: SecurityKey
    ) -> None:
        await real.staff.keyring.change_passphrase(LEAD, LEAD_PHRASE, "another passphrase of ann")
        real.phrases[LEAD] = "another passphrase of ann"
        assert (await enter(real, key)).key is not None
        assert (await real.sign_in(LEAD)).key is not None

    async def test_a_row_moved_to_another_account_opens_nothing(
        self, real: Staffed, key: SecurityKey
    ) -> None:
        await real.hire("sam", Role.ANALYST)
        await run(real, "UPDATE passkeys SET account = 'sam'")
        with pytest.raises(WrongPassphrase):
            await enter(real, key, "sam")


class TestChallenges:
    def test_each_is_of_one_name_and_purpose_and_taken_once(self) -> None:
        challenges = Challenges(HandClock())
        made, content = challenges.draw(Purpose.ADD, "ann")
        assert len(content) == 32
        assert challenges.take(made, Purpose.ADD, "ann") == content
        assert challenges.take(made, Purpose.ADD, "ann") is None
        for purpose, name in ((Purpose.SIGN_IN, "ann"), (Purpose.ADD, "ben")):
            again, other = challenges.draw(Purpose.ADD, "ann")
            assert challenges.take(again, purpose, name) != other

    def test_nothing_is_remembered_before_the_answer_or_after_the_time(self) -> None:
        clock = HandClock()
        challenges = Challenges(clock)
        for _ in range(1_000):
            challenges.draw(Purpose.SIGN_IN, "ann")
        assert challenges._used == {}
        made, _ = challenges.draw(Purpose.SIGN_IN, "ann")
        challenges.take(made, Purpose.SIGN_IN, "ann")
        clock.seconds += LIFE + 1
        challenges.take("", Purpose.SIGN_IN, "ann")
        assert challenges._used == {}

    @given(st.text(max_size=80))
    def test_what_is_no_challenge_is_none(self, made: str) -> None:
        assert Challenges(HandClock()).take(made, Purpose.ADD, "ann") is None

    def test_only_one_spelling_counts(self) -> None:
        challenges = Challenges(HandClock())
        made, _ = challenges.draw(Purpose.ADD, "ann")
        for other in (made + "=", made + "\n", f" {made}", made[:4] + "\n" + made[4:]):
            assert challenges.take(other, Purpose.ADD, "ann") is None
