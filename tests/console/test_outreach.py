"""Partners and operations on the console: from a tip's page to the news."""

from __future__ import annotations

import re

from core.people import Role
from core.tip import Status
from tests.console.desk import Browser, Console
from tests.storage.samples import START, a_tip

HOSTILE = "<img src=x onerror=alert(1)>"


async def signed_in(console: Console, name: str) -> Browser:
    browser = console.browser()
    await browser.sign_in(name)
    return browser


async def release(console: Console, analyst: Browser) -> None:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/claim")
    grade = {"source": "2", "assessment": "A", "handling": "P"}
    await analyst.post("/tips/one/grade", grade)
    await (await signed_in(console, "lead")).post("/tips/one/release")
    assert (await console.store.staff.desk.row("one")).status is Status.RELEASED


async def test_a_tip_goes_to_a_partner_and_an_answer_comes_back(
    console: Console, analyst: Browser
) -> None:
    lead = await signed_in(console, "lead")
    await lead.post("/partners", {"name": f"Homes {HOSTILE}", "kind": "housing"})
    await release(console, analyst)
    page = (await analyst.get("/tips/one")).text
    assert "Homes &lt;img" in page
    partner = re.search(r'<option value="([^"]+)">Homes', page)
    assert partner
    sent = {"partner": partner.group(1), "extract": f"Dealing at {HOSTILE}"}
    await analyst.post("/tips/one/refer", sent)
    page = (await analyst.get("/tips/one")).text
    assert "Referred. Note on the page" in page
    assert "Dealing at &lt;img" in page
    partners = (await analyst.get("/partners")).text
    assert HOSTILE not in partners
    referral = re.search(r'action="(/referrals/[^"]+)"', partners)
    assert referral
    await analyst.post(referral.group(1), {"state": "acted"})
    partners = (await analyst.get("/partners")).text
    assert "Acted on, 27 Mar 2026" in partners
    assert 'action="/referrals/' not in partners


async def test_a_tip_that_is_not_released_is_not_offered_to_partners(
    console: Console, analyst: Browser
) -> None:
    await (await signed_in(console, "lead")).post("/partners", {"name": "Homes", "kind": "health"})
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    page = (await analyst.get("/tips/one")).text
    assert "once a second person has released it" in page
    assert "/tips/one/refer" not in page
    partner = (await console.parts.referring.partners.all())[0]
    await analyst.post("/tips/one/refer", {"partner": partner.id, "extract": "words"})
    assert 'role="alert"' in (await analyst.get("/tips/one")).text


async def test_an_operation_from_its_beginning_to_the_news(
    console: Console, analyst: Browser
) -> None:
    lead = await signed_in(console, "lead")
    begun = {"name": "Erasure", "areas": "SS1, SS2", "starts": "2026-03-20", "ends": ""}
    await lead.post("/operations", begun)
    operation = (await console.parts.operating.operations.all())[0]
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one", arrived=START, area=HOSTILE))
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/attach", {"operation": operation.id})
    assert (
        f'<a href="/operations/{operation.id}">Erasure</a>' in (await analyst.get("/tips/one")).text
    )
    result = {"kind": "wraps", "count": "250", "day": "2026-03-21"}
    await lead.post(f"/operations/{operation.id}/result", result)
    page = (await lead.get(f"/operations/{operation.id}")).text
    assert "<dt>Wraps recovered</dt><dd>250</dd>" in page
    assert "<dt>Tips during it</dt><dd>1</dd>" in page
    assert HOSTILE not in page
    assert "Erasure in SS1 and SS2: 250 wraps of drugs recovered." in page
    await lead.post(f"/operations/{operation.id}/publish", {"news": "250 wraps recovered."})
    assert await console.store.public.news.latest(5) == ("250 wraps recovered.",)
    assert "250" in (await analyst.get("/operations")).text


async def test_who_is_no_lead_is_offered_nothing_to_lead_with(
    console: Console, analyst: Browser
) -> None:
    console.gate.put("mo", Role.MODERATOR)
    lead = await signed_in(console, "lead")
    await lead.post("/operations", {"name": "Booth", "areas": "SS1", "starts": "2026-03-20"})
    operation = (await console.parts.operating.operations.all())[0]
    moderator = await signed_in(console, "mo")
    for browser in (analyst, moderator):
        for path in ("/operations", f"/operations/{operation.id}"):
            page = (await browser.get(path)).text
            assert "Booth" in page
            assert 'method="post" action="/operations' not in page
    assert "/partners" not in (await moderator.get("/operations")).text


async def test_a_result_that_makes_no_sense_is_refused_without_an_echo(console: Console) -> None:
    lead = await signed_in(console, "lead")
    for count in ("0", "-3", "a few", "99999999"):
        fields = {"kind": "arrests", "count": count, "day": "2026-03-21"}
        answer = await lead.post("/operations/nowhere/result", fields)
        assert answer.status_code == 422
        assert "a few" not in answer.text
