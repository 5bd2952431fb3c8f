"""Security keys over the console's routes, with a key in software."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from webauthn.helpers import bytes_to_base64url

from core.gate import Challenge
from tests.console.desk import ORIGIN, Browser
from tests.console.real import RealDesk, open_real_desk
from tests.storage.staffing import LEAD, LEAD_PHRASE, SecurityKey

NAMED = ORIGIN.replace("127.0.0.1", "localhost")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[RealDesk]:
    async with open_real_desk(tmp_path, NAMED) as opened:
        yield opened


def asked(answer: httpx.Response) -> Challenge:
    said = answer.json()
    return Challenge(id=said["id"], options=json.dumps(said["options"]))


async def add(browser: Browser, key: SecurityKey, passphrase: str) -> httpx.Response:
    challenge = asked(await browser.post("/account/keys/challenge"))
    fields = {"challenge": challenge.id, "answer": key.make(challenge), "passphrase": passphrase}
    await browser.post("/account/keys", fields)
    return await browser.get("/account")


async def sign_in(desk: RealDesk, key: SecurityKey, passphrase: str = LEAD_PHRASE) -> Browser:
    browser = Browser(desk.app, NAMED)
    challenge = asked(await browser.post("/sign-in/challenge", {"name": LEAD}))
    said = {"name": LEAD, "passphrase": passphrase}
    await browser.post(
        "/sign-in", said | {"challenge": challenge.id, "answer": key.sign(challenge)}
    )
    return browser


async def test_the_console_asks_for_keys_of_its_own_address(desk: RealDesk) -> None:
    answer = await Browser(desk.app, NAMED).post("/sign-in/challenge", {"name": "anybody"})
    assert asked(answer).options.count(f'"rpId": "{urlsplit(NAMED).hostname}"') == 1


async def test_a_key_opens_with_the_passphrase_and_not_without(desk: RealDesk) -> None:
    lead, key = await desk.enter(LEAD), SecurityKey(origin=NAMED)
    assert "The security key is added" in (await add(lead, key, LEAD_PHRASE)).text
    assert (await (await sign_in(desk, key, "wrong")).get("/queue")).status_code == 303
    assert (await (await sign_in(desk, key)).get("/tips/one")).status_code == 200


async def test_a_key_is_not_added_without_the_passphrase(desk: RealDesk) -> None:
    lead = await desk.enter(LEAD)
    page = await add(lead, SecurityKey(origin=NAMED), "wrong")
    assert "nothing was changed" in page.text
    assert await desk.parts.passkeys.of(LEAD) == ()


async def test_a_key_of_another_origin_is_refused(desk: RealDesk) -> None:
    lead = await desk.enter(LEAD)
    page = await add(lead, SecurityKey(origin="http://localhost:1"), LEAD_PHRASE)
    assert "does not fit" in page.text
    assert await desk.parts.passkeys.of(LEAD) == ()


async def test_nobody_takes_out_the_key_of_another_account(desk: RealDesk) -> None:
    lead, key = await desk.enter(LEAD), SecurityKey(origin=NAMED)
    await add(lead, key, LEAD_PHRASE)
    adam = await desk.enter("adam")
    fields = {"key": bytes_to_base64url(key.id), "passphrase": desk.people.phrases["adam"]}
    await adam.post("/account/keys/remove", fields)
    assert len(await desk.parts.passkeys.of(LEAD)) == 1


@pytest.mark.parametrize("answer", ["{}", "no json", "[" * 9000, '{"rawId": 7}'])
async def test_nonsense_in_place_of_a_signature_is_a_wrong_sign_in(
    desk: RealDesk, answer: str
) -> None:
    browser = Browser(desk.app, NAMED)
    fields = {"name": LEAD, "passphrase": LEAD_PHRASE, "challenge": "x", "answer": answer}
    assert (await browser.post("/sign-in", fields)).status_code == 401
