"""The console's door over the database (core.gate.Gate): passphrase, second factor, audit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import WrongPassphrase
from core.gate import Challenge, SignedIn
from core.people import Member
from core.throttle import Throttle
from storage.chain import Act, Action
from storage.factors import SqlCodes, spend_step
from storage.keyring import Entered, SqlKeyring
from storage.passkeys import SqlPasskeys, spend_signature
from storage.people import SqlPeople

type _Spend = Callable[[AsyncSession], Awaitable[bool]]
type _Check = Callable[[Entered], _Spend]


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlGate:
    """Lets members of the desk in.

    Everything is read before the passphrase is tried, and a name that there is not costs the same
    Argon2id as one that there is. What is left after a right passphrase takes well under 1 ms, less
    than Argon2id varies by. Refusals write nothing.
    Tries over the limit cost no Argon2id: else they would keep the machine from everybody.
    """

    keyring: SqlKeyring
    people: SqlPeople
    codes: SqlCodes
    passkeys: SqlPasskeys
    throttle: Throttle

    async def sign_in(self, name: str, passphrase: str, code: str, *, device: str = "") -> SignedIn:
        """Let somebody in, with the six digits of their authenticator.

        Raises:
            WrongPassphrase: something is wrong, or there were too many tries; which is not said.
            NotSaved: the store could not be used in time.
        """

        async def prepare() -> _Check:
            if await self.keyring.is_practice():
                return lambda _: _nothing
            stored = await self.codes.stored(name)

            def check(entered: Entered) -> _Spend:
                step = self.codes.step(entered, stored, code)
                return lambda session: spend_step(session, name, step)

            return check

        return await self._let_in(name, passphrase, device, prepare)

    async def member(self, name: str) -> Member | None:
        """The account as it stands now, or None when it was removed.

        Raises:
            NotSaved: the store could not be read in time.
        """
        return await self.people.member(name)

    async def begin_webauthn(self, name: str) -> Challenge:
        """Ask a security key to sign; the same for names that there are not."""
        return await self.passkeys.begin(name)

    async def finish_webauthn(
        self, name: str, passphrase: str, challenge: str, answer: str, *, device: str = ""
    ) -> SignedIn:
        """Let somebody in, with a security key in place of the digits.

        Raises:
            WrongPassphrase, NotSaved: as for `sign_in`.
        """

        async def prepare() -> _Check:
            stored = await self.passkeys.stored(name, answer)

            def check(entered: Entered) -> _Spend:
                signed = self.passkeys.signed(entered, stored, challenge, answer)
                return lambda session: spend_signature(session, signed)

            return check

        return await self._let_in(name, passphrase, device, prepare)

    async def confirm(self, name: str, passphrase: str, *, device: str = "") -> Entered:
        """Ask somebody who is in for the passphrase again, before a second factor is changed.

        Counted as signing in is: whoever found an open console does not guess there either.

        Raises:
            WrongPassphrase, NotSaved: as for `sign_in`.
        """
        attempt = self.throttle.begin(name, device)
        if attempt is None:
            raise WrongPassphrase
        entered = await self.keyring.enter(name, passphrase)
        attempt.succeeded()
        return entered

    async def _let_in(
        self,
        name: str,
        passphrase: str,
        device: str,
        prepare: Callable[[], Awaitable[_Check]],
    ) -> SignedIn:
        attempt = self.throttle.begin(name, device)
        if attempt is None:
            raise WrongPassphrase
        check = await prepare()
        entered = await self.keyring.enter(name, passphrase)
        spend = check(entered)
        key = entered.desk_key()
        try:
            member = await self._record(entered, spend)
        except BaseException:
            if key is not None:
                key.close()
            raise
        attempt.succeeded()
        return SignedIn(member=member, key=key, device=self.throttle.device(name))

    async def _record(self, entered: Entered, spend: _Spend) -> Member:
        """Use up what was shown and write the act down, if the account still stands."""
        name = entered.member.name

        async def work(session: AsyncSession) -> Member:
            member = await self.keyring.still_there(session, entered)
            if member != entered.member or not await spend(session):
                raise WrongPassphrase
            act = Act(by=name, action=Action.SIGNED_IN, subject=name)
            await self.keyring.recorder.record(session, act)
            return member

        return await self.keyring.database.write(work)


async def _nothing(_: AsyncSession) -> bool:
    """At a practice desk no second factor is used up."""
    return True
