"""A tip of another desk: nobody of this one reaches it, whatever address its id is put into."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import Tampered
from storage.keys import KeyPair, OpenKey
from tests.console.desk import Browser, Console
from tests.console.program import program
from tests.console.releasing import SAID, keep, release
from tests.console.test_api import BODIES
from tests.console.test_api import ROUTES as API_ROUTES
from tests.console.test_rights import FIELDS, ROUTES

OTHER = "f" * 16
NOBODY = '{"viewers":""}'


@pytest.fixture
async def theirs(console: Console, tmp_path: Path) -> str:
    """Id of a released tip that now belongs to another desk of the same database."""
    await release(console, "theirs")
    await keep(console, "own")
    with closing(sqlite3.connect(tmp_path / "db" / "tipline.db")) as database:
        columns = "public_key, recovery_public, recovery_sealed, is_practice, founded"
        database.execute(f"INSERT INTO desks SELECT '{OTHER}', {columns} FROM desks")  # noqa: S608
        database.execute(f"UPDATE tips SET desk = '{OTHER}' WHERE id = 'theirs'")  # noqa: S608
        database.commit()
    return "theirs"


async def marks(console: Console, name: str) -> list[tuple[str, str]]:
    entries = await console.store.staff.audit.history(name)
    return [(entry.by, entry.action) for entry in entries]


async def test_no_page_reaches_it(console: Console, theirs: str) -> None:
    lead = console.browser()
    await lead.sign_in("lead")
    before = await marks(console, theirs)
    for method, path, _ in ROUTES:
        if "{tip_id}" not in path:
            continue
        where = path.replace("{tip_id}", theirs)
        if method == "GET":
            answer = await lead.get(where)
            says_nothing = answer.text == NOBODY  # who else looks at a page lies in memory alone
            assert answer.status_code == 404 or says_nothing, (path, answer.text)
            continue
        answer = await lead.post(where, FIELDS | {"of": "own"})
        if answer.status_code == 303:  # the page that it leads to says why nothing was done
            page = await lead.get(answer.headers["location"])
            assert page.status_code == 404 or 'role="alert"' in page.text, path
        else:
            assert answer.status_code in (404, 422), path
        assert SAID not in answer.text
    assert await marks(console, theirs) == before


async def test_no_route_of_the_api_reaches_it(console: Console, theirs: str) -> None:
    lead = await program(console, "lead")
    before = await marks(console, theirs)
    for method, path, _ in API_ROUTES:
        if "{tip_id}" in path:
            answer = await lead.send(method, path.replace("{tip_id}", theirs), BODIES.get(path))
            assert answer.status_code == 404, path
    assert await marks(console, theirs) == before


async def test_no_list_and_no_export_shows_it(console: Console, theirs: str) -> None:
    lead = await program(console, "lead")
    every = "&".join(f"status={s}" for s in ("new", "claimed", "released", "closed"))
    listed = (await lead.get(f"/tips?{every}")).json()["tips"]
    assert [tip["id"] for tip in listed] == ["own"]
    wanted = {"format": "csv", "purpose": "police", "recipient": "Essex Police"}
    refused = await lead.post("/exports", wanted)
    assert (refused.status_code, theirs in refused.text) == (409, False)
    assert (
        await lead.post(
            "/tips/own/set-aside", {"to": "duplicate", "reason": "same_matter", "of": theirs}
        )
    ).status_code == 404


async def test_a_key_of_another_desk_would_not_open_it_either(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "own")
    stranger = OpenKey("eve", KeyPair.draw().secret)
    with pytest.raises(Tampered):
        await console.store.staff.desk.open("own", stranger)
    assert (await analyst.get("/tips/own")).status_code == 200
