"""The API: its door, its rights from its own route table, and what it says when it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.routing import Mount

from console.api.description import rights_of, routes_of
from console.application import build
from console.guard import HEADERS, MAX_BODY
from console.visits import IDLE, LIFE, Visits
from core.people import Right
from storage.faults import KeyClosed
from tests.console.desk import ORIGIN, PASSPHRASE, Console
from tests.console.program import API, Program, program
from tests.console.releasing import SAID, keep, release
from tests.console.test_rights import ACCOUNTS, _parts
from tests.storage.samples import HandClock

BODIES: dict[str, Any] = {
    "/tips/{tip_id}/priority": {"priority": "low", "reason": "advice"},
    "/tips/{tip_id}/set-aside": {"to": "held", "reason": "advice"},
    "/tips/{tip_id}/notes": {"text": "a note"},
    "/tips/{tip_id}/labels": {"label": "child"},
    "/tips/{tip_id}/ask": {"question": "when"},
    "/tips/{tip_id}/grade": {"source": "2", "assessment": "D", "handling": "P"},
    "/tips/{tip_id}/close": {"outcome": "arrest"},
    "/tips/{tip_id}/report": {"recipient": "Essex Police"},
    "/tips/{tip_id}/refer": {"partner": "none", "extract": "Please look in."},
    "/partners": {"name": "Estuary Homes", "kind": "housing"},
    "/partners/{partner_id}/active": {"active": False},
    "/referrals/{referral_id}/answer": {"state": "acted"},
    "/operations": {"name": "Pier", "areas": ["SS1"], "starts": "2026-03-01"},
    "/operations/{operation_id}/end": {"ends": "2026-04-01"},
    "/operations/{operation_id}/results": {"kind": "arrests", "count": 3, "on": "2026-03-02"},
    "/operations/{operation_id}/publish": {"news": "Pier has begun."},
    "/operations/{operation_id}/attach": {"tip": "one"},
    "/operations/{operation_id}/detach": {"tip": "one"},
    "/exports": {"format": "csv", "purpose": "police", "recipient": "Essex Police"},
    "/exports/{export_id}/approve": {"passphrase": PASSPHRASE},
    "/exports/{export_id}/take": {"passphrase": PASSPHRASE},
}
GONE = {f"/exports/{{export_id}}{deed}" for deed in ("", "/approve", "/refuse", "/take")}


def routes() -> Iterator[tuple[str, str, tuple[str, ...] | None]]:
    """Method, path and rights of every route of the API; None where nothing decides."""
    mounts = [r for r in build(_parts(), Visits(HandClock())).routes if isinstance(r, Mount)]
    api = next(mount for mount in mounts if mount.path == API)
    for route in routes_of(api.app.routes):  # type: ignore[attr-defined]
        for method in sorted(route.methods or ()):
            yield method, route.path, rights_of(route)


ROUTES = list(routes())


async def reach(caller: Program, method: str, path: str) -> httpx.Response:
    where = re.sub(r"\{\w+\}", "none", path.replace("{tip_id}", "one"))
    return await caller.send(method, where, BODIES.get(path) if method == "POST" else None)


def test_every_route_asks_for_a_right_but_those_that_are_listed() -> None:
    assert len(ROUTES) >= 40
    assert {(m, p) for m, p, rights in ROUTES if rights is None} == {("POST", "/session")}
    assert {(m, p) for m, p, rights in ROUTES if rights == ()} == {
        ("GET", "/session"),
        ("DELETE", "/session"),
        ("GET", "/lists"),
    }


@pytest.mark.parametrize("account", ACCOUNTS)
async def test_a_route_lets_in_whoever_has_its_rights(console: Console, account: str) -> None:
    await keep(console, "one")
    member = console.gate.members[account]
    for method, path, rights in ROUTES:
        if rights is None:
            continue
        answer = await reach(await program(console, account), method, path)
        if not all(member.may(Right(right)) for right in rights):
            assert answer.status_code == 403, path
            assert answer.headers["content-type"] == "application/problem+json"
        elif path in GONE:
            assert answer.status_code == 404, path
        else:
            assert answer.status_code in (200, 201, 204, 409), (path, answer.text)


async def test_without_a_token_nothing_is_reached(console: Console) -> None:
    await keep(console, "one")
    for method, path, rights in ROUTES:
        for shown in ("", "Bearer ", "Bearer x", "Basic x", "bearer"):
            if rights is not None:
                caller = Program(console)
                answer = await caller.send(
                    method, path.replace("{tip_id}", "one"), authorization=shown
                )
                assert answer.status_code == 401, path
                assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_cookie_opens_nothing_here_and_a_token_nothing_there(console: Console) -> None:
    browser = console.browser()
    await browser.sign_in("lead")
    cookie = browser.http.cookies["local-sid"]
    for headers in ({"cookie": f"local-sid={cookie}"}, {"authorization": f"Bearer {cookie}"}):
        assert (await Program(console).get("/tips", **headers)).status_code == 401
    caller = await program(console)
    thief = console.browser()
    thief.http.cookies.set("local-sid", caller.token)
    assert (await thief.get("/queue")).status_code == 303
    assert (await caller.get("/tips")).status_code == 200


async def test_a_session_ends_like_a_visit(console: Console) -> None:
    caller = await program(console)
    console.clock.wait(IDLE - timedelta(seconds=1))
    assert (await caller.get("/session")).status_code == 200
    console.clock.wait(IDLE)
    assert (await caller.get("/session")).status_code == 401
    caller = await program(console)
    for _ in range(LIFE // (IDLE / 2)):
        assert (await caller.get("/session")).status_code == 200
        console.clock.wait(IDLE / 2)
    assert (await caller.get("/session")).status_code == 401
    caller, other = await program(console), await program(console)
    assert (await caller.get("/session")).status_code == 401
    assert (await other.send("DELETE", "/session")).status_code == 204
    assert (await other.get("/session")).status_code == 401
    for key in console.gate.keys:
        with pytest.raises(KeyClosed):
            _ = key.secret


@pytest.mark.parametrize(
    "wrong", [{"name": "nobody"}, {"passphrase": "x"}, {"code": "000000"}, {"code": ""}]
)
async def test_whatever_is_wrong_at_the_door_the_answer_is_the_same(
    console: Console, wrong: dict[str, str]
) -> None:
    answer = await Program(console).sign_in(**({"name": "analyst"} | wrong))
    assert (answer.status_code, answer.json()["detail"]) == (401, "Name or passphrase is wrong.")
    assert "set-cookie" not in answer.headers


async def test_removal_works_at_once(console: Console) -> None:
    caller = await program(console)
    del console.gate.members["analyst"]
    assert (await caller.get("/session")).status_code == 401


AS_JSON = {"content-type": "application/json"}
SENT_WRONGLY = [
    pytest.param({"content": b"{", "headers": AS_JSON}, 422, id="half"),
    pytest.param({"content": b"\xff", "headers": AS_JSON}, 400, id="bytes"),
    pytest.param({"content": b"[" * 9000, "headers": AS_JSON}, 422, id="deep"),
    pytest.param({"json": {"name": "needle", "extra-needle": "needle"}}, 422, id="unknown field"),
    pytest.param({"json": {"name": "needle" * 50, "passphrase": "x"}}, 422, id="too long"),
    pytest.param({"json": ["needle"]}, 422, id="list"),
    pytest.param({"json": {"name": 7, "passphrase": "needle"}}, 422, id="number"),
    pytest.param({"data": {"name": "needle"}}, 415, id="form"),
    pytest.param(
        {"content": b"needle", "headers": {"content-type": "text/plain"}}, 415, id="plain"
    ),
    pytest.param({"json": {"name": "needle" * MAX_BODY}}, 413, id="too much"),
]


@pytest.mark.parametrize(("sent", "status"), SENT_WRONGLY)
async def test_what_was_sent_is_never_repeated(
    console: Console, sent: dict[str, Any], status: int
) -> None:
    answer = await Program(console).http.post(f"{API}/session", **sent)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["status"] == status
    assert "needle" not in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


async def test_a_field_of_ours_is_named(console: Console) -> None:
    answer = await Program(console).post("/session", {"name": "x" * 41, "needle": 1})
    assert answer.json()["detail"] == "These fields do not fit their description: name, passphrase."
    caller = await program(console)
    answer = await caller.get("/tips?at_most=needle&priority=needle")
    assert (
        answer.json()["detail"] == "These fields do not fit their description: at_most, priority."
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": ORIGIN},
    ],
)
async def test_pages_of_other_sites_are_refused(console: Console, headers: dict[str, str]) -> None:
    caller = await program(console)
    answer = await caller.send("DELETE", "/session", **headers)
    assert answer.status_code == 403
    assert (await caller.get("/session")).status_code == 200


async def test_what_there_is_not_is_a_problem_too(console: Console) -> None:
    caller = await program(console)
    for method, path, status in (
        ("GET", "/nowhere", 404),
        ("GET", "/tips/nowhere", 404),
        ("GET", "/tips/..%2f..%2fx", 404),
        ("DELETE", "/tips", 405),
        ("PUT", "/session", 405),
    ):
        answer = await caller.send(method, path)
        assert (answer.status_code, answer.json()["status"]) == (status, status), path
    assert "allow" in (await caller.send("DELETE", "/tips")).headers


async def test_a_fault_shows_no_word(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object, **__: object) -> None:
        raise RuntimeError(SAID)

    monkeypatch.setattr(type(console.parts.desk), "queue", burst)
    answer = await (await program(console)).get("/tips")
    assert (answer.status_code, answer.json()["status"]) == (500, 500)
    assert SAID not in answer.text
    assert console.faults == ["RuntimeError"]


async def test_the_document_describes_every_route_field_and_right(console: Console) -> None:
    document = (await Program(console).get("/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    assert len(document["info"]["description"]) > 200
    described = {(m.upper(), p) for p, item in document["paths"].items() for m in item}
    assert described == {(method, path) for method, path, _ in ROUTES}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert operation["description"], path
            assert ("security" in operation) is ((method, path) != ("post", "/session"))
            assert "application/problem+json" in operation["responses"]["422"]["content"]
    for name, schema in document["components"]["schemas"].items():
        for field, shape in schema.get("properties", {}).items():
            assert shape.get("description") or name == "Problem", f"{name}.{field}"


async def test_a_tip_goes_all_the_way_over_the_api(console: Console) -> None:
    await keep(console, "one")
    ben = await program(console)
    listed = (await ben.get("/tips?at_most=1")).json()
    assert [tip["id"] for tip in listed["tips"]] == ["one"]
    assert "dave" not in str(listed).lower()
    assert (await ben.get("/counts")).json()["total"] == 1
    assert (await ben.post("/tips/one/claim")).json()["claimed_by"] == "analyst"
    tip = (await ben.get("/tips/one")).json()
    assert tip["parts"][0]["text"] == SAID
    assert {found["kind"] for found in tip["parts"][0]["found"]} >= {"vehicle", "phone", "person"}
    assert tip["proposed"]["source"] == "2"
    assert tip["decided"] is None
    assert tip["history"][-1]["action"] == "opened"
    assert (await ben.post("/tips/one/notes", {"text": "seen before"})).status_code == 204
    grade = {"source": "2", "assessment": "A", "handling": "C", "conditions": ["A1", "S2"]}
    assert (await ben.post("/tips/one/grade", grade)).json()["status"] == "graded"
    refused = await ben.post("/tips/one/release")
    assert (refused.status_code, "Somebody else" in refused.json()["detail"]) == (409, True)
    assert (await ben.post("/tips/one/report", {"recipient": "x1"})).status_code == 409
    lead = await program(console, "lead")
    assert (await lead.post("/tips/one/release")).json()["status"] == "released"
    tip = (await lead.get("/tips/one")).json()
    assert (tip["decided"]["by"], tip["notes"][0]["text"]) == ("analyst", "seen before")
    report = (await lead.post("/tips/one/report", {"recipient": "Essex Police"})).json()
    assert (report["reference"], report["items"][0]) == ("one", SAID)
    assert not {"how_known", "arrived", "history"} & set(report)
    assert (await lead.post("/tips/one/close", {"outcome": "arrest"})).json()["status"] == "closed"
    audit = (await lead.get("/audit?count=3")).json()
    assert [e["action"] for e in audit["entries"]] == ["moved_closed", "reported", "opened"]
    assert audit["broken_at"] is None


async def test_an_export_takes_two_people_over_the_api(console: Console) -> None:
    await release(console, "one")
    ben, lead = await program(console), await program(console, "lead")
    wanted = {"format": "jsonl", "purpose": "police", "recipient": "Essex Police"}
    asked = (await ben.post("/exports?area=SS1", wanted)).json()
    assert (asked["state"], asked["tips"]) == ("asked", 1)
    name, phrase = asked["id"], {"passphrase": PASSPHRASE}
    assert (await ben.post(f"/exports/{name}/take", phrase)).status_code == 409
    assert (await ben.post(f"/exports/{name}/approve", phrase)).status_code == 409
    wrong = await lead.post(f"/exports/{name}/approve", {"passphrase": "x"})
    assert wrong.status_code == 401
    assert (await lead.post(f"/exports/{name}/approve", phrase)).json()["state"] == "approved"
    taken = await ben.post(f"/exports/{name}/take", phrase)
    assert (taken.status_code, SAID in taken.text) == (200, True)
    assert (await ben.post(f"/exports/{name}/take", phrase)).status_code == 409
    assert (await lead.get(f"/exports/{name}")).json()["state"] == "taken"
    assert (await lead.get("/exports")).json()["exports"][0]["id"] == name
