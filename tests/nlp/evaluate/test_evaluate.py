"""Figures are worked out by hand beside the cases."""

from __future__ import annotations

import json

import pytest

from core.analysis import (
    Analysis,
    Drug,
    Place,
    PlaceKind,
    Safeguarding,
    Time,
    TimeKind,
    Triage,
)
from nlp.contract import BadInput
from nlp.evaluate import GoldTip, evaluate, read_gold
from nlp.evaluate.gold import GoldTime
from nlp.evaluate.report import Error, SpanCounts, f1, share
from nlp.evaluate.scoring import survives
from nlp.evaluate.times import same_time


def tip(text: str, **more: object) -> GoldTip:
    row: dict[str, object] = {
        "id": "a", "ref": "2026-03-27T22:40:00", "text": text, "triage": "101", "reasons": [],
        "safeguarding": False, "in_scope": True, "locations": [], "places_generic": [],
        "times": [], "drugs": [], "remove": [], "keep": [],
    }  # fmt: skip
    (made,) = read_gold([json.dumps(row | more)])
    return made


def place(text: str, words: str) -> Place:
    start = text.index(words)
    return Place(start=start, end=start + len(words), text=words, kind=PlaceKind.OTHER)


@pytest.mark.parametrize(
    ("given", "figures"),
    [
        pytest.param(
            # 4 emergencies: two seen, one asked about, one queued; 2 to ask: one asked about,
            # one called an emergency; 5 others: one called an emergency, one asked about.
            ["999 999", "999 999", "999 ask", "999 101", "ask ask", "ask 999",
             "101 999", "101 ask", "101 101", "101 101", "101 101"],
            {"recall_999": 0.5, "missed_999": 0.25, "false_999": 0.2, "needless_ask": 0.2,
             "ask_not_ignored": 1.0, "accuracy": 0.5455},
            id="every class",
        ),
        pytest.param(
            ["101 101", "ask 101"],
            {"recall_999": None, "missed_999": None, "false_999": 0.0, "needless_ask": 0.0,
             "ask_not_ignored": 0.0, "accuracy": 0.5},
            id="no emergency",
        ),
    ],
)  # fmt: skip
def test_triage_figures(given: list[str], figures: dict[str, float | None]) -> None:
    gold, analyses = [], {}
    for number, pair in enumerate(given):
        want, said = pair.split()
        gold.append(tip("x", id=str(number), triage=want))
        analyses[str(number)] = Analysis(text="x", triage=Triage(said))
    assert evaluate(gold, analyses).figures()["triage"] == figures


def test_the_breakdown_by_class() -> None:
    gold = [tip("x", id="a", triage="999"), tip("x", id="b", triage="999")]
    analyses = {
        "a": Analysis(text="x", triage=Triage.EMERGENCY),
        "b": Analysis(text="x", triage=Triage.ASK),
    }
    assert evaluate(gold, analyses).by_class() == {
        "999": {"999": 1, "ask": 1, "101": 0},
        "ask": {"999": 0, "ask": 0, "101": 0},
        "101": {"999": 0, "ask": 0, "101": 0},
    }


def test_safeguarding_and_scope() -> None:
    # Safeguarding: one of two found, and one false. In scope: two of three right.
    gold = [
        tip("x", id="a", safeguarding=True),
        tip("x", id="b", safeguarding=True, in_scope=False),
        tip("x", id="c"),
    ]
    signs = (Safeguarding.CUCKOOING,)
    analyses = {
        "a": Analysis(text="x", triage=Triage.QUEUE, safeguarding=signs),
        "b": Analysis(text="x", triage=Triage.QUEUE),
        "c": Analysis(text="x", triage=Triage.QUEUE, safeguarding=signs),
    }
    figures = evaluate(gold, analyses).figures()
    assert figures["safeguarding"] == {"precision": 0.5, "recall": 0.5}
    assert figures["in_scope_accuracy"] == 0.6667


