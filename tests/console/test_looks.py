"""Every look at a tip stands in the audit: over the whole route table, and every seal broken."""

from __future__ import annotations

from typing import Any

import pytest

import storage.sealed_tips
from core.people import Right
from storage.sealing import Kind
from tests.console.desk import PASSPHRASE, Console
from tests.console.program import program
from tests.console.releasing import keep, release
from tests.console.test_api import ROUTES as API_ROUTES
from tests.console.test_api import reach
from tests.console.test_rights import ROUTES, status_of
from tests.storage.samples import a_tip

LOOKS = ("opened", "compared", "reported", "exported", "surveyed")
"""Actions that say that somebody saw words of a tip."""

SURVEY = "/picture/places"
"""Opens many tips in one act: its entry says how many, of which days, area and drug."""

type Seen = list[str]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Ids of the tips whose seal was broken, whoever broke it, wherever in the program."""
    broken: Seen = []
    real = storage.sealed_tips._opened

    def watched(shape: Any, sealed: Any, kind: Kind, secret: bytes) -> Any:
        if kind is Kind.TIP:
            broken.append(sealed.id)
        return real(shape, sealed, kind, secret)

    monkeypatch.setattr(storage.sealed_tips, "_opened", watched)
    return broken


async def looks(console: Console) -> list[tuple[str, str, str]]:
    entries = await console.store.staff.audit.latest(10_000)
    return [(e.by, e.action, e.subject) for e in entries if e.action in LOOKS]


@pytest.mark.parametrize("account", ["analyst", "lead", "moderator"])
async def test_no_route_opens_a_tip_past_the_audit(
    console: Console, seen: Seen, account: str
) -> None:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    await console.store.public.intake.keep(b"t" * 32, a_tip(id="two"))
    opening = set()
    for method, path, _ in ROUTES:
        browser = console.browser()
        await browser.sign_in(account)
        seen.clear()
        before = len(await looks(console))
        await status_of(browser, method, path)
        new = (await looks(console))[: len(await looks(console)) - before]
        assert all(by == account for by, _, _ in new), path
        if path == SURVEY and seen:
            assert [action for _, action, _ in new] == ["surveyed"], path
            note = (await console.store.staff.audit.latest(1))[0].note
            assert note.startswith(f"{len(set(seen))} tips, "), path
            continue
        assert sorted(seen) == sorted(subject for _, _, subject in new), path
        opening |= {path} if seen else set()
    reads = console.gate.members[account].may(Right.READ)
    assert ("/tips/{tip_id}" in opening) is reads


@pytest.mark.parametrize("account", ["analyst", "lead", "moderator"])
async def test_no_route_of_the_api_opens_a_tip_past_the_audit(
    console: Console, seen: Seen, account: str
) -> None:
    await release(console, "one")
    await keep(console, "two")
    opening = set()
    for method, path, _ in API_ROUTES:
        caller = await program(console, account)
        seen.clear()
        before = len(await looks(console))
        await reach(caller, method, path)
        new = (await looks(console))[: len(await looks(console)) - before]
        assert all(by == account for by, _, _ in new), path
        assert sorted(seen) == sorted(subject for _, _, subject in new), path
        opening |= {path} if seen else set()
    reads = console.gate.members[account].may(Right.READ)
    assert ({"/tips/{tip_id}", "/tips/{tip_id}/report"} <= opening) is reads


async def test_an_export_opens_no_tip_past_the_audit(console: Console, seen: Seen) -> None:
    for name in ("one", "two", "three"):
        await release(console, name)
    ben, lead = await program(console), await program(console, "lead")
    wanted = {"format": "csv", "purpose": "police", "recipient": "Essex Police"}
    phrase = {"passphrase": PASSPHRASE}
    export = (await ben.post("/exports", wanted)).json()["id"]
    await lead.post(f"/exports/{export}/approve", phrase)
    assert seen == []
    await ben.post(f"/exports/{export}/take", phrase)
    told = [subject for by, action, subject in await looks(console) if action == "exported"]
    assert sorted(seen) == sorted(told) == ["one", "three", "two"]
