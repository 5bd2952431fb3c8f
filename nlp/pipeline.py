"""What is understood of one document: finders, triage and redaction put together.

A part that fails on a text costs that part only. A finder that fails finds nothing; without a
judge the fast check or the question decides; without a redactor the whole text is one cut.
Each failure marks the analysis degraded, which makes the redaction strict, so that nothing
unredacted ever passes as clean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from core.analysis import (
    Analysis,
    Category,
    Finding,
    Reason,
    Redaction,
    Safeguarding,
    Triage,
)
from core.redact import cut
from nlp.document import Document
from nlp.findings import Findings
from nlp.language import guess_language
from nlp.leftover import left_of
from nlp.parts import Finder, Parts, VerdictLike, shipped_parts
from nlp.plain import read_plain
from nlp.precedence import resolve

type FaultHook = Callable[[str, str], None]
"""Told the name of a part that failed and the name of the error's type; never words."""

type Reader = Callable[[str, datetime], Document]
"""Reads a text sent at a local time, as `nlp.model.Model.read` does."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What stands in for a judge that failed."""

    triage: Triage
    reasons: tuple[Reason, ...] = ()
    safeguarding: tuple[Safeguarding, ...] = ()
    in_scope: bool = True


class Pipeline:
    """Turns documents into analyses. Built once; holds nothing of a text."""

    def __init__(self, parts: Parts | None = None, *, on_fault: FaultHook | None = None) -> None:
        """Build it.

        Args:
            parts: what it is made of; by default what is shipped.
            on_fault: told of every part that fails.
        """
        self._parts = parts or shipped_parts()
        self._on_fault = on_fault

    def analyse(self, doc: Document, *, degraded: bool = False) -> Analysis:
        """The analysis of a document; never raises for what its text says.

        Args:
            doc: the message, from the model or from `nlp.plain`.
            degraded: the model took no part, so redact harder and say so.
        """
        return _Run(self._parts, self._on_fault, doc, degraded).analysis()

    def find(self, doc: Document) -> Findings:
        """What the finders find in a document, each word in one kind of finding only."""
        return resolve(_Run(self._parts, self._on_fault, doc, degraded=False).findings())

    def by_rules(self, text: str, at: datetime) -> Analysis:
        """The degraded analysis of a text, without a model.

        Args:
            text: the message.
            at: when it was sent, local time in Europe/London, naive.
        """
        return self.analyse(read_plain(text, at), degraded=True)

    def understand(self, text: str, at: datetime, read: Reader | None) -> Analysis:
        """The best analysis that can be had of a text; never raises.

        With the model; if that fails by rules alone; if those fail, all of it is cut.

        Args:
            text: the message.
            at: when it was sent, local time in Europe/London, naive.
            read: reads a text with the model; None without one.
        """
        if read:
            try:
                return self.analyse(read(text, at))
            except Exception as error:  # noqa: BLE001 - the rules are still there
                self._tell("model", error)
        try:
            return self.by_rules(text, at)
        except Exception as error:  # noqa: BLE001 - the sender is still asked
            self._tell("rules", error)
            return self.sealed_off(text)

    def _tell(self, part: str, error: Exception) -> None:
        if self._on_fault:
            self._on_fault(part, type(error).__name__)

    def sealed_off(self, text: str) -> Analysis:
        """The last resort for a text that nothing could read: ask, and cut all of it."""
        redactions = _everything(text)
        return Analysis(
            text=text,
            triage=Triage.ASK,
            degraded=True,
            redactions=redactions,
            sanitised=cut(text, redactions, self._parts.label).text,
        )


