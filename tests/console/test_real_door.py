"""The console at a real desk: its own door, with roles, codes and keys as the database has them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from console.application import build
from console.parts import Parts
from console.visits import Visits
from core.people import Role
from storage.founding import Founder, create_desk
from storage.store import open_store
from tests.console.desk import Browser, parts_of
from tests.storage.samples import CHEAP, LIMITS, HandClock, a_tip
from tests.storage.staffing import LEAD, LEAD_PHRASE, Staffed


@dataclass
class RealDesk:
    people: Staffed
    parts: Parts
    visits: Visits

    async def enter(self, name: str, **changed: str) -> Browser:
        browser = Browser(build(self.parts, self.visits))
        right = {"passphrase": self.people.phrases[name], "code": self.people.code(name)}
        await browser.sign_in(name, **(right | changed))
        return browser


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[RealDesk]:
    clock, secrets = HandClock(), tmp_path / "secrets"
    url = f"sqlite:///{tmp_path / 'db' / 'tipline.db'}"
    founder = Founder(name=LEAD, passphrase=LEAD_PHRASE)
    await create_desk(url, secrets, founder, clock=clock, cost=CHEAP)
    async with open_store(url, secrets, clock=clock, limits=LIMITS) as store:
        people = Staffed(store.staff, clock, tmp_path / "db" / "tipline.db")
        await people.set_up_codes(LEAD, LEAD_PHRASE)
        await people.join("adam", Role.ADMINISTRATOR, by=LEAD)
        await store.public.intake.keep(b"s" * 32, a_tip(id="one"))
        parts = parts_of(store, store.staff.gate, clock)
        visits = Visits(clock)
        yield RealDesk(people, parts, visits)
        visits.close()


async def status(browser: Browser, path: str) -> int:
    return (await browser.get(path)).status_code


async def test_a_lead_signs_in_with_the_code_of_their_authenticator(desk: RealDesk) -> None:
    lead = await desk.enter(LEAD)
    page = await lead.get("/tips/one")
    assert page.status_code == 200
    assert "Zanzibar Crescent" in page.text
    assert (
        "Code of your authenticator"
        in (await Browser(build(desk.parts, desk.visits)).get("/sign-in")).text
    )


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
    assert (await adam.get("/")).headers["location"] == "/account"
    for path in ("/queue", "/tips/one", "/audit"):
        assert await status(adam, path) == 403


async def test_an_analyst_reads_once_a_lead_lets_them_and_until_they_are_removed(
    desk: RealDesk,
) -> None:
    joined = await desk.people.join("bea", Role.ANALYST)
    bea = await desk.enter("bea")
    assert await status(bea, "/queue") == 200
    assert await status(bea, "/tips/one") == 403
    await desk.people.admit(joined)
    bea = await desk.enter("bea")
    assert await status(bea, "/tips/one") == 200
    await desk.people.staff.people.remove("bea", by="adam")
    assert await status(bea, "/tips/one") == 303
    desk.people.clock.wait(timedelta(seconds=1))
    assert await status(bea, "/queue") == 303
