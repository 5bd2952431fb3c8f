"""Many tips leaving together: two people, once, in time, audited; files that are safe to open."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from console.formats.columns import COLUMNS
from console.formats.csv_file import safe
from core.exports import ASKED_LIFE, MAX_TIPS, TAKE_WITHIN, Format
from core.reports import ReportForm
from tests.console.desk import PASSPHRASE, Browser, Console
from tests.console.releasing import GRADE, SAID, keep, member, release
from tests.console.test_reports import OF_THE_SENDER
from tests.console.test_tip import HOSTILE

ASKED = {"kind": "csv", "purpose": "partner", "recipient": "Southend housing"}
PHRASE = {"passphrase": PASSPHRASE}
FORMULAS = [
    '=HYPERLINK("http://evil.example","x")',
    "+1-1|cmd",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\uff1d1+1",
    '";=1+1;"',
]


@pytest.fixture
async def lead(console: Console) -> Browser:
    browser = console.browser()
    await browser.sign_in("lead")
    return browser


async def ask(console: Console, browser: Browser, query: str = "", **changed: str) -> str:
    """Ask for an export; its id, or "" when it was refused."""
    before = {each.id for each in await requests(console)}
    answer = await browser.post(f"/exports?{query}", ASKED | changed)
    assert answer.status_code == 303
    new = [each.id for each in await requests(console) if each.id not in before]
    return new[0] if new else ""


async def requests(console: Console) -> Any:
    return await console.parts.exporting.latest(member=member(console, "lead"))


async def exported(console: Console, analyst: Browser, lead: Browser, kind: str) -> bytes:
    name = await ask(console, analyst, kind=kind)
    await lead.post(f"/exports/{name}/approve", PHRASE)
    answer = await analyst.post(f"/exports/{name}/take", PHRASE)
    assert answer.status_code == 200
    wanted = rf'attachment; filename="tips-\w{{8}}\.{kind}"'
    assert re.fullmatch(wanted, answer.headers["content-disposition"])
    return answer.content


async def said(browser: Browser) -> str:
    return (await browser.get("/exports")).text


async def test_one_asks_another_lets_go_and_whoever_asked_takes_it_once(
    console: Console, analyst: Browser, lead: Browser
) -> None:
    await release(console, "one")
    name = await ask(console, analyst)
    assert "Asked for." in await said(analyst)
    assert (await analyst.post(f"/exports/{name}/take", PHRASE)).status_code == 303
    assert "cannot do that now" in await said(analyst)
    await lead.post(f"/exports/{name}/approve", PHRASE)
    assert "Let go." in await said(lead)
    assert (await lead.post(f"/exports/{name}/take", PHRASE)).status_code == 303
    assert "cannot do that now" in await said(lead)
    taken = await analyst.post(f"/exports/{name}/take", PHRASE)
    assert SAID in taken.text
    assert "Taken." in await said(analyst)
    assert (await analyst.post(f"/exports/{name}/take", PHRASE)).status_code == 303


async def test_nobody_lets_their_own_go(console: Console, lead: Browser) -> None:
    await release(console, "one")
    name = await ask(console, lead)
    assert "Let it go" not in await said(lead)
    await lead.post(f"/exports/{name}/approve", PHRASE)
    assert "you asked for it" in await said(lead)


@pytest.mark.parametrize("deed", ["approve", "take"])
async def test_letting_go_and_taking_ask_for_the_passphrase_again(
    console: Console, analyst: Browser, lead: Browser, deed: str
) -> None:
    await release(console, "one")
    name = await ask(console, analyst)
    if deed == "take":
        await lead.post(f"/exports/{name}/approve", PHRASE)
    browser = lead if deed == "approve" else analyst
    before = (await requests(console))[0].state
    await browser.post(f"/exports/{name}/{deed}", {"passphrase": "wrong"})
    assert "passphrase is wrong" in await said(browser)
    assert (await requests(console))[0].state == before


async def test_what_is_refused_or_taken_back_is_over(
    console: Console, analyst: Browser, lead: Browser
) -> None:
    await release(console, "one")
    for browser in (lead, analyst):
        name = await ask(console, analyst)
        await browser.post(f"/exports/{name}/refuse")
        await lead.post(f"/exports/{name}/approve", PHRASE)
        assert "cannot do that now" in await said(lead)


async def test_time_runs_out_for_whoever_waits(console: Console) -> None:
    await release(console, "one")

    async def enter(name: str) -> Browser:
        browser = console.browser()
        await browser.sign_in(name)
        return browser

    name = await ask(console, await enter("analyst"))
    console.clock.wait(ASKED_LIFE)
    lead = await enter("lead")
    await lead.post(f"/exports/{name}/approve", PHRASE)
    assert "Ran out" in await said(lead)
    analyst, lead = await enter("analyst"), await enter("lead")
    name = await ask(console, analyst)
    await lead.post(f"/exports/{name}/approve", PHRASE)
    console.clock.wait(TAKE_WITHIN)
    analyst = await enter("analyst")
    assert (await analyst.post(f"/exports/{name}/take", PHRASE)).status_code == 303
    assert "cannot do that now" in await said(analyst)


async def test_only_released_tips_of_the_filter_leave(
    console: Console, analyst: Browser, lead: Browser
) -> None:
    await release(console, "one")
    await release(console, "two", area="CM2")
    await keep(console, "three")
    assert "<strong>1</strong> released tip fits" in (await analyst.get("/exports?area=cm")).text
    assert (
        "<strong>2</strong> released tips fit"
        in (await analyst.get("/exports?status=new&status=graded")).text
    )
    name = await ask(console, analyst, "area=SS")
    await lead.post(f"/exports/{name}/approve", PHRASE)
    table = rows_of_csv((await analyst.post(f"/exports/{name}/take", PHRASE)).content)
    assert [row["reference"] for row in table] == ["one"]


async def test_nothing_to_take_along_is_said(console: Console, analyst: Browser) -> None:
    await keep(console, "one")
    assert await ask(console, analyst) == ""
    assert "This tip cannot leave the desk" in await said(analyst)
    assert "No released tip fits" in await said(analyst)


async def test_what_changed_since_it_was_asked_for_stays_behind(
    console: Console, analyst: Browser, lead: Browser
) -> None:
    for name in ("kept", "shredded", "opened-anew", "due"):
        await release(console, name)
    export = await ask(console, analyst)
    await lead.post(f"/exports/{export}/approve", PHRASE)
    staff, desk = console.store.staff, console.parts.desk
    await staff.shredder.shred("shredded", by="lead", note="")
    await console.parts.grading.close("opened-anew", "arrest", member=member(console, "lead"))
    await desk.claim("opened-anew", member=member(console, "lead"))
    row = await staff.desk.row("due")
    await staff.desk.keep_longer(row, console.clock.now().date(), by="lead", note="")
    taken = await analyst.post(f"/exports/{export}/take", PHRASE)
    assert [row["reference"] for row in rows_of_csv(taken.content)] == ["kept"]
    left = [e.subject for e in await staff.audit.latest(9) if e.action == "exported"]
    assert left == ["kept"]


async def test_every_step_and_every_tip_stands_in_the_audit(
    console: Console, analyst: Browser, lead: Browser
) -> None:
    await release(console, "one")
    await release(console, "two")
    name = await ask(console, analyst)
    await lead.post(f"/exports/{name}/approve", PHRASE)
    await analyst.post(f"/exports/{name}/take", PHRASE)
    newest = (await console.store.staff.audit.latest(5))[::-1]
    told = "2 csv, partner: Southend housing"
    assert [(e.by, e.action, e.subject, e.note) for e in newest] == [
        ("analyst", "export_asked", name, told),
        ("lead", "export_approved", name, ""),
        ("analyst", "export_taken", name, told),
        ("analyst", "exported", "one", name),
        ("analyst", "exported", "two", name),
    ]
    assert await console.store.staff.audit.first_break() is None


async def test_at_most_so_many_leave_together(
    console: Console, analyst: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_TIPS == 5000
    monkeypatch.setattr("core.exports.MAX_TIPS", 2)
    for name in ("one", "two", "three"):
        await release(console, name)
    assert await ask(console, analyst) == ""
    assert "At most 2 tips leave together" in await said(analyst)


async def test_a_request_holds_no_word_of_a_tip_and_is_forgotten(
    console: Console, analyst: Browser
) -> None:
    await release(console, "one")
    await ask(console, analyst, "area=SS1")
    console.clock.wait(timedelta(days=40))
    analyst = console.browser()
    await analyst.sign_in()
    await ask(console, analyst)
    assert len(await requests(console)) == 1


@pytest.mark.parametrize("wrong", [{"kind": "docx"}, {"purpose": "fun"}, {"recipient": ""}])
async def test_what_is_not_listed_is_refused(
    console: Console, analyst: Browser, wrong: dict[str, str]
) -> None:
    await release(console, "one")
    answer = await analyst.post("/exports", ASKED | wrong)
    assert answer.status_code in (303, 422)
    assert await requests(console) == ()


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_a_csv_has_every_column_and_nothing_of_the_sender(
    console: Console, analyst: Browser, lead: Browser
) -> None:
    await release(console, "one")
    row = rows_of_csv(await exported(console, analyst, lead, "csv"))[0]
    assert tuple(row) == COLUMNS
    assert row["grade"] == str(GRADE)
    assert row["keep_until"] == "2027-03-27"
    assert row["vehicles"] == "AB12 CDE"
    assert row["coordinates"] == "51.54000 0.71000; 51.54000 0.71000"
    assert row["caveat"] == ReportForm.shipped().caveat
    for kind in Format:
        content = await exported(console, analyst, lead, kind)
        text = " ".join(words_of(content, kind))
        assert SAID in text
        for words in (*OF_THE_SENDER, "saw", "others_no", "not_sure", "urgent"):
            if words not in ("analyst", "lead"):  # who asked stands on a sheet of its own
                assert words not in text, (kind, words)


def words_of(content: bytes, kind: str) -> list[str]:
    """Every string in the part of a file that holds tips."""
    if kind == "csv":
        return [cell for row in rows_of_csv(content) for cell in row.values()]
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return [str(cell.value or "") for row in book["Tips"].iter_rows() for cell in row]
    if kind == "geojson":
        return list(_strings(json.loads(content)["features"]))
    return list(_strings([json.loads(line) for line in content.splitlines()]))


def _strings(value: Any) -> Any:
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE])
async def test_no_cell_of_a_csv_is_a_formula(
    console: Console, analyst: Browser, lead: Browser, text: str
) -> None:
    await release(console, "one", text=text, area=text)
    content = await exported(console, analyst, lead, "csv")
    for line in content.decode("utf-8-sig").split("\r\n")[:-1]:
        assert line.startswith('"')
    row = rows_of_csv(content)[0]
    for cell in row.values():
        assert cell.lstrip()[:1] not in tuple("=+-@\uff1d\uff0b\uff0d\uff20")
    assert set("\u202e\u2066\u2069\u200f").isdisjoint("".join(row.values()))


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE, "x" * 40_000, "_x0041_ \x00\x07"])
async def test_every_cell_of_a_workbook_is_a_string(
    console: Console, analyst: Browser, lead: Browser, text: str
) -> None:
    await release(console, "one", text=text, area=text[:60])
    content = await exported(console, analyst, lead, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert len(cells) > 40
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert all(len(str(cell.value)) <= 32_767 for cell in cells)


@pytest.mark.parametrize("kind", ["jsonl", "geojson"])
@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE, "a\u2028b\u2029c\x85d"])
async def test_json_is_ascii_and_one_object_a_line(
    console: Console, analyst: Browser, lead: Browser, text: str, kind: str
) -> None:
    await release(console, "one", text=text, area=text)
    await release(console, "two")
    content = await exported(console, analyst, lead, kind)
    assert content.isascii()
    if kind == "jsonl":
        first, second = (json.loads(line) for line in content.decode().splitlines())
        assert (first["reference"], second["reference"]) == ("one", "two")
        assert list(first) == list(second)
    else:
        features = json.loads(content)["features"]
        assert {f["properties"]["reference"] for f in features} == {"one", "two"}
        points = [f["geometry"]["coordinates"] for f in features if f["geometry"]]
        assert points == [[0.71, 51.54]] * 4  # longitude first


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("weed", "weed"),
        ("a=b", "a=b"),
        ("=1", "'=1"),
        (" \t-1", "' \t-1"),
        ("", ""),
        ("'=1", "'=1"),
    ],
)
def test_only_what_could_be_a_formula_gets_an_apostrophe(cell: str, kept: str) -> None:
    assert safe(cell) == kept


async def test_the_page_shows_words_of_staff_as_text(console: Console, analyst: Browser) -> None:
    await release(console, "one")
    await ask(console, analyst, recipient="<b>x</b> & co")
    page = await said(analyst)
    assert "&lt;b&gt;x&lt;/b&gt; &amp; co" in page
    assert "<b>x</b>" not in page
