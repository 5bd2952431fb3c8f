"""Every look at a tip stands in the audit: over the whole route table, and every seal broken."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import storage
import storage.sealed_tips
from core.desk_ports import Entry
from core.people import Right
from storage.sealing import Kind
from tests.console.desk import PASSPHRASE, Console
from tests.console.program import program
from tests.console.releasing import keep, release
from tests.console.test_api import ROUTES as API_ROUTES
from tests.console.test_api import reach
from tests.console.test_rights import ROUTES, status_of
from tests.storage.samples import a_tip

OPENERS = ("open_tip", "open_details")
LOOKS = ("opened", "compared", "reported", "exported")
"""Actions that say of one tip that somebody saw words of it."""

LOTS = ("surveyed", "searched")
"""Actions that say that many were opened by the program; the note begins with how many."""

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


async def entries(console: Console) -> list[Entry]:
    return [*await console.store.staff.audit.latest(10_000)][::-1]


def all_told(seen: Seen, told: list[Entry], by: str) -> bool:
    """Whether entries tell of every seal: tip by tip, or by the lot with a number."""
    looks = [entry for entry in told if entry.action in LOOKS]
    lots = [int(entry.note.split()[0]) for entry in told if entry.action in LOTS]
    one_by_one = Counter(entry.subject for entry in looks)
    rest = Counter(seen) - one_by_one
    return (
        one_by_one <= Counter(seen)
        and rest.total() == sum(lots)
        and all(entry.by == by for entry in told)
    )


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
        before = len(await entries(console))
        await status_of(browser, method, path)
        assert all_told(seen, (await entries(console))[before:], account), path
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
        before = len(await entries(console))
        await reach(caller, method, path)
        assert all_told(seen, (await entries(console))[before:], account), path
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
    told = [entry.subject for entry in await entries(console) if entry.action == "exported"]
    assert sorted(seen) == sorted(told) == ["one", "three", "two"]


def test_only_what_writes_the_audit_breaks_the_seal_of_a_tip() -> None:
    """A new caller belongs here once it records each tip, in the transaction before it opens it."""
    callers = {
        path.name
        for path in Path(storage.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in OPENERS
    }
    assert callers == {
        *("desk.py", "memory_staff.py"),  # opened
        "links.py",  # compared
        "released.py",  # reported
        "exports.py",  # exported
        "searching.py",  # searched, by the lot; each tip that is shown: found
        "survey.py",  # surveyed, by the lot
    }
