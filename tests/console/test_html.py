"""Every page is valid HTML, without inline script or style, and asks no other host."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import html5lib
import pytest

from console.parts import PracticeAccount
from console.wording import Words
from core.analysis import Danger, PlaceKind, Precision, Safeguarding, TimeKind, Triage
from core.people import Right, Role
from core.tip import HowKnown, OthersKnow, Priority, Question, Status
from tests.console.desk import Browser, Console, open_console
from tests.storage.samples import a_tip

STATIC = Path(__file__).parents[2] / "console" / "static"


async def pages(console: Console) -> AsyncIterator[tuple[str, str]]:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one", safeguarding=True))
    nobody: Browser = console.browser()
    yield "sign-in", (await nobody.get("/sign-in")).text
    yield "wrong", (await nobody.sign_in(passphrase="x")).text
    yield "join", (await nobody.get("/join")).text
    yield "no invitation", (await nobody.post("/join", {"code": '"><b>'})).text
    lead = console.browser()
    await lead.sign_in("lead")
    yield "queue", (await lead.get("/queue")).text
    yield "narrowed", (await lead.get("/queue?priority=low&area=x%22%3E&drug=crack")).text
    await lead.post("/tips/one/claim")
    yield "notice", (await lead.get("/queue")).text
    yield "tip", (await lead.get("/tips/one")).text
    yield "cut", (await lead.post("/tips/one/cut/preview", {"typed": "crack"})).text
    await lead.post("/search", {"typed": 'crack"><b>'})
    yield "search", (await lead.get("/search")).text
    moderator = console.browser()
    await moderator.sign_in("moderator")
    yield "unread tip", (await moderator.get("/tips/one")).text
    yield "audit", (await lead.get("/audit")).text
    yield "account", (await lead.get("/account")).text
    await lead.post("/partners", {"name": 'Homes"><b>', "kind": "housing"})
    yield "partners", (await lead.get("/partners")).text
    begun = {"name": 'Pier"><b>', "areas": "SS1", "starts": "2026-03-01", "ends": ""}
    await lead.post("/operations", begun)
    yield "operations", (await lead.get("/operations")).text
    for operation in await console.parts.operating.operations.all():
        yield "operation", (await lead.get(f"/operations/{operation.id}")).text
    for path in ("/picture", "/picture?leaves=yes&area=x%22%3E", "/picture/places"):
        yield path, (await lead.get(path)).text
    for path in ("/nowhere", "/tips/none", "/queue?status=x", "/sign-out"):
        yield path, (await lead.get(path)).text


@pytest.mark.parametrize("practice", [None, PracticeAccount("practice", "practice only")])
async def test_pages_are_valid_and_carry_nothing_inline(
    tmp_path: Path, practice: PracticeAccount | None
) -> None:
    async with open_console(tmp_path, practice=practice) as console:
        async for name, page in pages(console):
            parser = html5lib.HTMLParser(namespaceHTMLElements=False)
            tree = parser.parse(page)
            assert parser.errors == [], name
            for element in tree.iter():
                attributes = {key.lower() for key in element.attrib}
                assert not any(key.startswith("on") or key == "style" for key in attributes), name
                assert element.tag != "style", name
                if element.tag == "script":
                    source = element.get("src") or ""
                    assert (STATIC / source.removeprefix("/static/")).is_file(), source
                    assert not element.text
                for key in ("src", "href", "action"):
                    assert (element.get(key) or "/").startswith(("/", "#")), name
                    assert not (element.get(key) or "").startswith("//"), name
            ids = [e.get("id") for e in tree.iter() if e.get("id")]
            assert len(ids) == len(set(ids)), name
            assert len(list(tree.iter("h1"))) == 1, name
            assert len(list(tree.iter("main"))) == 1, name


def test_files_ask_no_other_host_and_need_no_trusted_type() -> None:
    ours = (file for file in STATIC.iterdir() if file.is_file())
    for file in ours:
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//[a-z]+\.|@import|url\(", text), file.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", text)


def values() -> Iterator[tuple[str, str]]:
    kinds = {
        "priority": Priority,
        "status": Status,
        "danger": Danger,
        "safeguarding": Safeguarding,
        "triage": Triage,
        "how_known": HowKnown,
        "others_know": OthersKnow,
        "question": Question,
        "place": PlaceKind,
        "precision": Precision,
        "time": TimeKind,
        "role": Role,
        "right": Right,
    }
    for group, kind in kinds.items():
        yield from ((group, str(value)) for value in kind)


@pytest.mark.parametrize(("group", "value"), list(values()))
def test_every_value_of_the_domain_has_a_name(group: str, value: str) -> None:
    assert Words.shipped().of(group, value)
