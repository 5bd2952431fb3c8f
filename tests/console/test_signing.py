"""Signing in and out: equal answers, the life of a visit, and keys that are closed with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.visits import IDLE, LIFE
from core.people import Role
from storage.faults import KeyClosed
from tests.console.desk import CODE, PASSPHRASE, Browser, Console


async def is_in(browser: Browser) -> bool:
    return (await browser.get("/account")).status_code == 200


async def test_whatever_is_wrong_the_answer_is_the_same(browser: Browser) -> None:
    tries = [("nobody", PASSPHRASE, CODE), ("analyst", "wrong", CODE), ("analyst", PASSPHRASE, "0")]
    answers = [await browser.sign_in(*each) for each in tries]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert not any("set-cookie" in answer.headers for answer in answers)


async def test_signing_in_leads_to_the_queue(browser: Browser) -> None:
    assert (await browser.sign_in()).headers["location"] == "/"
    assert (await browser.get("/")).headers["location"] == "/queue"


async def test_without_a_visit_every_page_leads_to_the_door(browser: Browser) -> None:
    for path in ("/", "/queue", "/account", "/tips/one"):
        assert (await browser.get(path)).headers["location"] == "/sign-in"
    assert (await browser.post("/sign-out")).status_code == 401


async def test_a_script_learns_that_the_visit_is_over(browser: Browser) -> None:
    answer = await browser.get("/queue/counts", **{"sec-fetch-dest": "empty"})
    assert answer.status_code == 401


async def test_a_visit_ends_after_a_quarter_of_an_hour_without_doing_anything(
    console: Console, analyst: Browser
) -> None:
    console.clock.wait(IDLE - timedelta(seconds=1))
    assert await is_in(analyst)
    console.clock.wait(IDLE)
    assert not await is_in(analyst)
    assert is_closed(console)


async def test_a_visit_ends_after_eight_hours_whatever_is_done(
    console: Console, analyst: Browser
) -> None:
    passed = timedelta()
    while passed + timedelta(minutes=10) < LIFE:
        console.clock.wait(timedelta(minutes=10))
        passed += timedelta(minutes=10)
        assert await is_in(analyst)
    console.clock.wait(timedelta(minutes=10))
    assert not await is_in(analyst)
    assert is_closed(console)


async def test_a_page_that_asks_by_itself_keeps_no_visit_alive(
    console: Console, analyst: Browser
) -> None:
    for _ in range(4):
        console.clock.wait(IDLE / 3)
        await analyst.get("/queue/counts")
    assert not await is_in(analyst)


async def test_a_clock_that_is_set_back_lengthens_nothing(
    console: Console, analyst: Browser
) -> None:
    console.clock.wait(IDLE)
    console.clock.moment -= IDLE
    assert not await is_in(analyst)


async def test_a_machine_that_slept_has_signed_everybody_out(
    console: Console, analyst: Browser
) -> None:
    console.clock.moment += IDLE  # ticks stand still while a laptop sleeps
    assert not await is_in(analyst)


async def test_after_signing_out_the_cookie_opens_nothing(
    console: Console, analyst: Browser
) -> None:
    cookies = dict(analyst.http.cookies)
    answer = await analyst.post("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert is_closed(console)
    thief = console.browser()
    thief.http.cookies.update(cookies)
    assert not await is_in(thief)


async def test_signing_in_again_ends_the_other_visit_and_takes_a_new_token(
    console: Console, analyst: Browser
) -> None:
    first = analyst.http.cookies["local-sid"]
    second = console.browser()
    await second.sign_in()
    assert second.http.cookies["local-sid"] != first
    assert not await is_in(analyst)
    assert await is_in(second)
    with pytest.raises(KeyClosed):
        _ = console.gate.keys[0].secret
    assert console.gate.keys[1].secret


async def test_a_token_chosen_by_another_is_not_taken_over(console: Console) -> None:
    browser = console.browser()
    browser.http.cookies.set("local-sid", "chosen", domain="127.0.0.1")
    await browser.sign_in()
    assert browser.http.cookies["local-sid"] != "chosen"


async def test_removal_works_at_the_next_request(console: Console, analyst: Browser) -> None:
    del console.gate.members["analyst"]
    assert not await is_in(analyst)
    assert is_closed(console)


async def test_whoever_reads_no_more_loses_the_key(console: Console, analyst: Browser) -> None:
    console.gate.put("analyst", Role.MODERATOR)
    assert await is_in(analyst)
    assert is_closed(console)
    assert (await analyst.post("/tips/one/cut", {"found": "x"})).status_code == 403


async def test_only_a_digest_of_the_token_is_kept(console: Console, analyst: Browser) -> None:
    token = analyst.http.cookies["local-sid"]
    assert len(token) >= 43  # 256 bits in base64
    assert token not in repr(vars(console.visits))
    assert analyst.token not in repr(vars(console.visits))


async def test_the_end_of_the_console_closes_every_key(console: Console) -> None:
    async with console.app.router.lifespan_context(console.app):
        browser = console.browser()
        await browser.sign_in()
        assert console.gate.keys[0].secret
    assert is_closed(console)
    assert not await is_in(browser)


def is_closed(console: Console) -> bool:
    try:
        _ = console.gate.keys[-1].secret
    except KeyClosed:
        return True
    return False
