"""Our own messages with the decision each calls for, row by row."""

import csv
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from core.analysis import Danger, Drug, Safeguarding, Time, TimeKind, Triage
from nlp.findings import Findings
from nlp.plain import read_plain
from nlp.triage.judge import Judge, Verdict

SENT = datetime(2026, 3, 3, 21, 0)
_FIELDS = 6
_DRUGS = re.compile(
    r"\b(weed|coke|crack|heroin|brown|ket|spice|xanax|MDMA|eccies|vallies|fentanyl|cannabis|smack)\b"
)


@dataclass(frozen=True)
class Message:
    call: Triage
    reasons: frozenset[Danger]
    safeguarding: tuple[Safeguarding, ...]
    in_scope: bool | None
    times: tuple[Time, ...]
    text: str


def _time(text: str, cell: str) -> Time:
    words, kind, start = cell.split("|")
    at = text.index(words)
    end = at + len(words)
    return Time(start=at, end=end, text=words, kind=TimeKind(kind), start_at=start)


def _messages() -> list[Message]:
    path = Path(__file__).with_name("messages.tsv")
    rows = csv.reader(
        path.read_text(encoding="utf-8").splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE
    )
    found = []
    for number, row in enumerate(rows, 2):
        assert len(row) == _FIELDS, f"messages.tsv:{number}"
        call, reasons, guard, scope, times, text = row
        found.append(
            Message(
                Triage(call),
                frozenset(Danger(code) for code in reasons.split(",") if code != "-"),
                tuple(Safeguarding(sign) for sign in guard.split(",") if sign != "-"),
                {"y": True, "n": False, "?": None}[scope],
                () if times == "-" else (_time(text, times),),
                text,
            )
        )
    return found


MESSAGES = _messages()
IDS = [f"{m.call.value} {m.text[:60]}" for m in MESSAGES]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


def _verdict(judge: Judge, message: Message) -> Verdict:
    drugs = tuple(
        Drug(start=m.start(), end=m.end(), text=m[0], drug="x")
        for m in _DRUGS.finditer(message.text)
    )
    return judge.judge(read_plain(message.text, SENT), Findings(times=message.times, drugs=drugs))


@pytest.mark.parametrize("message", MESSAGES, ids=IDS)
def test_message_is_given_its_triage(judge: Judge, message: Message) -> None:
    verdict = _verdict(judge, message)
    assert verdict.triage == message.call, verdict


@pytest.mark.parametrize("message", [m for m in MESSAGES if m.reasons], ids=lambda m: m.text[:60])
def test_reasons_name_the_danger(judge: Judge, message: Message) -> None:
    assert message.reasons <= {reason.code for reason in _verdict(judge, message).reasons}


@pytest.mark.parametrize("message", MESSAGES, ids=IDS)
def test_exploitation_is_marked_where_it_is_told(judge: Judge, message: Message) -> None:
    found = set(_verdict(judge, message).safeguarding)
    assert bool(found) == bool(message.safeguarding), found
    assert not message.safeguarding or found & set(message.safeguarding), found


@pytest.mark.parametrize(
    "message", [m for m in MESSAGES if m.in_scope is not None], ids=lambda m: m.text[:60]
)
def test_scope_is_supply_and_production(judge: Judge, message: Message) -> None:
    assert _verdict(judge, message).in_scope == message.in_scope


def test_each_call_is_well_represented() -> None:
    counts = {call: sum(m.call is call for m in MESSAGES) for call in Triage}
    assert counts[Triage.EMERGENCY] >= 90
    assert counts[Triage.ASK] >= 60
    assert counts[Triage.QUEUE] >= 100