def test_places_by_overlap_and_exactly() -> None:
    # Two annotated: one found exactly, one in part. Three said: two right, one false; those on
    # the unnamed place and on the words to remove do not count.
    text = "the park, 9 High Street Ely, the Red Lion, Luton, my flat at Elm Court"
    gold = tip(
        text,
        locations=["9 High Street Ely", "Red Lion"],
        places_generic=["the park"],
        remove=["my flat at Elm Court"],
    )
    said = ("park", "9 High Street Ely", "the Red Lion", "Luton", "Elm Court")
    analysis = Analysis(
        text=text, triage=Triage.QUEUE, locations=tuple(place(text, words) for words in said)
    )
    report = evaluate([gold], {"a": analysis})
    assert report.figures()["locations"] == {
        "gold": 2,
        "precision": 0.6667,  # 2 of 3
        "recall": 1.0,
        "f1": 0.8,
        "exact_f1": 0.4,  # precision 1/3, recall 1/2
    }
    assert Error("a", "place false", "Luton") in report.errors


def test_a_place_on_unnamed_and_named_words_counts() -> None:
    text = "park in Luton"
    gold = tip(text, locations=["Luton"], places_generic=["park"])
    analysis = Analysis(text=text, triage=Triage.QUEUE, locations=(place(text, text),))
    assert evaluate([gold], {"a": analysis}).locations == SpanCounts(1, 1, 1, 1, 0)


def time(text: str, words: str, **more: object) -> Time:
    start = text.index(words)
    kind = TimeKind(str(more.pop("kind", "point")))
    return Time(start=start, end=start + len(words), text=words, kind=kind, **more)  # type: ignore[arg-type]


def test_times_and_their_values() -> None:
    # Three annotated; two found, of which one has the right value; one said is false.
    text = "now, every Friday, yesterday, at noon"
    gold = tip(
        text,
        times=[
            {"text": "now", "kind": "now"},
            {"text": "every Friday", "kind": "recurring", "rrule": "FREQ=WEEKLY;BYDAY=FR"},
            {"text": "yesterday", "kind": "point", "start": "2026-03-26"},
        ],
    )
    times = (
        time(text, "now", kind="now"),
        time(text, "Friday", kind="recurring", rrule="FREQ=WEEKLY;BYDAY=SA"),
        time(text, "noon", start_at="2026-03-27T12:00"),
    )
    report = evaluate([gold], {"a": Analysis(text=text, triage=Triage.QUEUE, times=times)})
    assert report.figures()["times"] == {
        "gold": 3,
        "precision": 0.6667,
        "recall": 0.6667,
        "f1": 0.6667,
        "exact_f1": 0.3333,
        "value_accuracy": 0.5,
    }
    assert report.by_kind == {"now": (1, 1), "recurring": (1, 0)}
    assert [(e.kind, e.what) for e in report.errors] == [
        ("time value", "every Friday"),
        ("time missed", "yesterday"),
        ("time false", "noon"),
    ]


def test_drugs() -> None:
    text = "weed and weed"
    drugs = tuple(Drug(start=a, end=a + 4, text="weed", drug="cannabis") for a in (0, 9))
    gold = tip(text, drugs=["weed", "weed"])
    figures = evaluate([gold], {"a": Analysis(text=text, triage=Triage.QUEUE, drugs=drugs)})
    assert figures.figures()["drugs"] == {
        "gold": 2, "precision": 1.0, "recall": 1.0, "f1": 1.0, "exact_f1": 1.0,
    }  # fmt: skip


def test_the_source() -> None:
    # Three strings to remove, one survives, in one of two tips; three to keep, one is lost.
    gold = [
        tip("my brother Joe, red Audi, weed", id="a", remove=["my brother", "Joe"], keep=["weed"]),
        tip("I am a nurse at 9 Elm Road", id="b", remove=["a nurse"], keep=["9", "Elm Road"]),
        tip("x", id="c"),
    ]
    analyses = {
        "a": Analysis(text="", triage=Triage.QUEUE, sanitised="MY  BROTHER [name], red Audi, weed"),
        "b": Analysis(text="", triage=Triage.QUEUE, sanitised="I am [job] at 9 [home]"),
        "c": Analysis(text="", triage=Triage.QUEUE, sanitised="x"),
    }
    report = evaluate(gold, analyses)
    assert report.figures()["source"] == {
        "leak_rate": 0.3333,
        "leaky_tips": 0.5,
        "keep_loss": 0.3333,
    }
    assert [(e.tip, e.kind, e.what) for e in report.errors] == [
        ("a", "leaked", "my brother"),
        ("b", "lost", "Elm Road"),
    ]


