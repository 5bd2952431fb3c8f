"""Every route against every role, from the route table itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount

from console.application import build
from console.parts import Parts
from console.rights import Allowed
from console.visits import Visits
from tests.console.desk import Browser, Console
from tests.storage.samples import HandClock, a_tip

OPEN_TO_ALL = {
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("POST", "/sign-in/challenge"),
    ("GET", "/join"),
    ("POST", "/join"),
    ("POST", "/join/make"),
}
REFUSED = {  # without a passphrase, or the code of an invitation
    ("POST", "/sign-in"): 401,
    ("POST", "/join"): 422,
    ("POST", "/join/make"): 422,
}
FOR_ANYBODY_SIGNED_IN = {
    ("GET", "/"),
    ("GET", "/account"),
    ("GET", "/asked"),
    ("POST", "/asked/{act_id}/yes"),
    ("POST", "/asked/{act_id}/no"),
    ("POST", "/account/codes"),
    ("POST", "/account/keys"),
    ("POST", "/account/keys/challenge"),
    ("POST", "/account/keys/remove"),
    ("POST", "/sign-out"),
}
ACCOUNTS = ("analyst", "lead", "moderator", "auditor", "administrator", "waiting")
FIELDS = {
    "reason": "advice",
    "priority": "low",
    "to": "held",
    "question": "when",
    "of": "two",
    "source": "2",
    "assessment": "D",
    "handling": "P",
    "outcome": "arrest",
    "text": "a note",
    "label": "child",
    "recipient": "Essex Police",
    "kind": "csv",
    "purpose": "police",
    "name": "Seafront",
    "areas": "SS1",
    "starts": "2026-03-01",
    "ends": "2026-04-01",
    "day": "2026-03-02",
    "count": "3",
    "news": "Seafront has begun.",
}


def _parts() -> Parts:
    nothing: object = None
    return Parts(
        desk=nothing,  # type: ignore[arg-type]  # only the routes are looked at
        audit=nothing,  # type: ignore[arg-type]
        grading=nothing,  # type: ignore[arg-type]
        notebook=nothing,  # type: ignore[arg-type]
        reports=nothing,  # type: ignore[arg-type]
        exporting=nothing,  # type: ignore[arg-type]
        linking=nothing,  # type: ignore[arg-type]
        referring=nothing,  # type: ignore[arg-type]
        operating=nothing,  # type: ignore[arg-type]
        tallies=nothing,  # type: ignore[arg-type]
        surveying=nothing,  # type: ignore[arg-type]
        atlas=nothing,  # type: ignore[arg-type]
        search=nothing,  # type: ignore[arg-type]
        views=nothing,  # type: ignore[arg-type]
        gate=nothing,  # type: ignore[arg-type]
        people=nothing,  # type: ignore[arg-type]
        invitations=nothing,  # type: ignore[arg-type]
        codes=nothing,  # type: ignore[arg-type]
        passkeys=nothing,  # type: ignore[arg-type]
        tapping=nothing,  # type: ignore[arg-type]
        clock=HandClock(),
        origins=("http://127.0.0.1:8470",),
    )


def flat(table: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Every route, those of included routers too."""
    for route in table:
        router = getattr(route, "original_router", None)
        yield from flat(router.routes) if router is not None else (route,)


def routes() -> Iterator[tuple[str, str, Allowed | None]]:
    """Method, path and who may reach it, of every route; None where nothing decides."""
    for route in flat(build(_parts(), Visits(HandClock())).routes):
        if isinstance(route, Mount):
            assert route.path in ("/static", "/api/v1")  # test_api.py has the routes of the API
            continue
        assert isinstance(route, APIRoute)
        found = [d.call for d in route.dependant.dependencies if isinstance(d.call, Allowed)]
        for method in route.methods:
            yield method, route.path, found[0] if found else None


ROUTES = list(routes())


def test_every_route_asks_for_a_right_but_those_that_are_listed() -> None:
    assert len(ROUTES) >= 12
    undecided = {(m, p) for m, p, rule in ROUTES if rule is None}
    assert undecided == OPEN_TO_ALL
    anybody = {(m, p) for m, p, rule in ROUTES if rule is not None and rule.rights == ()}
    assert anybody == FOR_ANYBODY_SIGNED_IN


@pytest.mark.parametrize("account", ACCOUNTS)
async def test_a_route_lets_in_whoever_has_its_rights(console: Console, account: str) -> None:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    member = console.gate.members[account]
    operation = await console.store.staff.work.operations.begin(
        "Pier", ("SS1",), date(2026, 3, 1), None, by="ann"
    )
    for method, path, rule in ROUTES:
        browser = console.browser()
        await browser.sign_in(account)
        status = await status_of(browser, method, path.replace("{operation_id}", operation.id))
        if (method, path) in REFUSED:
            assert status == REFUSED[method, path]
        elif rule is None or rule.lacks(member) is None:
            assert status in (200, 303), path
        else:
            assert status == 403, path


async def test_no_form_counts_without_the_token_of_its_visit(console: Console) -> None:
    browser = console.browser()
    await browser.sign_in("lead")
    forms = [path for method, path, rule in ROUTES if method == "POST" and rule is not None]
    assert len(forms) >= 20
    for path in forms:
        for token in ("", "x" * 43):
            where = path.replace("{tip_id}", "one")
            answer = await browser.post(where, FIELDS | {"token": token})
            assert answer.status_code == 403, path


async def test_without_a_visit_nothing_is_reached(console: Console) -> None:
    for method, path, rule in ROUTES:
        status = await status_of(console.browser(), method, path)
        if rule is not None:
            assert status == (303 if method == "GET" else 401), path


async def status_of(browser: Browser, method: str, path: str) -> int:
    where = path.replace("{tip_id}", "one").replace("{export_id}", "none")
    fields = FIELDS | ({"state": "acted"} if "referrals" in path else {})
    answer = await (browser.get(where) if method == "GET" else browser.post(where, fields))
    return answer.status_code
