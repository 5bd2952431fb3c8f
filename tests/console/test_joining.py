"""An invited person makes their account in the browser; an account changes its authenticator."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from core.people import Role, Standing
from core.people_ports import Authenticator
from storage.invitations import LIFE
from tests.console.desk import Browser
from tests.console.real import RealDesk, open_real_desk
from tests.storage.staffing import LEAD, LEAD_PHRASE, PHRASE, code_of

SECRET = re.compile(r'name="secret" value="([A-Z2-7]{32})"')


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[RealDesk]:
    async with open_real_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
async def code(desk: RealDesk) -> str:
    return await desk.people.staff.invitations.invite("bea", Role.ANALYST, by="adam")


def authenticator(page: str) -> Authenticator:
    (secret,) = SECRET.findall(page)
    return Authenticator(secret=secret, uri="")


async def make(desk: RealDesk, browser: Browser, code: str, **changed: str) -> httpx.Response:
    """Type everything right, but for what is changed."""
    page = (await browser.post("/join", {"code": code})).text
    made = authenticator(page)
    right = {"code": code, "passphrase": PHRASE, "again": PHRASE, "secret": made.secret}
    digits = code_of(made, desk.people.clock)
    return await browser.post("/join/make", right | {"digits": digits} | changed)


async def test_an_invited_person_joins_and_reads_once_a_lead_lets_them(
    desk: RealDesk, code: str
) -> None:
    browser = Browser(desk.app)
    page = (await browser.post("/join", {"code": code.lower().replace("-", " ")})).text
    assert "<bdi>bea</bdi>" in page
    made = authenticator(page)
    digits = code_of(made, desk.people.clock)
    answer = await make(desk, browser, code, secret=made.secret, digits=digits)
    assert answer.status_code == 200
    (fingerprint,) = re.findall(r"<code>((?:[A-Z2-7]{4}-){3}[A-Z2-7]{4})</code>", answer.text)

    lead = await desk.enter(LEAD)
    fields = {"name": "bea", "fingerprint": fingerprint, "passphrase": LEAD_PHRASE}
    await lead.post("/people/admit", fields)
    member = await desk.people.staff.people.member("bea")
    assert member is not None
    assert member.standing is Standing.ACTIVE

    desk.people.clock.wait(timedelta(seconds=30))
    digits = code_of(made, desk.people.clock)
    await browser.sign_in("bea", PHRASE, digits)
    assert (await browser.get("/tips/one")).status_code == 200


async def test_a_code_is_good_once(desk: RealDesk, code: str) -> None:
    browser = Browser(desk.app)
    assert (await make(desk, browser, code)).status_code == 200
    again = await browser.post("/join", {"code": code})
    assert (again.status_code, "This invitation does not work" in again.text) == (422, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"again": "something else"}, "The two passphrases are not the same"),
        ({"passphrase": "short", "again": "short"}, "This passphrase is too weak"),
        ({"digits": "000000"}, "This is not the code that the authenticator shows now"),
    ],
)
async def test_what_is_wrong_is_said_and_the_authenticator_stays(
    desk: RealDesk, code: str, changed: dict[str, str], said: str
) -> None:
    browser = Browser(desk.app)
    made = authenticator((await browser.post("/join", {"code": code})).text)
    right = {"secret": made.secret, "digits": code_of(made, desk.people.clock)}
    answer = await make(desk, browser, code, **(right | changed))
    assert answer.status_code == 422
    assert said in answer.text
    assert authenticator(answer.text) == made
    assert await desk.people.staff.people.member("bea") is None


@pytest.mark.parametrize("secret", ["", "short", "A" * 31 + "1", "<b>"])
async def test_a_secret_that_is_none_of_ours_makes_nothing(
    desk: RealDesk, code: str, secret: str
) -> None:
    answer = await make(desk, Browser(desk.app), code, secret=secret)
    assert answer.status_code == 422
    assert await desk.people.staff.people.member("bea") is None


@pytest.mark.parametrize("typed", ["", "AAAA", "<script>", "A" * 26])
async def test_another_code_opens_nothing(desk: RealDesk, typed: str) -> None:
    answer = await Browser(desk.app).post("/join", {"code": typed})
    assert (answer.status_code, "This invitation does not work" in answer.text) == (422, True)
    assert "<script>alert" not in answer.text


async def test_an_invitation_ends_after_three_days(desk: RealDesk, code: str) -> None:
    desk.people.clock.wait(LIFE)
    assert (await Browser(desk.app).post("/join", {"code": code})).status_code == 422


async def test_a_form_of_another_site_joins_nothing(desk: RealDesk, code: str) -> None:
    headers = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    answer = await Browser(desk.app).post("/join", {"code": code}, headers=headers)
    assert answer.status_code == 403


async def test_an_account_takes_another_authenticator(desk: RealDesk) -> None:
    lead = await desk.enter(LEAD)
    made = authenticator((await lead.get("/account")).text)
    digits = code_of(made, desk.people.clock)
    fields = {"secret": made.secret, "digits": digits}
    await lead.post("/account/codes", fields | {"passphrase": "wrong"})
    assert "nothing was changed" in (await lead.get("/account")).text
    await lead.post("/account/codes", fields | {"passphrase": LEAD_PHRASE})
    assert "The new authenticator counts" in (await lead.get("/account")).text

    old = await desk.enter(LEAD)
    assert (await old.get("/queue")).status_code == 303
    new = await desk.enter(LEAD, code=code_of(made, desk.people.clock))
    assert (await new.get("/queue")).status_code == 200
