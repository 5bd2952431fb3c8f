from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from core.analysis import (
    Analysis,
    Category,
    Danger,
    Drug,
    Finding,
    Person,
    Place,
    PlaceKind,
    Reason,
    Redaction,
    Safeguarding,
    Time,
    TimeKind,
    Triage,
)
from nlp.document import Document
from nlp.findings import Findings
from nlp.parts import Parts
from nlp.pipeline import Pipeline
from nlp.plain import read_plain

AT = datetime(2026, 3, 27, 22, 40)
TEXT = "Deano sells weed at 14 Mill Lane now, I live at 14 too"


@dataclass(frozen=True)
class Known[F: Finding]:
    """A finder that finds what it was given."""

    found: tuple[F, ...] = ()

    def find(self, _: Document) -> tuple[F, ...]:
        return self.found


@dataclass(frozen=True)
class Said:
    triage: Triage = Triage.QUEUE
    reasons: tuple[Reason, ...] = ()
    safeguarding: tuple[Safeguarding, ...] = ()
    in_scope: bool = True


@dataclass(frozen=True)
class Bench:
    """A judge, an alarm and a redactor that say what they were given."""

    verdict: Said = Said()
    reason: Reason | None = None
    cuts: tuple[Redaction, ...] = ()
    harder: tuple[Redaction, ...] = ()

    def judge(self, _: Document, __: Findings) -> Said:
        return self.verdict

    def sounds(self, _: str) -> Reason | None:
        return self.reason

    def find(self, _: Document, __: Findings, *, strict: bool) -> tuple[Redaction, ...]:
        return self.cuts + self.harder if strict else self.cuts


class Broken:
    """Any part, failing."""

    def find(self, *_: object, **__: object) -> Any:
        raise KeyError("Deano")

    judge = sounds = find


def span[F: Finding](make: Callable[..., F], words: str, **more: object) -> F:
    start = TEXT.index(words)
    return make(start=start, end=start + len(words), text=words, **more)


def parts(bench: Bench | None = None, **found: object) -> Parts:
    bench = bench or Bench()
    nothing = Known[Finding]()
    finders = dict.fromkeys(
        ("places", "times", "drugs", "vehicles", "phones", "handles", "people"), nothing
    )
    return Parts(
        **(finders | found),  # type: ignore[arg-type]
        judge=bench,
        alarm=bench,
        redactor=bench,
        label=lambda category: f"[{category}]",
    )


def analyse(bench: Bench | None = None, **found: object) -> Analysis:
    return Pipeline(parts(bench, **found)).analyse(read_plain(TEXT, AT))


DRUG = span(Drug, "weed", drug="cannabis")
PLACE = span(Place, "14 Mill Lane", kind=PlaceKind.ADDRESS, town="Ely", postcode="CB7 4AB")
NOW = span(Time, "now", kind=TimeKind.NOW)


def test_findings_and_verdict_are_put_together() -> None:
    reason = span(Reason, "now", code=Danger.IN_PROGRESS)
    said = Said(Triage.EMERGENCY, (reason,), (Safeguarding.CUCKOOING,))
    analysis = analyse(Bench(said), drugs=Known((DRUG,)), places=Known((PLACE,)))
    assert analysis == Analysis(
        text=TEXT,
        triage=Triage.EMERGENCY,
        reasons=(reason,),
        safeguarding=(Safeguarding.CUCKOOING,),
        locations=(PLACE,),
        drugs=(DRUG,),
        sanitised=TEXT,
    )


def test_cuts_are_labelled() -> None:
    home = span(Redaction, "I live at 14", category=Category.HOME)
    assert analyse(Bench(cuts=(home,))).sanitised == TEXT.replace("I live at 14", "[home]")


def test_cuts_that_overlap_become_one_in_order() -> None:
    end = span(Redaction, "live at 14 too", category=Category.WORK)
    begin = span(Redaction, "I live at", category=Category.HOME)
    joined = span(Redaction, "I live at 14 too", category=Category.HOME)
    name = span(Redaction, "Deano", category=Category.NAME)
    assert analyse(Bench(cuts=(end, begin, name))).redactions == (name, joined)


@pytest.mark.parametrize(
    ("cut", "found", "left"),
    [
        pytest.param("14 Mill Lane now", {"places": PLACE}, (), id="place inside"),
        pytest.param("Deano", {"people": span(Person, "Deano")}, (), id="person inside"),
        pytest.param("Lane now", {"times": NOW}, (), id="time inside"),
        pytest.param("I live at 14", {"places": PLACE}, (PLACE,), id="place beside"),
        pytest.param("weed", {"drugs": DRUG}, (DRUG,), id="drugs stay"),
    ],
)
def test_what_lies_in_a_cut_is_no_finding(
    cut: str, found: dict[str, Finding], left: tuple[Finding, ...]
) -> None:
    bench = Bench(cuts=(span(Redaction, cut, category=Category.HOME),))
    analysis = analyse(bench, **{name: Known((finding,)) for name, finding in found.items()})
    assert analysis.locations + analysis.people + analysis.times + analysis.drugs == left


