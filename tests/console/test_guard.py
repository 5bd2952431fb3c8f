"""What holds for every answer and every request: headers, origins, sizes, and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.guard import HEADERS, MAX_BODY
from tests.console.desk import ORIGIN, PASSPHRASE, Browser, Console, open_console
from tests.storage.samples import a_tip

OURS = {"sec-fetch-site": "same-origin", "origin": ORIGIN}
PATHS = {
    "/": 303,
    "/sign-in": 200,
    "/queue": 200,
    "/queue?priority=dreadful": 422,
    "/queue/counts": 200,
    "/account": 200,
    "/tips/none": 404,
    "/nowhere": 404,
    "/static/console.css": 200,
    "/static/../visits.py": 404,
    "/sign-out": 405,
}


@pytest.mark.parametrize(("path", "status"), PATHS.items())
async def test_every_answer_has_every_header(analyst: Browser, path: str, status: int) -> None:
    answer = await analyst.get(path)
    assert answer.status_code == (303 if path == "/" else status)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "server" not in answer.headers


async def test_a_fault_shows_no_word_and_has_the_headers(
    console: Console, analyst: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*_: object, **__: object) -> None:
        raise RuntimeError("they sell crack")

    monkeypatch.setattr(type(console.parts.desk), "counts", burst)
    answer = await analyst.get("/queue")
    assert answer.status_code == 500
    assert "crack" not in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert console.faults == ["RuntimeError"]


def test_the_policy_allows_no_inline_script_or_style_and_no_other_host() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "require-trusted-types-for 'script'" in policy


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
        {"sec-fetch-site": "same-site", "origin": ORIGIN},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "none", "origin": "null"},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": ORIGIN + ".evil.example"},
    ],
)
async def test_forms_of_others_are_refused(analyst: Browser, sent: dict[str, str]) -> None:
    answer = await analyst.post("/sign-out", headers=sent)
    assert answer.status_code == 403
    assert (await analyst.get("/queue")).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        OURS,
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none", "origin": ORIGIN},
        {"origin": ORIGIN},
    ],
)
async def test_our_own_forms_are_taken(analyst: Browser, sent: dict[str, str]) -> None:
    assert (await analyst.post("/sign-out", headers=sent)).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "\u00fc", "of another visit"])
async def test_a_form_needs_the_token_of_its_visit(
    console: Console, analyst: Browser, token: str
) -> None:
    if token == "of another visit":
        other = console.browser()
        await other.sign_in("lead")
        token = other.token
    answer = await analyst.post("/sign-out", {"token": token})
    assert answer.status_code == 403
    assert (await analyst.get("/queue")).status_code == 200


async def test_a_preflight_gets_nothing(analyst: Browser) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = await analyst.http.options("/sign-out", headers=asked)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:9999", ""])
async def test_another_host_name_is_refused(browser: Browser, host: str) -> None:
    answer = await browser.http.get("/sign-in", headers={"host": host})
    assert answer.status_code == 421


async def test_only_short_forms_are_read(browser: Browser) -> None:
    http = browser.http
    long = await http.post("/sign-in", data={"name": "x" * MAX_BODY}, headers=OURS)
    assert long.status_code == 413
    assert (await http.post("/sign-in", json={"name": "x"}, headers=OURS)).status_code == 415
    files = {"name": ("x.txt", b"x")}
    assert (await http.post("/sign-in", files=files, headers=OURS)).status_code == 415


async def test_a_form_of_unknown_length_is_refused(browser: Browser) -> None:
    async def body() -> object:
        yield b"name=x"

    answer = await browser.http.post("/sign-in", content=body(), headers=OURS)
    assert answer.status_code == 411


async def test_what_was_typed_wrongly_is_not_repeated(console: Console, analyst: Browser) -> None:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    needle = "needle" * 100
    answer = await analyst.post("/tips/one/priority", {"priority": "high", "reason": needle})
    assert answer.status_code == 422
    assert "needle" not in answer.text


async def test_over_https_the_cookie_belongs_to_this_host_alone(tmp_path: Path) -> None:
    origin = "https://desk.example"
    async with open_console(tmp_path, origins=(origin,)) as console:
        browser = console.browser(origin)
        answer = await browser.sign_in(passphrase=PASSPHRASE)
        cookies = answer.headers.get_list("set-cookie")
        assert all(cookie.startswith("__Host-") for cookie in cookies)
        for attribute in ("Secure", "HttpOnly", "SameSite=strict", "Path=/"):
            assert all(attribute in cookie for cookie in cookies)
        assert not any("Domain" in cookie for cookie in cookies)
        assert "max-age" in answer.headers["strict-transport-security"]


async def test_on_this_machine_the_cookie_has_its_practice_name(console: Console) -> None:
    answer = await console.browser().sign_in()
    assert answer.headers.get_list("set-cookie")[0].startswith("local-sid=")
