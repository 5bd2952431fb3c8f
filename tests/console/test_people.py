"""The page of people at a real desk: who may change what, and that it works at once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.people import Role, Standing
from tests.console.desk import Browser
from tests.console.real import RealDesk, open_real_desk
from tests.storage.staffing import LEAD, LEAD_PHRASE

CODE = re.compile(r"face to face: ((?:[A-Z2-7]{4}-)+[A-Z2-7]{2})\. ")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[RealDesk]:
    async with open_real_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
async def adam(desk: RealDesk) -> Browser:
    return await desk.enter("adam")


async def send(desk: RealDesk, browser: Browser, act: str, by: str, **fields: str) -> str:
    """Send a form with the right passphrase, or the one that is given; the page after it."""
    phrase = {"passphrase": desk.people.phrases[by]}
    answer = await browser.post(f"/people/{act}", phrase | fields)
    assert answer.headers["location"] == "/people"
    return (await browser.get("/people")).text


async def test_an_invitation_makes_an_account_and_its_code_is_shown_once(
    desk: RealDesk, adam: Browser
) -> None:
    page = await send(desk, adam, "invite", "adam", name="bea", role="analyst")
    (code,) = CODE.findall(page)
    assert code not in (await adam.get("/people")).text
    invited = await desk.people.staff.invitations.look(code)
    assert (invited.name, invited.role) == ("bea", Role.ANALYST)
    assert "<bdi>bea</bdi>" in page[page.index("invited-heading") :]


async def test_a_lead_lets_in_whose_fingerprint_they_were_read(
    desk: RealDesk, adam: Browser
) -> None:
    joined = await desk.people.join("bea", Role.ANALYST)
    lead = await desk.enter(LEAD)
    page = (await lead.get("/people")).text
    assert "waits for a lead" in page
    assert joined.fingerprint not in page
    wrong = await send(desk, lead, "admit", LEAD, name="bea", fingerprint="AAAA-BBBB-CCCC-DDDD")
    assert "This is not the fingerprint" in wrong
    await send(desk, lead, "admit", LEAD, name="bea", fingerprint=joined.fingerprint)
    member = await desk.people.staff.people.member("bea")
    assert member is not None
    assert member.standing is Standing.ACTIVE
    assert "Let them read" not in (await adam.get("/people")).text


async def test_a_role_is_changed_and_the_visit_ends_at_once(desk: RealDesk, adam: Browser) -> None:
    await desk.people.hire("bea", Role.ANALYST)
    bea = await desk.enter("bea")
    assert (await bea.get("/tips/one")).status_code == 200
    await send(desk, adam, "role", "adam", name="bea", role="moderator")
    assert (await bea.get("/queue")).headers["location"] == "/sign-in"
    assert all(visit.name != "bea" for visit in desk.visits._kept.values())


async def test_an_account_is_removed_and_the_visit_ends_at_once(
    desk: RealDesk, adam: Browser
) -> None:
    await desk.people.hire("bea", Role.ANALYST)
    bea = await desk.enter("bea")
    await send(desk, adam, "remove", "adam", name="bea")
    assert (await bea.get("/queue")).headers["location"] == "/sign-in"
    assert await desk.people.staff.people.member("bea") is None


@pytest.mark.parametrize("act", ["invite", "role", "remove"])
async def test_nothing_changes_without_the_passphrase(
    desk: RealDesk, adam: Browser, act: str
) -> None:
    await desk.people.join("bea", Role.MODERATOR)
    before = [(p.member, p.has_factor) for p in await desk.people.staff.people.everybody()]
    page = await send(desk, adam, act, "adam", name="bea", role="auditor", passphrase="wrong")
    assert "The passphrase is wrong, so nothing was changed." in page
    assert [(p.member, p.has_factor) for p in await desk.people.staff.people.everybody()] == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "a b", "role": "analyst"}, "An account name has 1 to 40 letters"),
        ({"name": "ADAM", "role": "analyst"}, "An account with this name exists already"),
    ],
)
async def test_a_refused_name_is_said(
    desk: RealDesk, adam: Browser, fields: dict[str, str], said: str
) -> None:
    assert said in await send(desk, adam, "invite", "adam", **fields)


@pytest.mark.parametrize(
    ("act", "fields", "said"),
    [
        ("remove", {"name": "adam"}, "Nobody can remove or change their own account"),
        ("role", {"name": "adam", "role": "lead"}, "Nobody can remove or change their own"),
        ("remove", {"name": LEAD}, "This is the last lead who reads"),
        ("remove", {"name": "nobody"}, "There is no account with this name"),
    ],
)
async def test_what_the_desk_does_not_allow_is_said(
    desk: RealDesk, adam: Browser, act: str, fields: dict[str, str], said: str
) -> None:
    assert said in await send(desk, adam, act, "adam", **fields)
    assert len(await desk.people.staff.people.everybody()) == 2


async def test_a_lead_makes_no_accounts_where_there_is_an_administrator(desk: RealDesk) -> None:
    lead = await desk.enter(LEAD)
    page = (await lead.get("/people")).text
    assert 'action="/people/invite"' not in page
    assert 'action="/people/remove"' not in page
    fields = {"name": "eve", "role": "administrator", "passphrase": LEAD_PHRASE}
    assert (await lead.post("/people/invite", fields)).status_code == 403
    assert (await lead.post("/people/remove", fields | {"name": "adam"})).status_code == 403
    assert await desk.people.staff.invitations.pending() == ()


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.AUDITOR])
async def test_nobody_else_sees_the_page(desk: RealDesk, role: Role) -> None:
    await desk.people.join("bea", role)
    bea = await desk.enter("bea")
    assert (await bea.get("/people")).status_code == 403
    assert 'href="/people"' not in (await bea.get("/account")).text
