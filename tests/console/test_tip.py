"""The page of a tip: its words as text, what was found, why, and what may be done."""

from __future__ import annotations

import re
from datetime import date

import html5lib
import pytest

from core.analysis import (
    Analysis,
    Danger,
    Drug,
    Person,
    Phone,
    Reason,
    Safeguarding,
    Time,
    TimeKind,
    Triage,
    Vehicle,
)
from core.tip import Details, Part, Priority, Question, Status
from tests.console.desk import Browser, Console
from tests.storage.samples import a_tip

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</bdi></p><h1>taken over",
    "javascript:alert(1) [x](http://evil.example)",
    "{{ 7 * 7 }} {% include 'base.html' %}",
    "\u202egpj.exe\u2066 \u2069 \u200f\u05e9\u05dc\u05d5\u05dd",
    "&lt;b&gt; &amp; \"quoted\" 'single'",
    "<svg onload=alert(1)>",
    "\U0001f468\u200d\U0001f469 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
]


async def keep(console: Console, text: str, **found: object) -> None:
    changes = {name: found.pop(name) for name in ("priority", "area") if name in found}
    details = {n: found.pop(n) for n in ("dangers", "safeguarding", "happening") if n in found}
    analysis = Analysis(text=text, triage=Triage.QUEUE, sanitised=text, **found)  # type: ignore[arg-type]
    kept = Details(
        parts=(Part(Question.REPORT, analysis),),
        triage=Triage.QUEUE,
        reported_on=date(2026, 3, 27),
        **details,  # type: ignore[arg-type]
    )
    tip = a_tip(id="one", details=kept, **changes)
    await console.store.public.intake.keep(b"s" * 32, tip)


