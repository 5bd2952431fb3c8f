"""The queue page: order, filters that a link carries, paging, counts, claims."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core.desk import CLAIM_LIFE
from core.tip import Priority, Status
from tests.console.desk import Browser, Console
from tests.storage.samples import START, a_tip

_IDS = re.compile(r'class="open" href="/tips/([^"]+)"')


async def keep(console: Console, name: str, **changes: object) -> None:
    await console.store.public.intake.keep(name.encode().ljust(32, b"."), a_tip(id=name, **changes))


async def shown(browser: Browser, query: str = "") -> list[str]:
    return _IDS.findall((await browser.get(f"/queue{query}")).text)


async def test_the_most_pressing_come_first_then_the_oldest(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "late", arrived=START)
    await keep(console, "early", arrived=START - timedelta(hours=5))
    await keep(console, "urgent", priority=Priority.URGENT)
    assert await shown(analyst) == ["urgent", "early", "late"]


async def test_an_empty_queue_says_so(analyst: Browser) -> None:
    assert "Nothing waits" in (await analyst.get("/queue")).text
    assert "No tip fits" in (await analyst.get("/queue?area=SS9")).text


async def test_a_link_narrows_the_queue(console: Console, analyst: Browser) -> None:
    await keep(console, "one", area="SS1", drug_group="crack", safeguarding=True)
    await keep(console, "two", area="CM2", drug_group="cannabis", priority=Priority.HIGH)
    assert await shown(analyst, "?priority=high") == ["two"]
    assert await shown(analyst, "?drug=crack&area=&at_risk=") == ["one"]
    assert await shown(analyst, "?area=cm") == ["two"]
    assert await shown(analyst, "?at_risk=yes") == ["one"]
    assert await shown(analyst, "?at_risk=no") == ["two"]
    assert await shown(analyst, "?since=2026-03-27&until=2026-03-27") == ["two", "one"]
    assert await shown(analyst, "?since=2026-03-28&until=") == []
    assert await shown(analyst, "?since=&until=2026-03-26") == []
    assert await shown(analyst, "?told_more=yes") == []
    assert await shown(analyst, "?status=held") == []
    assert await shown(analyst, "?status=new&status=held&priority=normal&priority=high") == [
        "two",
        "one",
    ]


async def test_pages_follow_each_other_and_keep_the_filter(
    console: Console, analyst: Browser
) -> None:
    for number in range(53):
        await keep(console, f"tip-{number:02}", arrived=START - timedelta(hours=number))
    first = await analyst.get("/queue?drug=crack")
    found = re.search(r'href="(/queue\?[^"]+)" rel="next"', first.text)
    assert found
    link = found.group(1).replace("&amp;", "&")
    assert "drug=crack" in link
    second = await analyst.get(link)
    ids = _IDS.findall(first.text) + _IDS.findall(second.text)
    assert ids == [f"tip-{number:02}" for number in reversed(range(53))]
    assert 'rel="next"' not in second.text


async def test_a_page_after_a_tip_that_is_gone_is_the_first(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one")
    assert await shown(analyst, "?after=gone") == ["one"]


async def test_counts_are_of_the_queue_as_narrowed(console: Console, analyst: Browser) -> None:
    await keep(console, "one", priority=Priority.URGENT, area="SS1")
    await keep(console, "two", area="CM2")
    counts = (await analyst.get("/queue/counts")).json()["counts"]
    assert counts == {"urgent": 1, "high": 0, "normal": 1, "low": 0}
    counts = (await analyst.get("/queue/counts?area=SS1&priority=low")).json()["counts"]
    assert counts == {"urgent": 1, "high": 0, "normal": 0, "low": 0}


async def test_a_claim_says_whose_it_is_and_until_when(console: Console, analyst: Browser) -> None:
    await keep(console, "one")
    await analyst.get("/queue")
    answer = await analyst.post("/tips/one/claim", {"query": "drug=crack"})
    assert answer.headers["location"] == "/queue?drug=crack"
    page = (await analyst.get("/queue")).text
    assert "Claimed. It is yours for two hours." in page
    assert re.search(r"Claimed by analyst until 00:40", page)
    assert "Claimed. It is yours" not in (await analyst.get("/queue")).text


async def test_a_claim_of_another_holds_until_it_runs_out(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one")
    await analyst.post("/tips/one/claim")
    lead = console.browser()
    await lead.sign_in("lead")
    await lead.post("/tips/one/claim")
    assert "It cannot be claimed now: somebody else holds it" in (await lead.get("/queue")).text
    console.clock.wait(CLAIM_LIFE)
    await lead.sign_in("lead")
    assert ">Claim</button>" in (await lead.get("/queue")).text
    await lead.post("/tips/one/claim")
    assert (await console.store.staff.desk.row("one")).claimed_by == "lead"


async def test_a_claim_can_be_given_up(console: Console, analyst: Browser) -> None:
    await keep(console, "one")
    await analyst.post("/tips/one/claim")
    assert ">Put back</button>" in (await analyst.get("/queue")).text
    await analyst.post("/tips/one/put-back")
    assert (await console.store.staff.desk.row("one")).status is Status.NEW


async def test_nobody_puts_back_what_another_has_claimed_but_a_lead(console: Console) -> None:
    await keep(console, "one")
    analyst, lead, moderator = (console.browser() for _ in range(3))
    for name, browser in (("analyst", analyst), ("lead", lead), ("moderator", moderator)):
        await browser.sign_in(name)
    await analyst.post("/tips/one/claim")
    assert ">Put back</button>" not in (await moderator.get("/queue")).text
    await moderator.post("/tips/one/put-back")
    assert "Somebody else has claimed this tip." in (await moderator.get("/queue")).text
    assert (await console.store.staff.desk.row("one")).claimed_by == "analyst"
    assert ">Put back</button>" in (await lead.get("/queue")).text
    await lead.post("/tips/one/put-back")
    assert (await console.store.staff.desk.row("one")).status is Status.NEW


async def test_a_moderator_steers_a_tip_without_a_word_of_it(console: Console) -> None:
    await keep(console, "one")
    moderator = console.browser()
    await moderator.sign_in("moderator")
    await moderator.get("/queue")
    await moderator.post("/tips/one/priority", {"priority": "low", "reason": "Zanzibar is old"})
    page = (await moderator.get("/tips/one")).text
    assert "Changed the priority to low" in page
    assert "Zanzibar" not in page
    assert [e.action for e in await console.store.staff.audit.history("one")] == ["priority_low"]
    await moderator.post("/tips/one/claim")
    assert (await console.store.staff.desk.row("one")).claimed_by == "moderator"


async def test_where_a_form_leads_is_always_this_console(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "one")
    for query in ("//evil.example", "\r\nlocation: https://evil.example", "x=https://evil.example"):
        answer = await analyst.post("/tips/one/claim", {"query": query})
        assert answer.headers["location"].startswith("/queue?")
        assert answer.headers.get_list("location") == [answer.headers["location"]]


@pytest.mark.parametrize(
    "query",
    ["since=yesterday", "until=0001-01-01", "until=9999-12-31", "at_risk=perhaps", "status=lost"],
)
async def test_a_link_that_makes_no_sense_is_refused_without_repeating_it(
    analyst: Browser, query: str
) -> None:
    answer = await analyst.get(f"/queue?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[2] not in answer.text


async def test_the_form_shows_what_the_link_holds(analyst: Browser) -> None:
    page = (await analyst.get("/queue?since=2026-03-01&told_more=yes&area=SS1&priority=low")).text
    assert 'type="date" value="2026-03-01"' in page
    assert '<option value="yes" selected>Added something' in page
    assert 'value="SS1"' in page
    assert 'value="low" checked' in page
    assert "since=2026-03-01" in page[page.index("data-counts") :][:200]


async def test_a_form_with_nothing_chosen_shows_the_queue(analyst: Browser) -> None:
    answer = await analyst.get("/queue?drug=&area=&at_risk=&since=&until=&told_more=")
    assert answer.status_code == 200