class _Run:
    """One document on its way through the parts."""

    def __init__(
        self,
        parts: Parts,
        on_fault: FaultHook | None,
        doc: Document,
        degraded: bool,  # noqa: FBT001
    ) -> None:
        self._parts = parts
        self._on_fault = on_fault
        self._doc = doc
        self._degraded = degraded

    def analysis(self) -> Analysis:
        doc = self._doc
        findings = resolve(self.findings())
        verdict = self._verdict(findings)
        redactions = self._redactions(findings)
        open_ = _outside(redactions, self._stated(findings, verdict))
        return Analysis(
            text=doc.text,
            triage=verdict.triage,
            reasons=tuple(verdict.reasons),
            safeguarding=tuple(verdict.safeguarding),
            in_scope=verdict.in_scope,
            language=guess_language(doc),
            degraded=self._degraded,
            locations=open_.places,
            times=open_.times,
            drugs=open_.drugs,
            vehicles=open_.vehicles,
            phones=open_.phones,
            handles=open_.handles,
            people=open_.people,
            redactions=redactions,
            sanitised=cut(doc.text, redactions, self._parts.label).text,
        )

    def findings(self) -> Findings:
        parts = self._parts
        return Findings(
            places=self._found("places", parts.places),
            times=self._found("times", parts.times),
            drugs=self._found("drugs", parts.drugs),
            vehicles=self._found("vehicles", parts.vehicles),
            phones=self._found("phones", parts.phones),
            handles=self._found("handles", parts.handles),
            people=self._found("people", parts.people),
        )

    def _found[F: Finding](self, name: str, finder: Finder[F]) -> tuple[F, ...]:
        try:
            return tuple(finder.find(self._doc))
        except Exception as error:  # noqa: BLE001 - one finder must not cost the report
            self._fault(name, error)
            return ()

    def _verdict(self, findings: Findings) -> VerdictLike:
        try:
            return self._parts.judge.judge(self._doc, findings)
        except Exception as error:  # noqa: BLE001 - an emergency is still asked about
            self._fault("judge", error)
            return self._alarm()

    def _stated(self, findings: Findings, verdict: VerdictLike) -> Findings:
        """The times and places of the activity; in a message of another matter all found."""
        if not verdict.in_scope:
            return findings
        doc, timing, placing = self._doc, self._parts.timing, self._parts.placing
        stated = findings
        if timing:
            with self._sparing("timing"):
                stated = replace(stated, times=timing.stated(doc, findings.times))
        if placing:
            with self._sparing("placing"):
                stated = replace(stated, places=placing.stated(doc, findings))
        return stated

    @contextmanager
    def _sparing(self, part: str) -> Iterator[None]:
        """A fault inside costs that part only: a place too many is better than no report."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is
            self._fault(part, error)

    def _alarm(self) -> VerdictLike:
        try:
            reason = self._parts.alarm.sounds(self._doc.text)
        except Exception as error:  # noqa: BLE001 - the question remains
            self._fault("alarm", error)
            reason = None
        return _Verdict(Triage.EMERGENCY, (reason,)) if reason else _Verdict(Triage.ASK)

    def _redactions(self, findings: Findings) -> tuple[Redaction, ...]:
        text = self._doc.text
        try:
            found = self._parts.redactor.find(self._doc, findings, strict=self._degraded)
            return _in_order(text, found)
        except Exception as error:  # noqa: BLE001 - unredacted words must never look clean
            self._fault("redactor", error)
            return _everything(text)

    def _fault(self, part: str, error: Exception) -> None:
        self._degraded = True
        if self._on_fault:
            self._on_fault(part, type(error).__name__)


def _everything(text: str) -> tuple[Redaction, ...]:
    """One cut of the whole text, as private talk: the one category that may be of any length."""
    category = Category.PRIVATE_TALK
    whole = Redaction(start=0, end=len(text), text=text, rule="last_resort", category=category)
    return (whole,) if text else ()


def _in_order(text: str, redactions: Iterable[Redaction]) -> tuple[Redaction, ...]:
    """In order, none empty, overlapping ones joined under the category of the first."""
    joined: list[Redaction] = []
    for redaction in sorted(redactions, key=lambda r: (r.start, -r.end)):
        if not 0 <= redaction.start < redaction.end <= len(text):
            raise ValueError("a redaction lies outside its text")
        if joined and redaction.start < joined[-1].end:
            end = max(joined[-1].end, redaction.end)
            words = text[joined[-1].start : end]
            joined[-1] = replace(joined[-1], end=end, text=words)
        else:
            joined.append(redaction)
    return tuple(joined)


def _outside(redactions: tuple[Redaction, ...], findings: Findings) -> Findings:
    """The findings without what a redaction touches; drugs stay, they tell of nobody.

    A place that is cut in part keeps the part that is left: where the sender's house number
    goes, the street stays.
    """
    cuts = [(r.start, r.end) for r in redactions]

    def clear[F: Finding](found: tuple[F, ...]) -> tuple[F, ...]:
        return tuple(f for f in found if not any(a < f.end and f.start < b for a, b in cuts))

    places = (left_of(place, cuts) for place in findings.places)
    return Findings(
        places=tuple(place for place in places if place),
        times=clear(findings.times),
        drugs=findings.drugs,
        vehicles=clear(findings.vehicles),
        phones=clear(findings.phones),
        handles=clear(findings.handles),
        people=clear(findings.people),
    )
