"""The console at a real desk: its own door, with roles, codes and keys as the database has them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.people import Role
from tests.console.desk import Browser
from tests.console.real import RealDesk, open_real_desk
from tests.storage.staffing import LEAD


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[RealDesk]:
    async with open_real_desk(tmp_path) as opened:
        yield opened


async def status(browser: Browser, path: str) -> int:
    return (await browser.get(path)).status_code


async def test_a_lead_signs_in_with_the_code_of_their_authenticator(desk: RealDesk) -> None:
    lead = await desk.enter(LEAD)
    page = await lead.get("/tips/one")
    assert page.status_code == 200
    assert "Zanzibar Crescent" in page.text
    assert "Code of your authenticator" in (await Browser(desk.app).get("/sign-in")).text


@pytest.mark.parametrize("wrong", [{"code": ""}, {"code": "000000"}, {"passphrase": "x"}])
async def test_a_passphrase_or_a_code_alone_is_not_enough(
    desk: RealDesk, wrong: dict[str, str]
) -> None:
    assert await status(await desk.enter(LEAD, **wrong), "/queue") == 303


async def test_a_code_is_good_once(desk: RealDesk) -> None:
    code = desk.people.code(LEAD)
    assert await status(await desk.enter(LEAD, code=code), "/queue") == 200
    assert await status(await desk.enter(LEAD, code=code), "/queue") == 303


async def test_whoever_makes_accounts_opens_nothing(desk: RealDesk) -> None:
    adam = await desk.enter("adam")
    assert (await adam.get("/")).headers["location"] == "/people"
    for path in ("/queue", "/tips/one", "/audit"):
        assert await status(adam, path) == 403


async def test_an_analyst_reads_once_a_lead_lets_them_and_until_they_are_removed(
    desk: RealDesk,
) -> None:
    joined = await desk.people.join("bea", Role.ANALYST)
    bea = await desk.enter("bea")
    assert await status(bea, "/queue") == 200
    assert "Zanzibar" not in (await bea.get("/tips/one")).text
    await desk.people.admit(joined)
    bea = await desk.enter("bea")
    assert "Zanzibar" in (await bea.get("/tips/one")).text
    await desk.people.staff.people.remove("bea", by="adam")
    assert await status(bea, "/tips/one") == 303
    desk.people.clock.wait(timedelta(seconds=1))
    assert await status(bea, "/queue") == 303
