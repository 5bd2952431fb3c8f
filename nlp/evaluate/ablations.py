"""What each component is worth: the same analysis with one of them left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.analysis import Analysis, Redaction
from nlp.document import Clause, Document
from nlp.findings import Findings
from nlp.learned.redactor import LearnedRedactor
from nlp.model import Model, load_model
from nlp.parts import Parts, rule_parts, shipped_parts
from nlp.pipeline import Pipeline, Reader
from nlp.places.finder import PlaceFinder
from nlp.places.gazetteer import Gazetteer
from nlp.plain import read_plain


@dataclass(frozen=True, slots=True)
class Ablation:
    """An analysis with something left out.

    Attributes:
        name: what is left out.
        about: what that means, in a few words.
    """

    name: str
    about: str
    _pipeline: Pipeline
    _read: Reader

    def analyse_now(self, text: str, at: datetime) -> Analysis:
        """The analysis of a text without that."""
        return self._pipeline.understand(text, at, self._read)


def ablations(model: Model) -> Iterator[Ablation]:
    """Every ablation, each built when it is asked for.

    Args:
        model: the base model.
    """
    whole, rules, read = shipped_parts(), rule_parts(), model.read
    no_towns = PlaceFinder(Gazetteer({}, {}))
    no_cuts = LearnedRedactor(_NoCuts(), only=True)
    parts: tuple[tuple[str, str, Parts], ...] = (
        ("gazetteer", "no town or postcode is known by name", replace(whole, places=no_towns)),
        ("places", "no place is found", replace(whole, places=_Nothing())),
        ("times", "no time is found", replace(whole, times=_Nothing(), timing=None)),
        ("trained times", "all times of the rules", replace(whole, timing=None)),
        ("trained drugs", "drugs by the rules alone", replace(whole, drugs=rules.drugs)),
        ("trained places", "all places of the rules", replace(whole, placing=None)),
        ("people", "nobody is found who could be spared", replace(whole, people=_Nothing())),
        ("trained judge", "the table of the rules alone", replace(whole, judge=rules.judge)),
        ("trained words", "the rules alone cut", replace(whole, redactor=rules.redactor)),
        ("rules of the sender", "the trained words alone", replace(whole, redactor=no_cuts)),
        ("all that is trained", "rules with the encoder's tags", rules),
    )
    readers: tuple[tuple[str, str, Reader], ...] = (
        ("base model and encoder", "our own tokens, nothing tagged", read_plain),
        ("encoder", "the base model's own tags, linear models", load_model(encoded=False).read),
        ("clauses", "the whole message is one", lambda t, at: _undivided(read(t, at))),
    )
    for name, about, reader in readers:
        yield Ablation(name, about, Pipeline(whole), reader)
    for name, about, some in parts:
        yield Ablation(name, about, Pipeline(some), read)


def _undivided(doc: Document) -> Document:
    tokens = tuple(replace(token, clause=0) for token in doc.tokens)
    clause = Clause(0, 0, len(doc.text), 0, len(tokens))
    return replace(doc, tokens=tokens, clauses=(clause,) if tokens else ())


class _Nothing:
    """Finds nothing."""

    def find(self, doc: Document) -> tuple[Any, ...]:  # noqa: ARG002 - what a finder takes
        """Nothing."""
        return ()


class _NoCuts:
    """Cuts nothing."""

    def find(
        self,
        doc: Document,  # noqa: ARG002 - what a redactor takes
        findings: Findings,  # noqa: ARG002
        *,
        strict: bool,  # noqa: ARG002
    ) -> tuple[Redaction, ...]:
        """Nothing."""
        return ()
