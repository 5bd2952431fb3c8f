"""Do the metrics count what happens, and tell neither who wrote nor when?"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from pathlib import Path

import yaml

from app.crew import Crew
from app.crew_member import Member
from app.crew_pages import CrewMeters
from app.logs import Event, Log
from app.metrics import CROWD, STEP, CountedLog, Gauges, Meters
from bench.botapi import BotApi
from bot.public.bot import PublicBot
from bot.public.watch import Happening, Span
from nlp.bounds import Outcome
from tests.bot.public.running import Start, run_bot

DEPLOY = Path(__file__).parents[2] / "deploy"
NEEDLES = ("Wolfgang", "cinnamon", "Basildon")


class Scene:
    """Meters over numbers that a test sets."""

    def __init__(self) -> None:
        self.out = io.StringIO()
        self.log = CountedLog(self.out)
        self.analyses: Counter[Outcome] = Counter()
        self.depth = 0
        self.now = 0.0
        gauges = Gauges(
            analyses=lambda: self.analyses,
            waiting=lambda: self.depth,
            working=lambda: self.depth,
            workers_lost=lambda: 3,
            is_ready=lambda: True,
            is_flooded=lambda: False,
        )
        self.meters = Meters(self.log, gauges, lambda: self.now)

    def read(self) -> dict[str, float]:
        """Samples by name with labels."""
        lines = self.meters.page().body.decode().splitlines()
        pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
        return {name: float(value) for name, value in pairs}

    def answer(self, times: int, seconds: float = 0.2) -> None:
        for _ in range(times):
            self.log.took(Span.ANSWER, seconds)
            self.analyses[Outcome.MODEL] += 1


def happened(what: str) -> str:
    return f'tipline_happenings_total{{what="{what}"}}'


def test_what_senders_cause_is_shown_in_crowds() -> None:
    scene = Scene()
    scene.answer(CROWD - 1)
    scene.log.fault(Happening.HANDLER_FAILED, ValueError)
    read = scene.read()
    assert read["tipline_answer_seconds_count"] == 0
    assert read[happened("handler_failed")] == 0
    assert read['tipline_analyses_total{how="model"}'] == 0
    scene.answer(1)
    read = scene.read()
    assert read["tipline_answer_seconds_count"] == CROWD
    assert read[happened("handler_failed")] == 1
    assert read['tipline_analyses_total{how="model"}'] == CROWD


def test_or_when_the_hour_is_over() -> None:
    scene = Scene()
    scene.answer(1)
    scene.now = STEP - 1
    assert scene.read()["tipline_answer_seconds_count"] == 0
    scene.now = STEP
    assert scene.read()["tipline_answer_seconds_count"] == 1


def test_what_machines_cause_is_shown_at_once() -> None:
    scene = Scene()
    scene.log.note(Happening.HOOK_MOVED)
    read = scene.read()
    assert read[happened("hook_moved")] == 1
    assert read["tipline_workers_lost_total"] == 3
    assert read["tipline_ready"] == 1
    assert read["tipline_flooded"] == 0


def test_durations_fall_into_buckets_and_all_are_in_the_last() -> None:
    scene = Scene()
    scene.answer(15, 0.05)
    scene.answer(15, 999.0)
    read = scene.read()
    assert read['tipline_answer_seconds_bucket{le="0.05"}'] == 15
    assert read['tipline_answer_seconds_bucket{le="120.0"}'] == 15
    assert read['tipline_answer_seconds_bucket{le="+Inf"}'] == 30


def test_the_degraded_share_is_of_the_last_step() -> None:
    scene = Scene()
    scene.answer(40)
    assert scene.read()["tipline_degraded_share"] == 0
    scene.answer(30)
    scene.analyses[Outcome.LATE] += 10
    assert scene.read()["tipline_degraded_share"] == 0.25


def test_a_short_queue_looks_empty() -> None:
    scene = Scene()
    scene.depth = CROWD - 1
    assert scene.read()["tipline_analyses_waiting"] == 0
    scene.depth = CROWD
    assert scene.read()["tipline_updates_in_work"] == CROWD


def test_every_event_has_a_series_from_the_start() -> None:
    read = Scene().read()
    assert {happened(what) for what in (*Happening, *Event)} <= set(read)


async def test_a_real_conversation_leaves_no_words_and_no_ids() -> None:
    scene = Scene()
    async with BotApi() as api:
        start = Start(api)
        setup = start.setup(scene.log)  # type: ignore[arg-type]  # it is a watch
        async with run_bot(PublicBot(setup)):
            sam = api.person(NEEDLES[0])
            for _ in range(CROWD + 1):
                sam.say(f"{NEEDLES[1]} is sold in {NEEDLES[2]}")
            start.behind.analyser.crash = ValueError
            sam.say(f"{NEEDLES[1]} again")
            await api.quiet()
        text = scene.meters.page().body.decode()
    # Only numbers of updates are as long as the number of an account.
    known = [*NEEDLES, str(sam.id), sam.user["username"], sam.user["last_name"], api.token, "sold"]
    assert [word for word in known if word.lower() in text.lower()] == []
    assert scene.read()["tipline_answer_seconds_count"] > CROWD
    assert {label for line in text.splitlines() for label in re.findall(r'(\w+)="', line)} == {
        "what", "how", "le"
    }  # fmt: skip


def names() -> set[str]:
    """Names of series that exist, of one process and of the parent of several."""

    async def none() -> Member:
        raise OSError

    parent = CrewMeters(Crew(2, none, Log.silent())).page().body.decode()
    return {name.split("{")[0] for name in Scene().read()} | {
        line.split()[0] for line in parent.splitlines() if not line.startswith("#")
    }


def labels_of(expression: str) -> set[str]:
    found = re.findall(r'what=~?"([^"]+)"', expression)
    return {what for group in found for what in group.split("|")}


def expressions() -> list[str]:
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"]
    board = json.loads((DEPLOY / "grafana" / "tipline.json").read_text())
    return [
        *(rule["expr"] for group in rules for rule in group["rules"]),
        *(target["expr"] for panel in board["panels"] for target in panel["targets"]),
    ]


def test_alerts_and_dashboard_name_only_what_exists() -> None:
    used = {name for one in expressions() for name in re.findall(r"tipline_\w+", one)}
    assert used - names() == set()
    asked = {what for one in expressions() for what in labels_of(one)}
    assert asked - {*map(str, Happening), *map(str, Event)} == set()


def test_every_metric_is_on_the_dashboard_or_in_an_alert() -> None:
    used = {name for one in expressions() for name in re.findall(r"tipline_\w+", one)}
    assert names() - used == set()


def test_every_alert_says_what_to_do_and_how_urgent_it_is() -> None:
    for group in yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"]:
        for rule in group["rules"]:
            assert rule["annotations"]["summary"].endswith("."), rule["alert"]
            assert rule["labels"]["severity"] in ("page", "ticket"), rule["alert"]
