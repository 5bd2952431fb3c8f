"""From a claimed tip to a closed one on the page of a tip, and its notes."""

from __future__ import annotations

import pytest

from core.tip import Status
from tests.console.desk import Browser, Console
from tests.storage.samples import a_tip

GRADE = {"source": "2", "assessment": "A", "handling": "P"}


@pytest.fixture
async def tip(console: Console, analyst: Browser) -> str:
    await console.store.public.intake.keep(b"s" * 32, a_tip(id="one"))
    await analyst.post("/tips/one/claim")
    return "/tips/one"


async def status(console: Console) -> Status:
    return (await console.store.staff.desk.row("one")).status


async def test_what_is_proposed_is_not_said_to_be_decided(analyst: Browser, tip: str) -> None:
    page = (await analyst.get(tip)).text
    assert "<strong>2AP</strong> proposed" in page
    assert "nobody has decided yet" in page
    assert 'value="A" selected' in page


async def test_a_tip_is_graded_released_by_another_and_closed(
    console: Console, analyst: Browser, tip: str
) -> None:
    await analyst.post(f"{tip}/grade", GRADE | {"handling": "C", "sanitisation": "S2"})
    assert "<strong>2AC S2</strong> decided by analyst" in (await analyst.get(tip)).text
    await analyst.post(f"{tip}/release")
    assert 'role="alert"' in (await analyst.get(tip)).text  # whoever graded it does not release it
    assert await status(console) is Status.GRADED
    lead = console.browser()
    await lead.sign_in("lead")
    await lead.post(f"{tip}/release")
    assert await status(console) is Status.RELEASED
    await lead.post(f"{tip}/close", {"outcome": "arrest"})
    assert await status(console) is Status.CLOSED


@pytest.mark.parametrize(
    "wrong",
    [{"source": "9"}, {"handling": "C"}, {"action": "A1"}, {"assessment": ""}],
)
async def test_a_grade_that_is_none_is_refused(
    console: Console, analyst: Browser, tip: str, wrong: dict[str, str]
) -> None:
    await analyst.post(f"{tip}/grade", GRADE | wrong)
    assert await status(console) is Status.CLAIMED


async def test_only_whoever_claimed_it_grades_it(console: Console, tip: str) -> None:
    lead = console.browser()
    await lead.sign_in("lead")
    assert "Decide the grade" not in (await lead.get(tip)).text
    await lead.post(f"{tip}/grade", GRADE)
    assert 'role="alert"' in (await lead.get(tip)).text
    assert await status(console) is Status.CLAIMED


@pytest.mark.parametrize("step", ["release", "close"])
async def test_no_step_is_left_out(console: Console, analyst: Browser, tip: str, step: str) -> None:
    await analyst.post(f"{tip}/{step}", {"outcome": "arrest"})
    assert 'role="alert"' in (await analyst.get(tip)).text
    assert await status(console) is Status.CLAIMED


async def test_a_note_is_kept_as_text(analyst: Browser, tip: str) -> None:
    await analyst.post(f"{tip}/note", {"text": "ask <i>housing</i>\n{{ 7*7 }}"})
    page = (await analyst.get(tip)).text
    assert "The note is kept with the tip." in page
    assert "<bdi>ask &lt;i&gt;housing&lt;/i&gt;\n{{ 7*7 }}</bdi>" in page


async def test_an_empty_note_is_refused(analyst: Browser, tip: str) -> None:
    await analyst.post(f"{tip}/note", {"text": "  "})
    assert 'role="alert"' in (await analyst.get(tip)).text


async def test_a_label_is_put_on_and_taken_off(analyst: Browser, tip: str) -> None:
    await analyst.post(f"{tip}/note", {"label": "few_know"})
    page = (await analyst.get(tip)).text
    assert '<span class="flag">Few could know this: protect the sender</span>' in page
    await analyst.post(f"{tip}/unlabel", {"label": "few_know"})
    page = (await analyst.get(tip)).text
    assert "The label is gone." in page
    assert '<span class="flag">Few could know' not in page


async def test_a_label_of_ones_own_is_refused(analyst: Browser, tip: str) -> None:
    await analyst.post(f"{tip}/note", {"label": "dave"})
    assert 'role="alert"' in (await analyst.get(tip)).text