def test_a_house_number_that_is_cut_leaves_the_street() -> None:
    number = replace(span(Redaction, "14 Mill", category=Category.HOME), end=22, text="14")
    (left,) = analyse(Bench(cuts=(number,)), places=Known((PLACE,))).locations
    assert left == span(Place, "Mill Lane", kind=PlaceKind.STREET, town="Ely")


@pytest.mark.parametrize("name", ["places", "times", "drugs", "vehicles", "phones", "people"])
def test_a_finder_that_fails_costs_only_what_it_finds(name: str) -> None:
    found = {"drugs": Known((DRUG,)), "people": Known((span(Person, "Deano"),))}
    analysis = analyse(None, **(found | {name: Broken()}))
    assert analysis.degraded
    assert len(analysis.drugs) + len(analysis.people) == (1 if name in found else 2)


def test_a_failure_makes_the_redaction_strict() -> None:
    bench = Bench(harder=(span(Redaction, "14 too", category=Category.HOME),))
    assert analyse(bench, times=Broken()).sanitised.endswith("live at [home]")


def test_without_a_failure_the_redaction_is_not_strict() -> None:
    bench = Bench(harder=(span(Redaction, "14 too", category=Category.HOME),))
    assert analyse(bench).sanitised == TEXT


def test_degraded_redaction_is_strict() -> None:
    bench = Bench(harder=(span(Redaction, "14 too", category=Category.HOME),))
    analysis = Pipeline(parts(bench)).by_rules(TEXT, AT)
    assert (analysis.degraded, analysis.redactions) == (True, bench.harder)


@pytest.mark.parametrize(
    ("reason", "triage"),
    [
        pytest.param(span(Reason, "now", code=Danger.IN_PROGRESS), Triage.EMERGENCY, id="sounds"),
        pytest.param(None, Triage.ASK, id="silent"),
    ],
)
def test_without_a_judge_the_alarm_or_the_question_decides(
    reason: Reason | None, triage: Triage
) -> None:
    pipeline = Pipeline(replace(parts(Bench(reason=reason)), judge=Broken()))
    analysis = pipeline.analyse(read_plain(TEXT, AT))
    assert (analysis.triage, analysis.degraded) == (triage, True)


def test_without_judge_and_alarm_the_question_decides() -> None:
    pipeline = Pipeline(replace(parts(), judge=Broken(), alarm=Broken()))
    assert pipeline.analyse(read_plain(TEXT, AT)).triage is Triage.ASK


def test_without_a_redactor_all_of_it_is_cut() -> None:
    broken = replace(parts(places=Known((PLACE,))), redactor=Broken())
    analysis = Pipeline(broken).analyse(read_plain(TEXT, AT))
    assert (analysis.sanitised, analysis.locations) == ("[private_talk]", ())


@pytest.mark.parametrize(
    ("start", "end"),
    [pytest.param(5, 99, id="behind the end"), pytest.param(5, 5, id="empty")],
)
def test_an_impossible_cut_is_a_failed_redactor(start: int, end: int) -> None:
    wrong = Redaction(start=start, end=end, text="", category=Category.HOME)
    assert analyse(Bench(cuts=(wrong,))).sanitised == "[private_talk]"


def test_faults_are_told_by_part_and_type_without_words() -> None:
    told: list[tuple[str, str]] = []
    broken = replace(parts(), redactor=Broken(), times=Broken())
    pipeline = Pipeline(broken, on_fault=lambda part, error: told.append((part, error)))
    pipeline.analyse(read_plain(TEXT, AT))
    assert told == [("times", "KeyError"), ("redactor", "KeyError")]


def _cannot(_: str, __: datetime) -> Document:
    raise MemoryError


def test_a_model_that_fails_leaves_the_rules() -> None:
    analysis = Pipeline(parts(drugs=Known((DRUG,)))).understand(TEXT, AT, _cannot)
    assert (analysis.degraded, analysis.drugs) == (True, (DRUG,))


def test_a_text_that_nothing_reads_is_asked_about_and_cut() -> None:
    analysis = Pipeline(parts()).sealed_off(TEXT)
    assert (analysis.triage, analysis.sanitised, analysis.degraded) == (
        Triage.ASK,
        "[private_talk]",
        True,
    )


def test_nothing_is_cut_from_an_empty_text() -> None:
    assert Pipeline(parts()).sealed_off("").redactions == ()
