"""A force's own system under test: a program that speaks to the API with a token."""

from __future__ import annotations

from typing import Any

import httpx

from tests.console.desk import CODE, ORIGIN, PASSPHRASE, Console

API = "/api/v1"


class Program:
    """Signs in, remembers its token, sends JSON."""

    def __init__(self, console: Console) -> None:
        transport = httpx.ASGITransport(app=console.app)
        self.http = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        self.token = ""

    async def send(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        sent = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return await self.http.request(method, API + path, json=body, headers=sent | headers)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.send("GET", path, **headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.send("POST", path, body, **headers)

    async def sign_in(self, name: str = "analyst", **changed: str) -> httpx.Response:
        right = {"name": name, "passphrase": PASSPHRASE, "code": CODE}
        answer = await self.post("/session", right | changed)
        self.token = answer.json().get("token", "")
        return answer


async def program(console: Console, name: str = "analyst") -> Program:
    """A program that is signed in."""
    made = Program(console)
    assert (await made.sign_in(name)).status_code == 201
    return made
