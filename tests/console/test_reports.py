"""Intelligence reports: what they print, what they never do, on the page and in the PDF."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import html5lib
import pypdf
import pytest

from core.reports import ReportForm
from core.tip import Priority, Status
from tests.console.desk import Browser, Console
from tests.console.releasing import GRADE, SAID, keep, member, release
from tests.console.test_tip import HOSTILE
from tests.storage.samples import WORDS

FOR = "Essex Police"
OF_THE_SENDER = (
    *("Saw it", "Few could know", "Emergency", "999", "not sure", "22:40", "22h"),
    *("analyst", "lead", "Urgent"),
)
"""What a tip page says of its sender, its staff and its hour; no report does."""


async def page_of(browser: Browser, name: str = "one", recipient: str = FOR) -> str:
    await browser.get(f"/tips/{name}")
    answer = await browser.post(f"/tips/{name}/report", {"recipient": recipient, "paper": "page"})
    assert answer.status_code == 200, answer.headers
    return answer.text


async def pdf_of(browser: Browser, name: str = "one") -> pypdf.PdfReader:
    await browser.get(f"/tips/{name}")
    answer = await browser.post(f"/tips/{name}/report", {"recipient": FOR, "paper": "pdf"})
    assert answer.headers["content-type"] == "application/pdf"
    assert re.fullmatch(
        r'attachment; filename="report-\w+\.pdf"', answer.headers["content-disposition"]
    )
    return pypdf.PdfReader(io.BytesIO(answer.content))


def text_of_pdf(read: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def text_of_page(page: str) -> str:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return " ".join("".join(tree.find("body").itertext()).split())


async def both(browser: Browser, name: str = "one") -> list[str]:
    return [text_of_page(await page_of(browser, name)), text_of_pdf(await pdf_of(browser, name))]


async def test_a_report_stands_alone_with_grade_key_and_caveat(
    console: Console, analyst: Browser
) -> None:
    await release(console, "one", priority=Priority.NORMAL)
    console.clock.wait(timedelta(days=2))
    await analyst.sign_in()
    form, scheme = ReportForm.shipped(), console.parts.grading.scheme
    for text in await both(analyst):
        for said in (
            *("one", FOR, "27 March 2026", "29 March 2026", str(GRADE), SAID, WORDS, "SS1"),
            *("AB12 CDE", "+447700900123", "every Friday", "cuckooing", "51.54000, 0.71000"),
            *(form.title, form.caveat, form.provenance, form.reference, form.bands["medium"]),
            *form.questions.values(),
            *(f"{code} {text}" for code, text in (scheme.sources | scheme.assessments).items()),
            *(f"{c} {t}" for codes in scheme.groups.values() for c, t in codes.items()),
        ):
            assert " ".join(said.split()) in text


async def test_nothing_of_the_sender_and_the_staff_is_printed(
    console: Console, analyst: Browser
) -> None:
    await release(console, "one", priority=Priority.URGENT)
    for text in await both(analyst):
        assert [words for words in OF_THE_SENDER if words in text] == []


async def put_at(console: Console, name: str, status: Status) -> None:
    """A tip where the desk's steps would leave it."""
    desk = console.store.staff.desk
    row = await desk.row(name)
    await desk.move(row, status, by="analyst", note="", claim_until=None)


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.RELEASED, Status.CLOSED)])
async def test_only_what_two_people_let_go_is_reported(
    console: Console, analyst: Browser, status: Status
) -> None:
    await keep(console, "one")
    desk = console.parts.desk
    if status is Status.GRADED:
        await desk.claim("one", member=member(console, "analyst"))
        await console.parts.grading.grade("one", GRADE, member=member(console, "analyst"))
    elif status is not Status.NEW:
        await put_at(console, "one", status)
    await analyst.get("/tips/one")
    answer = await analyst.post("/tips/one/report", {"recipient": FOR})
    assert answer.status_code == 303
    assert "This tip cannot leave the desk" in (await analyst.get("/tips/one")).text
    history = await console.store.staff.audit.history("one")
    assert "reported" not in [entry.action for entry in history]