@pytest.mark.parametrize(
    ("string", "text", "expected"),
    [
        pytest.param("my mum", "ask My\n mum about it", True, id="case and space aside"),
        pytest.param("Joe", "Joey did", False, id="part of a word"),
        pytest.param("£20", "for £20.", True, id="marks"),
        pytest.param("a.b", "axb", False, id="no pattern"),
    ],
)
def test_survival(string: str, text: str, expected: bool) -> None:  # noqa: FBT001
    assert survives(string, text) is expected


@pytest.mark.parametrize(
    ("gold", "said", "expected"),
    [
        pytest.param(("any", None, None), ("vague", None, None), True, id="left open"),
        pytest.param(("now", None, None), ("vague", None, None), False, id="kinds differ"),
        pytest.param(("vague", None, None), ("vague", None, None), True, id="vague"),
        pytest.param(
            ("point", "2026-03-26", None),
            ("point", "2026-03-26T22:00", None),
            True,
            id="date of a clock time",
        ),
        pytest.param(
            ("point", "2026-03-26", None), ("point", "2026-03-27", None), False, id="another date"
        ),
        pytest.param(("point", "2026-03", None), ("point", "2026-03-01", None), True, id="month"),
        pytest.param(("point", "2026-03-26", None), ("point", None, None), False, id="no value"),
        pytest.param(("point", None, None), ("point", None, None), True, id="value left open"),
        pytest.param(
            ("point", "2026-03-26T22:00", None),
            ("point", "2026-03-26T22:30", None),
            True,
            id="half an hour off",
        ),
        pytest.param(
            ("point", "2026-03-26T22:00", None),
            ("point", "2026-03-26T22:31", None),
            False,
            id="more than that",
        ),
        pytest.param(
            ("point", "2026-03-26T22:00", None),
            ("point", "2026-03-26T22:00+00:00", None),
            True,
            id="zone aside",
        ),
        pytest.param(
            ("point", "2026-03-26T22:00", None),
            ("point", "2026-03-26", None),
            False,
            id="clock time not said",
        ),
        pytest.param(
            ("recurring", None, "FREQ=WEEKLY;BYDAY=FR,SA"),
            ("recurring", None, "BYDAY=SA,FR;FREQ=WEEKLY"),
            True,
            id="order of days",
        ),
        pytest.param(
            ("recurring", None, "FREQ=WEEKLY;BYDAY=FR"),
            ("recurring", None, "FREQ=WEEKLY"),
            False,
            id="days missing",
        ),
        pytest.param(
            ("recurring", None, "FREQ=DAILY"),
            ("recurring", None, "FREQ=WEEKLY"),
            False,
            id="frequency",
        ),
        pytest.param(
            ("recurring", None, "BYDAY=FR"),
            ("recurring", None, "FREQ=WEEKLY;BYDAY=FR"),
            True,
            id="frequency left open",
        ),
        pytest.param(
            ("recurring", None, "FREQ=DAILY"), ("recurring", None, None), False, id="no rule"
        ),
    ],
)
def test_values_of_times(
    gold: tuple[str, str | None, str | None],
    said: tuple[str, str | None, str | None],
    expected: bool,  # noqa: FBT001
) -> None:
    wanted = GoldTime(span=(0, 1), text="x", kind=gold[0], start=gold[1], rrule=gold[2])
    kind, start, rule = said
    have = Time(start=0, end=1, text="x", kind=TimeKind(kind), start_at=start, rrule=rule)
    assert same_time(wanted, have) is expected


def test_a_share_of_nothing_is_unknown() -> None:
    assert (share(1, 0), f1(None, 1.0), f1(0.0, 0.0)) == (None, None, None)


def test_a_tip_without_analysis_is_named() -> None:
    with pytest.raises(BadInput, match="no analysis of tip a"):
        evaluate([tip("x")], {})


def test_a_string_annotated_twice_takes_its_next_place() -> None:
    assert tip("Ely to Ely", locations=["Ely", "Ely"]).places == ((0, 3), (7, 10))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"locations": ["Luton"]}, "Line 1 annotates 'Luton'", id="not in the text"),
        pytest.param({"triage": "112"}, "Line 1 is no annotated tip", id="unknown class"),
        pytest.param({"ref": "soon"}, "Line 1: ref is no date", id="ref"),
        pytest.param({"times": [{"text": "x", "kind": "soon"}]}, "unknown kind", id="kind"),
        pytest.param({"times": [{"text": "x"}]}, "Line 1 has no kind", id="key missing"),
    ],
)
def test_a_broken_annotation_is_named(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        tip("x", **change)
