"""The picture on the console: counts, comparison, what may leave the desk, places and hours."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest

from console.application import build
from console.charts import LEVELS, SERIES, folded, heat, level, nice_top, ranked, stacked
from console.maps import Tiles, map_of
from console.seen import Asked
from core.geography import Box, Spot
from core.picture import Period
from core.tip import Tip
from tests.console.desk import Browser, Console
from tests.storage.samples import START, a_tip

HOSTILE = "<script>alert(1)</script>"


async def keep(console: Console, number: int, **changes: object) -> None:
    tip: Tip = a_tip(id=f"tip-{number}", **changes)
    await console.store.public.intake.keep(number.to_bytes(32, "big"), tip)


async def keep_many(console: Console, *lots: tuple[int, str, str]) -> None:
    number = 0
    for count, area, drug in lots:
        for _ in range(count):
            number += 1
            await keep(console, number, arrived=START, area=area, drug_group=drug)


async def test_a_picture_says_what_came_from_where(console: Console, analyst: Browser) -> None:
    await keep_many(console, (3, "SS1", "crack"), (1, "SS2", ""))
    page = (await analyst.get("/picture")).text
    assert "<dt>Tips</dt><dd>4</dd>" in page
    assert "No drug named" in page
    found = re.search(r'data-map="([^"]+)"', page)
    assert found
    content = json.loads(unescape(found.group(1)))
    assert [mark["said"] for mark in content["marks"]] == ["SS1: 3", "SS2: 1"]
    assert content["tiles"]["url"] == ""
    assert "Southend-on-Sea" in {town["name"] for town in content["towns"]}


async def test_a_link_holds_the_view(console: Console, analyst: Browser) -> None:
    await keep_many(console, (3, "SS1", "crack"), (2, "SS2", "crack"), (1, "SS1", "cannabis"))
    query = "since=2026-03-01&until=2026-03-31&area=SS1&drug=crack"
    page = (await analyst.get(f"/picture?{query}")).text
    assert "<dt>Tips</dt><dd>3</dd>" in page
    asked = Asked(since=date(2026, 3, 1), until=date(2026, 3, 31), area="SS1", drug="crack")
    assert asked.query() == query
    assert f"/picture?{query}&amp;leaves=yes".replace("&", "&amp;").replace("amp;amp;", "amp;") in (
        page
    )


async def test_two_periods_are_compared(console: Console, analyst: Browser) -> None:
    await keep(console, 1, arrived=START - timedelta(days=40), area="SS1", drug_group="crack")
    await keep_many(console, (0, "", ""))
    await keep(console, 2, arrived=START, area="SS2", drug_group="crack")
    page = (await analyst.get("/picture?since=2026-03-01&until=2026-03-31")).text
    changes = page[page.index("changes-heading") :]
    assert "01 Jan" not in changes
    rows = re.findall(r'<th scope="row"><bdi>(\w+)</bdi></th><td>(\d)</td><td>(\d)</td>', changes)
    assert rows == [("SS1", "0", "1"), ("SS2", "1", "0")]
    other = (
        await analyst.get("/picture?since=2026-03-01&until=2026-03-31&against=2025-03-01")
    ).text
    assert re.findall(r"<bdi>SS1</bdi>", other[other.index("changes-heading") :]) == []


async def test_what_leaves_the_desk_hides_small_counts(console: Console, analyst: Browser) -> None:
    await keep_many(console, (13, "SS1", "crack"), (4, "SS2", "heroin"), (2, "", ""))
    page = (await analyst.get("/picture?leaves=yes")).text
    text = re.sub(r"<[^>]+>", " ", page[page.index("</form>") :])
    assert "10+" in text
    assert "under 5" in text
    assert "/picture/places" not in page
    for true in (13, 19, 4, 2):
        assert not re.search(rf"(?<![\d.]){true}(?![\d.+])\s*(?!Mar)", _counts(page))


def _counts(page: str) -> str:
    """Every number that a table or a figure of a page holds."""
    return " ".join(re.findall(r"<d?d?td?d?>([\d,+]+)<", page))


async def test_places_and_hours_are_one_act_in_the_audit(
    console: Console, analyst: Browser
) -> None:
    await keep_many(console, (3, "SS1", "crack"))
    page = (await analyst.get("/picture/places")).text
    assert "3 tips were opened for this page" in page
    entry = (await console.store.staff.audit.latest(1))[0]
    assert (entry.by, entry.action, entry.subject) == ("analyst", "surveyed", "")
    assert entry.note == "3 tips, 2025-03-28 to 2026-03-27"


async def test_who_opens_no_tips_sees_counts_alone(console: Console) -> None:
    await keep_many(console, (1, "SS1", "crack"))
    moderator = console.browser()
    await moderator.sign_in("moderator")
    page = await moderator.get("/picture")
    assert page.status_code == 200
    assert "/picture/places" not in page.text
    assert (await moderator.get("/picture/places")).status_code == 403


@pytest.mark.parametrize(
    "query",
    ["since=2026-03-02&until=2026-03-01", "since=2001-01-01&until=2026-01-01", "since=soon"],
)
async def test_a_period_that_cannot_be_is_refused(analyst: Browser, query: str) -> None:
    answer = await analyst.get(f"/picture?{query}")
    assert answer.status_code == 422
    assert "soon" not in answer.text


async def test_names_of_areas_are_text(console: Console, analyst: Browser) -> None:
    await keep_many(console, (1, HOSTILE, HOSTILE))
    for path in ("/picture", f"/picture?area={HOSTILE}&drug={HOSTILE}", "/picture/places"):
        page = (await analyst.get(path)).text
        assert "<script>alert" not in page


def test_a_year_is_what_is_shown_by_itself() -> None:
    seen = Asked().seen(date(2026, 3, 27))
    assert seen.period == Period(date(2025, 3, 28), date(2026, 3, 27))
    assert Asked().compared(seen).period == Period(date(2024, 3, 28), date(2025, 3, 27))


class FlatAtlas:
    def position(self, area: str) -> Spot | None:
        return None if area == "nowhere" else Spot(area, 51.5, 0.7)

    def towns(self, box: Box, count: int) -> tuple[Spot, ...]:
        return (Spot("Middle", (box.south + box.north) / 2, (box.west + box.east) / 2),)[:count]


def test_a_map_of_nothing_is_none() -> None:
    assert map_of(FlatAtlas()) is None


def test_everything_of_a_map_lies_within_it_and_north_is_up() -> None:
    spots = [(Spot("n", 51.9, 0.9), 4, "n: 4"), (Spot("s", 51.4, 0.1), 1, "s: 1")]
    view = map_of(FlatAtlas(), spots=spots, tiles=Tiles("https://t.example/{z}/{x}/{y}", "by us"))
    assert view
    north, south = view.marks
    assert north.y < south.y
    assert north.x > south.x
    assert north.radius == 2 * south.radius
    for mark in view.marks:
        assert 0 < mark.x < view.width
        assert 0 < mark.y < view.height
    assert [label.spot.name for label in view.labels] == ["Middle"]
    assert json.loads(view.content)["tiles"]["credit"] == "by us"


def test_charts_stand_on_their_ground() -> None:
    chart = stacked(["Jan", "Feb"], {"crack": (3, 0), "weed": (1, 2)})
    assert [bar.kind for bar in chart.bars] == [0, 1, 1]
    assert all(bar.y > 0 and bar.y + bar.height <= chart.height for bar in chart.bars)
    first, second, _ = chart.bars
    assert first.y == pytest.approx(second.y + second.height)
    assert [tick.label for tick in chart.beside] == ["0", "1", "2", "3", "4"]
    assert ranked({}).bars == ()
    assert {bar.kind for bar in heat(["MO"], ["00", "01"], {(0, 1): 7}).bars} == {0, LEVELS}


def test_shades_and_tops_are_round() -> None:
    assert [level(n, 12) for n in (0, 1, 2, 3, 12)] == [0, 1, 1, 2, 6]
    assert [nice_top(n) for n in (0, 4, 5, 9, 21, 41, 90, 1000)] == [4, 4, 8, 12, 40, 80, 120, 1200]


def test_the_many_small_ones_are_put_together() -> None:
    series = {f"drug {n}": (n, 1) for n in range(SERIES + 2)}
    kept = folded(series, "others", lambda count: count)
    assert len(kept) == SERIES
    assert kept["others"] == (6 + 7 + 8, 3)
    hidden = folded(series, "others", lambda count: count - count % 5)
    assert hidden["others"] == (15, 0)


async def test_tiles_are_the_only_pictures_from_elsewhere(console: Console) -> None:
    tiles = Tiles("https://tiles.example:8443/{z}/{x}/{y}.png", "by them")
    app = build(replace(console.parts, tiles=tiles), console.visits)
    browser = Browser(app)
    await browser.sign_in()
    await keep_many(console, (1, "SS1", "crack"))
    page = await browser.get("/picture")
    policy = page.headers["content-security-policy"]
    assert "img-src 'self' https://tiles.example:8443 blob:;" in policy
    assert policy.count("tiles.example") == 1
    assert "by them" in page.text
    own = (await (console.browser()).get("/sign-in")).headers["content-security-policy"]
    assert "img-src 'self' blob:;" in own