async def test_a_tip_past_its_review_day_is_not_reported(
    console: Console, analyst: Browser
) -> None:
    await release(console, "one")
    console.clock.wait(timedelta(days=366))
    await analyst.sign_in()
    await analyst.get("/tips/one")
    answer = await analyst.post("/tips/one/report", {"recipient": FOR})
    assert answer.status_code == 303


async def test_the_audit_says_who_made_it_and_for_whom(console: Console, analyst: Browser) -> None:
    await release(console, "one")
    await page_of(analyst, recipient="  Essex\tPolice\u202e ")
    entry = (await console.store.staff.audit.latest(1))[0]
    assert (entry.by, entry.action, entry.subject, entry.note) == (
        *("analyst", "reported", "one"),
        FOR,
    )


@pytest.mark.parametrize("recipient", ["", "  ", "\u202e", "x" * 81])
async def test_it_is_always_for_somebody(
    console: Console, analyst: Browser, recipient: str
) -> None:
    await release(console, "one")
    await analyst.get("/tips/one")
    answer = await analyst.post("/tips/one/report", {"recipient": recipient})
    assert answer.status_code == 303
    assert "Say who gets it" in (await analyst.get("/tips/one")).text


@pytest.mark.parametrize("account", ["moderator", "auditor", "administrator", "waiting"])
async def test_whoever_does_not_work_on_tips_makes_none(console: Console, account: str) -> None:
    await release(console, "one")
    browser = console.browser()
    await browser.sign_in(account)
    answer = await browser.post("/tips/one/report", {"recipient": FOR})
    assert answer.status_code == 403


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_text_on_the_page(
    console: Console, analyst: Browser, text: str
) -> None:
    await release(console, "one", text=text, area=text)
    tree = html5lib.parse(await page_of(analyst), namespaceHTMLElements=False)
    assert text in ["".join(bdi.itertext()) for bdi in tree.iter("bdi")]
    assert [e.tag for e in tree.iter() if e.tag in ("script", "img", "svg", "style")] == []


FONT_HAS = "Łódź, Đorđe, Привет, Ελλάδα, Հայ, ქართ"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (FONT_HAS, FONT_HAS),
        ("he said \u202egpj.exe", "he said \ufffdgpj.exe"),
        ("a\u2066b\u2069c\u200bd", "a\ufffdb\ufffdc\ufffdd"),
        ("在路口", "[U+5728][U+8DEF][U+53E3]"),
        ("বাংলা", "[U+09AC][U+09BE][U+0982][U+09B2][U+09BE]"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('=HYPERLINK("x")', '=HYPERLINK("x")'),
        ("(\\) endobj %EOF", "(\\) endobj %EOF"),
        ("**bold** __x__ --y--", "**bold** __x__ --y--"),
    ],
)
async def test_every_character_reaches_the_pdf_or_something_visible_in_its_place(
    console: Console, analyst: Browser, text: str, printed: str
) -> None:
    await release(console, "one", text=text)
    assert printed in text_of_pdf(await pdf_of(analyst))


async def test_arabic_and_hebrew_are_drawn_with_the_fonts_inside(
    console: Console, analyst: Browser
) -> None:
    await release(console, "one", text="بایع مواد در خیابان, שלום")
    read = await pdf_of(analyst)
    assert "[U+" not in text_of_pdf(read)
    fonts = [
        font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in inner["/FontDescriptor"].get_object()


async def test_a_pdf_runs_nothing_and_says_nothing_of_who_made_it(
    console: Console, analyst: Browser
) -> None:
    await release(console, "one")
    read = await pdf_of(analyst)
    root = read.trailer["/Root"]
    assert [name for name in ("/AA", "/Names", "/AcroForm") if name in root] == []
    assert isinstance(root["/OpenAction"], list)  # where to look, nothing to do
    assert all("/Annots" not in page for page in read.pages)
    assert set(read.metadata or {}) <= {"/Title", "/Producer", "/CreationDate"}


async def test_long_words_go_on_over_pages(console: Console, analyst: Browser) -> None:
    words = [f"word{number}" for number in range(1500)]
    await release(console, "one", text=" ".join(words))
    read = await pdf_of(analyst)
    assert len(read.pages) > 2
    text = text_of_pdf(read)
    assert all(f"{word} " in f"{text} " for word in words)
    assert "Page 2 of" in text