def text_of(page: str, name: str = "words") -> str:
    """The words of a tip as a browser shows them, without our labels."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = next(e for e in tree.iter("p") if e.get("class") == name)
    return "".join("".join(bdi.itertext()) for bdi in found.iter("bdi"))


@pytest.mark.parametrize("text", HOSTILE)
async def test_words_are_text_and_nothing_else(
    console: Console, analyst: Browser, text: str
) -> None:
    whole = Person(start=0, end=len(text), text=text)
    reason = Reason(start=0, end=3, text=text[:3], code=Danger.WEAPON)
    await keep(console, text, people=(whole,), reasons=(reason,), area=text)
    page = (await analyst.get("/tips/one")).text
    assert text_of(page) == text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert [e.tag for e in tree.iter() if e.tag in ("script", "img", "svg", "h1")] == [
        "script",
        "img",
        "h1",
    ]  # ours
    queue = (await analyst.get("/queue")).text
    assert text in [
        bdi.text for bdi in html5lib.parse(queue, namespaceHTMLElements=False).iter("bdi")
    ]


async def test_control_characters_become_visible(console: Console, analyst: Browser) -> None:
    await keep(console, "a\x00b\x1b[2Jc\x9f\nd")
    page = (await analyst.get("/tips/one")).text
    assert text_of(page) == "a\ufffdb\ufffd[2Jc\ufffd\nd"


async def test_what_was_found_is_marked_with_its_kind_in_words(
    console: Console, analyst: Browser
) -> None:
    text = "Dave in a red Golf, 07700 900123, sells weed on Fridays with a knife"

    def at(words: str) -> dict[str, object]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    await keep(
        console,
        text,
        people=(Person(**at("Dave")),),  # type: ignore[arg-type]
        vehicles=(Vehicle(**at("red Golf"), colour="red", make="Volkswagen"),),  # type: ignore[arg-type]
        phones=(Phone(**at("07700 900123"), number="+447700900123"),),  # type: ignore[arg-type]
        drugs=(Drug(**at("weed"), drug="cannabis"),),  # type: ignore[arg-type]
        times=(
            Time(**at("on Fridays"), kind=TimeKind.RECURRING, rrule="FREQ=WEEKLY;BYDAY=FR"),  # type: ignore[arg-type]
        ),
        reasons=(Reason(**at("a knife"), code=Danger.WEAPON),),  # type: ignore[arg-type]
        dangers=(Danger.WEAPON, Danger.VIOLENCE),
        safeguarding=(Safeguarding.CUCKOOING,),
        happening="not_sure",
        priority=Priority.HIGH,
    )
    page = (await analyst.get("/tips/one")).text
    assert text_of(page) == text
    for kind, words in {
        "person": "Dave",
        "vehicle": "red Golf",
        "phone": "07700 900123",
        "drug": "weed",
        "time": "on Fridays",
    }.items():
        marked = f'<mark class="{kind}"><bdi>{words}</bdi>&#8288;<span class="label">{kind}</span>'
        assert marked in page
    assert '<mark class=" decided"><bdi>a knife</bdi>' in page
    assert "Volkswagen" in page
    assert "every Friday" in page
    assert "+447700900123" in page
    why = page[page.index("Why high?") : page.index("</ul>", page.index("Why high?"))]
    assert "A weapon</strong> <q><bdi>a knife</bdi></q>" in why
    assert "Violence</strong> <span" in why  # its words were cut
    assert "cuckooing" in why
    assert "The sender was not sure" in page


async def test_every_look_stands_in_the_audit(console: Console, analyst: Browser) -> None:
    await keep(console, "weed")
    await analyst.get("/tips/one")
    entry = (await console.store.staff.audit.latest(1))[0]
    assert (entry.by, entry.action, entry.subject) == ("analyst", "opened", "one")


async def test_a_changed_priority_keeps_what_the_machine_said(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "weed", priority=Priority.NORMAL)
    await analyst.get("/tips/one")
    reason = "second call about this"
    await analyst.post("/tips/one/priority", {"priority": "urgent", "reason": reason})
    page = (await analyst.get("/tips/one")).text
    assert "The priority is changed." in page
    assert "Why normal?" in page
    assert "Staff changed it to <strong>urgent</strong>" in page
    noted = [e for e in await console.store.staff.audit.latest(9) if e.note]
    assert [(e.by, e.note) for e in noted] == [("analyst", reason)]


@pytest.mark.parametrize("reason", ["", "  ", "   \n ", "x" * 301])
async def test_a_change_needs_a_reason(console: Console, analyst: Browser, reason: str) -> None:
    await keep(console, "weed")
    await analyst.get("/tips/one")
    answer = await analyst.post("/tips/one/priority", {"priority": "low", "reason": reason})
    assert answer.status_code == 422
    assert (await console.store.staff.desk.row("one")).priority is Priority.NORMAL


@pytest.mark.parametrize(("to", "reason"), [("junk", "test"), ("held", "advice")])
async def test_a_tip_is_set_aside_and_brought_back(
    console: Console, analyst: Browser, to: str, reason: str
) -> None:
    await keep(console, "weed")
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/set-aside", {"to": to, "reason": reason})
    assert (await console.store.staff.desk.row("one")).status == to
    await analyst.post("/tips/one/put-back", {"back": "tip"})
    assert (await console.store.staff.desk.row("one")).status is Status.NEW


async def test_a_reason_that_is_not_listed_is_refused(console: Console, analyst: Browser) -> None:
    await keep(console, "weed")
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/set-aside", {"to": "junk", "reason": "weed at number 9"})
    assert 'role="alert"' in (await analyst.get("/tips/one")).text
    assert (await console.store.staff.desk.row("one")).status is Status.NEW


async def test_a_duplicate_points_to_what_it_repeats_and_back(
    console: Console, analyst: Browser
) -> None:
    await keep(console, "weed")
    await console.store.public.intake.keep(b"t" * 32, a_tip(id="two"))
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/duplicate", {"reason": "same_matter", "of": "two"})
    assert (await console.store.staff.desk.row("one")).status is Status.DUPLICATE
    assert 'Repeats <a href="/tips/two">' in (await analyst.get("/tips/one")).text
    assert 'Is repeated by <a href="/tips/one">' in (await analyst.get("/tips/two")).text


@pytest.mark.parametrize("of", ["one", "nowhere"])
async def test_a_duplicate_of_nothing_is_refused(
    console: Console, analyst: Browser, of: str
) -> None:
    await keep(console, "weed")
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/duplicate", {"reason": "same_matter", "of": of})
    assert 'role="alert"' in (await analyst.get("/tips/one")).text
    assert (await console.store.staff.desk.row("one")).status is Status.NEW


async def test_no_other_status_can_be_set_from_a_form(console: Console, analyst: Browser) -> None:
    await keep(console, "weed")
    await analyst.get("/tips/one")
    for to in ("released", "closed", "graded", "new", "duplicate"):
        answer = await analyst.post("/tips/one/set-aside", {"to": to, "reason": "advice"})
        assert answer.status_code == 422


async def test_a_question_of_the_list_waits_for_the_sender(
    console: Console, analyst: Browser
) -> None:
    receipt = await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/ask", {"question": "vehicle"})
    page = (await analyst.get("/tips/one")).text
    assert "The question waits for whoever holds the receipt." in page
    assert "not read yet" in page
    answers = await console.store.public.mailbox.read(receipt)
    assert [a.text for a in answers] == [console.parts.desk.rules.questions["vehicle"]]


@pytest.mark.parametrize("question", ["", "please find out his number", "<b>"])
async def test_nothing_but_the_list_can_be_asked(
    console: Console, analyst: Browser, question: str
) -> None:
    await keep(console, "weed")
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/ask", {"question": question})
    page = (await analyst.get("/tips/one")).text
    assert 'role="alert"' in page
    assert (await console.store.staff.desk.row("one")).answers_waiting == 0


async def test_a_refusal_is_said_kindly(console: Console, analyst: Browser) -> None:
    await keep(console, "weed")
    await analyst.get("/tips/one")
    await analyst.post("/tips/one/set-aside", {"to": "junk", "reason": "test"})
    await analyst.post("/tips/one/ask", {"question": "when"})
    assert "This tip takes no more answers." in (await analyst.get("/tips/one")).text


async def opened(console: Console) -> list[str]:
    """Who opened the tip, as the audit has it."""
    entries = await console.store.staff.audit.history("one")
    return [entry.by for entry in entries if entry.action == "opened"]


async def test_an_account_that_waits_opens_nothing(console: Console) -> None:
    await keep(console, "weed")
    browser = console.browser()
    await browser.sign_in("waiting")
    page = await browser.get("/tips/one")
    assert (page.status_code, "weed" in page.text) == (200, False)
    assert await opened(console) == []
    assert re.search(
        "A lead has still to let this account read", (await browser.get("/account")).text
    )


@pytest.mark.parametrize(
    ("priority", "said"),
    [
        (Priority.HIGH, "A time within a day of the report is spoken of"),
        (Priority.LOW, "It does not seem to be about dealing"),
        (Priority.NORMAL, ""),
    ],
)
async def test_what_decided_is_said_where_no_danger_did(
    console: Console, analyst: Browser, priority: Priority, said: str
) -> None:
    await keep(console, "weed", priority=priority)
    page = (await analyst.get("/tips/one")).text
    why = page[page.index('class="why"') :]
    assert (f"<li><strong>{said}</strong></li>" in why) is bool(said)
