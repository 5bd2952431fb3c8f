"""Why an analysis came out as it did: clauses with their qualifiers, rows of the table, owners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.analysis import Analysis
from nlp.parts import Parts, shipped_parts
from nlp.pipeline import Pipeline, Reader
from nlp.plain import read_plain
from nlp.qualifiers.model import Qualified
from nlp.qualifiers.read import read_qualifiers
from nlp.sender.owners import Owned, Owners


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What stands behind an analysis.

    Attributes:
        analysis: the outcome.
        clauses: the text in clauses, each with its time, polarity, modality, source and the
            cue words that decided them.
        fired: rows of the triage table that spoke, in the order of the text.
        owned: whose the homes, jobs, phones, relatives, vantage points and routines are, those
            that stay among them.
    """

    analysis: Analysis
    clauses: tuple[Qualified, ...]
    fired: tuple[str, ...]
    owned: tuple[Owned, ...]


class Explainer:
    """Explains texts; the parts are built once."""

    def __init__(self, read: Reader | None, parts: Parts | None = None) -> None:
        """Build it.

        Args:
            read: reads a text with the model; None to explain the rules alone.
            parts: what the pipeline is made of; by default what is shipped.
        """
        self._read = read
        self._parts = parts or shipped_parts()
        self._pipeline = Pipeline(self._parts)
        self._owners = Owners()

    def explain(self, text: str, at: datetime) -> Explanation:
        """The analysis of a text with what stands behind it.

        Args:
            text: the message.
            at: when it was sent, local time in Europe/London, naive.
        """
        doc = self._read(text, at) if self._read else read_plain(text, at)
        analysis = self._pipeline.analyse(doc, degraded=self._read is None)
        findings = self._pipeline.find(doc)
        verdict = self._parts.judge.judge(doc, findings)
        return Explanation(
            analysis=analysis,
            clauses=tuple(read_qualifiers(doc, findings.times)),
            fired=tuple(getattr(verdict, "fired", ())),
            owned=self._owners.find(doc, findings, analysis.redactions),
        )
