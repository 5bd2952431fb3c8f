"""A console under test: a real desk on SQLite, a door that lets named roles in, and a browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import httpx
from fastapi import FastAPI

from app.wiring import console_parts, office_of
from console.application import build
from console.parts import Parts, PracticeAccount
from console.visits import Visits
from core.errors import WrongPassphrase
from core.gate import Challenge, Confirmed, Gate, SignedIn
from core.people import Member, Role, Standing, reads
from storage.founding import Founder
from storage.keys import OpenKey
from storage.store import Store, open_store
from tests.storage.samples import LIMITS, PASSPHRASE, HandClock
from tests.support.founding import found

ORIGIN = "http://127.0.0.1:8470"
CODE = "123456"
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass(frozen=True)
class Somebody:
    """Whoever typed the passphrase again at this door."""

    member: Member


@dataclass
class RoleGate:
    """A door with an account for every role, named after it. The passphrase is everybody's."""

    store: Store
    members: dict[str, Member] = field(default_factory=dict)
    keys: list[OpenKey] = field(default_factory=list)

    def __post_init__(self) -> None:
        for role in Role:
            self.put(role.value, role)
        self.put("waiting", Role.ANALYST, Standing.WAITING)

    def put(self, name: str, role: Role, standing: Standing = Standing.ACTIVE) -> None:
        self.members[name] = Member(name=name, role=role, standing=standing, added=date(2026, 3, 1))

    async def sign_in(self, name: str, passphrase: str, code: str, *, device: str = "") -> SignedIn:
        member = self.members.get(name)
        if member is None or passphrase != PASSPHRASE or code != CODE:
            raise WrongPassphrase
        key = None
        if reads(member.role) and member.standing is Standing.ACTIVE:
            ann = await self.store.staff.keyring.unlock("ann", PASSPHRASE)
            key = OpenKey(name, ann.secret)
            self.keys.append(key)
        return SignedIn(member=member, key=key, device=device or "known")

    async def member(self, name: str) -> Member | None:
        return self.members.get(name)

    async def begin_webauthn(self, name: str) -> Challenge:
        return await self.store.staff.gate.begin_webauthn(name)

    async def finish_webauthn(
        self, name: str, passphrase: str, challenge: str, answer: str, *, device: str = ""
    ) -> SignedIn:
        door = self.store.staff.gate
        return await door.finish_webauthn(name, passphrase, challenge, answer, device=device)

    async def confirm(self, name: str, passphrase: str, *, device: str = "") -> Confirmed:
        del device
        if passphrase != PASSPHRASE:
            raise WrongPassphrase
        return Somebody(self.members[name])


@dataclass
class Console:
    """The application, and what lies behind it."""

    app: FastAPI
    gate: RoleGate
    store: Store
    clock: HandClock
    visits: Visits
    parts: Parts
    faults: list[str]

    def browser(self, origin: str = ORIGIN) -> Browser:
        return Browser(self.app, origin)


class Browser:
    """A browser: keeps cookies, says where requests come from, finds the token of forms."""

    def __init__(self, app: FastAPI, origin: str = ORIGIN) -> None:
        transport = httpx.ASGITransport(app=app)
        self.http = httpx.AsyncClient(transport=transport, base_url=origin)
        self.origin = origin
        self.token = ""

    async def get(self, path: str, **headers: str) -> httpx.Response:
        answer = await self.http.get(path, headers={"sec-fetch-site": "same-origin", **headers})
        found = _TOKEN.search(answer.text)
        self.token = found.group(1) if found else self.token
        return answer

    async def post(
        self,
        path: str,
        data: dict[str, str] | None = None,
        *,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        fields = {"token": self.token, **(data or {})}
        sent = {"sec-fetch-site": "same-origin", "origin": self.origin}
        return await self.http.post(path, data=fields, headers=sent if headers is None else headers)

    async def sign_in(
        self, name: str = "analyst", passphrase: str = PASSPHRASE, code: str = CODE
    ) -> httpx.Response:
        answer = await self.post("/sign-in", {"name": name, "passphrase": passphrase, "code": code})
        if answer.status_code == 303:
            await self.get("/account")
        return answer


def parts_of(
    store: Store, gate: Gate, clock: HandClock, *, origins: tuple[str, ...] = (ORIGIN,)
) -> Parts:
    """What a console over a store is made of."""
    return replace(console_parts(office_of(store.staff, clock), origins), gate=gate)


@asynccontextmanager
async def open_console(
    folder: Path, *, origins: tuple[str, ...] = (ORIGIN,), practice: PracticeAccount | None = None
) -> AsyncIterator[Console]:
    """A console over a desk of its own."""
    clock = HandClock()
    url, secrets = f"sqlite:///{folder / 'db' / 'tipline.db'}", folder / "secrets"
    founder = Founder(name="ann", passphrase=PASSPHRASE, is_practice=True)
    await found(url, secrets, founder, clock=clock)
    async with open_store(url, secrets, clock=clock, limits=LIMITS) as store:
        gate, visits, faults = RoleGate(store), Visits(clock), list[str]()
        parts = parts_of(store, gate, clock, origins=origins)
        parts = replace(
            parts, practice=practice, on_fault=lambda kind: faults.append(kind.__name__)
        )
        yield Console(build(parts, visits), gate, store, clock, visits, parts, faults)
        visits.close()
