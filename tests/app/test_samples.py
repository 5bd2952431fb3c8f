"""The sample tips: what they hold, and how they come into a practice desk."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import practice
from app.browsing import has_screen
from app.clock import LONDON
from app.filling import filled, filling_of
from app.line import open_line
from app.logs import Log
from app.sample_work import WORKER
from app.samples import sample_tips
from app.settings import Settings
from app.wiring import open_office
from core.desk_ports import Wanted
from core.terms import Terms
from core.tip import HowKnown, Status

NOW = datetime(2026, 11, 24, 22, 40, tzinfo=UTC)
_PLATE = re.compile(r"\b[A-Z]{2}(\d\d) ?[A-Z]{3}\b")
_CODE = re.compile(r"\b[A-Z]{2}\d{1,2} \d([A-Z]{2})\b")
_PHONE = re.compile(r"\b0\d{4} ?\d{6}\b")


def test_there_are_300_over_a_year_and_none_lies_ahead() -> None:
    tips = sample_tips(NOW)
    assert len(tips) == len({tip.text for tip in tips}) == 300
    assert all(timedelta(0) <= tip.ago < timedelta(days=365) for tip in tips)
    assert list(tips) == sorted(tips, key=lambda tip: tip.ago, reverse=True)


def test_weekday_and_hour_are_those_of_the_sample_whenever_the_demo_is() -> None:
    for now in (NOW, NOW + timedelta(days=3, hours=5), NOW + timedelta(days=200)):
        tip = next(t for t in sample_tips(now) if t.text.startswith("Same again on Marine"))
        sent = (now - tip.ago).astimezone(LONDON)
        assert (sent.weekday(), sent.hour) == (5, 0)


def test_they_have_a_pattern_for_the_picture_to_find() -> None:
    sent = [(NOW - tip.ago).astimezone(LONDON) for tip in sample_tips(NOW)]
    assert len({(at.year, at.month) for at in sent}) >= 12
    weekend_nights = sum(at.weekday() in (4, 5) and at.hour >= 19 for at in sent)
    assert weekend_nights > sum(at.weekday() in (0, 1) and at.hour >= 19 for at in sent)


def test_what_the_desk_did_is_in_its_lists() -> None:
    terms = Terms.shipped()
    for tip in sample_tips(NOW):
        assert tip.how == "" or tip.how in set(HowKnown)
        if tip.status in terms.reasons:
            terms.check_reason(Status(tip.status), tip.term)
        elif tip.status == Status.CLOSED:
            terms.check_outcome(tip.term)
        else:
            assert tip.term == ""


def test_nobody_real_is_in_them() -> None:
    """Years, postcodes and numbers that were never given out."""
    for tip in sample_tips(NOW):
        numbers = [re.sub(r"\D", "", found) for found in _PHONE.findall(tip.text)]
        assert all(number.startswith("07700900") for number in numbers), tip.text
        assert set(_CODE.findall(tip.text)) <= {"ZZ"}, tip.text
        assert set(_PLATE.findall(tip.text)) <= {"00"}, tip.text


@pytest.mark.parametrize(
    ("environment", "platform", "has_one"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_browser_opens_only_where_there_is_a_screen(
    environment: dict[str, str], platform: str, *, has_one: bool
) -> None:
    assert has_screen(environment, platform) is has_one


@pytest.mark.model
@pytest.mark.slow
async def test_a_practice_desk_is_filled_once_through_the_real_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIPLINE_DATA_DIR", str(tmp_path))
    settings = Settings()
    await practice.make_if_missing(settings)
    async with (
        open_office(settings) as office,
        open_line(settings, Log.silent(), front="terminal") as line,
    ):
        async with filled(settings, line, office):
            waiting = await office.desk.counts(Wanted(statuses=tuple(Status)))
            assert waiting.of(Status.NEW) >= sum(not tip.status for tip in sample_tips(NOW))
        assert await filling_of(settings, line, office) is None
        counts = await office.desk.counts(Wanted(statuses=tuple(Status)))
        ends = Counter(tip.status or "new" for tip in sample_tips(NOW))
        assert {status: counts.of(status) for status in map(Status, ends)} == ends
        assert counts.total == 300
        assert len(await line.outside.news.latest(9)) == 3
        stories = [
            await office.operating.story(each.id)
            for each in await office.operating.operations.all()
        ]
        assert all(story.attached and story.totals for story in stories)
        assert len(await office.staff.work.referrals.latest(99)) >= 20
        acts = await office.staff.audit.latest(5000)
        assert WORKER in {entry.by for entry in acts}
        assert await office.staff.audit.first_break() is None
