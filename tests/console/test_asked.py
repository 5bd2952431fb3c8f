"""What was asked for in the staff bot: who sees it in the console, and what yes and no do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import html5lib
import pytest

from core.pending import LIFE, Deed
from core.people import Role
from tests.console.desk import Browser
from tests.console.real import RealDesk, open_real_desk
from tests.storage.staffing import LEAD

CHATS = {LEAD: 1, "adam": 2, "mo": 3}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[RealDesk]:
    async with open_real_desk(tmp_path) as opened:
        await opened.people.join("mo", Role.MODERATOR)
        seats = opened.people.staff.seats
        for name, chat in CHATS.items():
            await seats.take(await seats.invite(name, by="adam"), chat)
        yield opened


async def ask(desk: RealDesk, deed: Deed, by: str, **arguments: str) -> str:
    return await desk.people.staff.pending.ask(deed, arguments, by=by, chat=CHATS[by])


async def yes(browser: Browser, act: str, **fields: str) -> str:
    """Tap yes; the page after it."""
    await browser.get("/asked")
    answer = await browser.post(f"/asked/{act}/yes", fields)
    assert answer.headers["location"] == "/asked"
    return (await browser.get("/asked")).text


async def is_paused(desk: RealDesk) -> bool:
    return (await desk.people.staff.steering.read()).is_paused


async def test_it_waits_on_the_page_of_who_asked_and_of_nobody_else(desk: RealDesk) -> None:
    await ask(desk, Deed.NOTICE, "mo", en='Busy"><b>')
    mo, lead = await desk.enter("mo"), await desk.enter(LEAD)
    page = (await mo.get("/asked")).text
    assert "Change what the first screen says" in page
    assert "Busy&#34;&gt;&lt;b&gt;" in page
    assert "9 minutes more" in page  # signing in took one
    assert "Nothing waits for you." in (await lead.get("/asked")).text
    assert 'href="/asked"' in (await mo.get("/account")).text
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(page)
    assert parser.errors == []


async def test_yes_does_it_once(desk: RealDesk) -> None:
    await desk.people.staff.steering.pause(by="mo", note="full")
    act = await ask(desk, Deed.RESUME, "mo")
    mo = await desk.enter("mo")
    assert "Done." in await yes(mo, act)
    assert not await is_paused(desk)
    assert "does not wait for you any more" in await yes(mo, act)
    told = [entry.action for entry in await desk.people.staff.audit.latest(20)]
    assert told.count("resumed") == 1


async def test_no_leaves_it(desk: RealDesk) -> None:
    await desk.people.staff.steering.pause(by="mo", note="full")
    act = await ask(desk, Deed.RESUME, "mo")
    mo = await desk.enter("mo")
    await mo.post(f"/asked/{act}/no")
    assert "Left as it was." in (await mo.get("/asked")).text
    assert await is_paused(desk)
    assert "does not wait for you any more" in await yes(mo, act)


async def test_somebody_else_taps_in_vain(desk: RealDesk) -> None:
    await desk.people.staff.steering.pause(by="mo", note="full")
    act = await ask(desk, Deed.RESUME, "mo")
    lead = await desk.enter(LEAD)
    assert "does not wait for you any more" in await yes(lead, act)
    await lead.post(f"/asked/{act}/no")
    assert await is_paused(desk)
    assert len(await desk.people.staff.pending.of("mo")) == 1


async def test_too_late_is_said(desk: RealDesk) -> None:
    act = await ask(desk, Deed.RESUME, "mo")
    mo = await desk.enter("mo")
    desk.people.clock.wait(LIFE + timedelta(seconds=1))
    assert "does not wait for you any more" in await yes(mo, act)


async def test_accounts_take_the_passphrase_too(desk: RealDesk) -> None:
    act = await ask(desk, Deed.REMOVE, "adam", name="mo")
    adam, mo = await desk.enter("adam"), await desk.enter("mo")
    assert 'name="passphrase"' in (await adam.get("/asked")).text
    assert "passphrase is wrong" in await yes(adam, act, passphrase="no")
    assert await desk.people.staff.people.member("mo") is not None
    assert "Done." in await yes(adam, act, passphrase=desk.people.phrases["adam"])
    assert await desk.people.staff.people.member("mo") is None
    assert (await mo.get("/account")).headers["location"] == "/sign-in"


async def test_the_code_of_an_invitation_is_shown_here_and_once(desk: RealDesk) -> None:
    act = await ask(desk, Deed.INVITE, "adam", name="bea", role="auditor")
    adam = await desk.enter("adam")
    page = (await adam.get("/asked")).text
    assert "Auditor" in page
    page = await yes(adam, act, passphrase=desk.people.phrases["adam"])
    code = page.split("face to face: ")[1].split(". ")[0]
    assert (await desk.people.staff.invitations.look(code)).name == "bea"
    assert code not in (await adam.get("/asked")).text


async def test_what_the_desk_does_not_allow_is_said_and_still_waits(desk: RealDesk) -> None:
    act = await ask(desk, Deed.REMOVE, "adam", name=LEAD)
    adam = await desk.enter("adam")
    phrase = desk.people.phrases["adam"]
    assert "This is the last lead who reads" in await yes(adam, act, passphrase=phrase)
    assert len(await desk.people.staff.pending.of("adam")) == 1


async def test_whoever_lost_the_right_is_refused(desk: RealDesk) -> None:
    await desk.people.staff.steering.pause(by="mo", note="full")
    act = await ask(desk, Deed.RESUME, "mo")
    mo = await desk.enter("mo")
    await desk.people.staff.people.set_role("mo", Role.AUDITOR, by="adam")
    await mo.get("/asked")
    assert (await mo.post(f"/asked/{act}/yes")).status_code == 403
    assert await is_paused(desk)


async def test_an_untied_chat_has_asked_for_nothing(desk: RealDesk) -> None:
    act = await ask(desk, Deed.RESUME, "mo")
    mo = await desk.enter("mo")
    await desk.people.staff.seats.leave("mo", by="adam")
    assert "Nothing waits for you." in (await mo.get("/asked")).text
    assert "does not wait for you any more" in await yes(mo, act)


async def test_news_are_written_here_and_held_against_the_tips(desk: RealDesk) -> None:
    operating, staff = desk.parts.operating, desk.people.staff
    lead = await desk.enter(LEAD)
    today = desk.people.clock.now().date()
    member = await staff.people.member(LEAD)
    assert member is not None
    made = await operating.begin("Pier", "SS1", today, None, member=member)
    await operating.attach(made.id, "one", member=member)
    act = await ask(desk, Deed.PUBLISH, LEAD, id=made.id, name="Pier")
    assert "Pier" in (await lead.get("/asked")).text.split("<textarea")[1]
    quoted = "They sell crack from the flat above the bakery."
    assert "repeats" in await yes(lead, act, news=quoted)
    assert await staff.news.latest(1) == ()
    assert "Done." in await yes(lead, act, news="Three arrests.")
    assert await staff.news.latest(1) == ("Three arrests.",)
    assert (await staff.audit.latest(1))[0].subject == made.id
