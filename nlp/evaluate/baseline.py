"""What people write today in an afternoon: plain spaCy, keywords, dateparser and Presidio.

The report measures it on the same tips in the same run. Nothing else of the project needs
dateparser and Presidio, so they are no dependencies: `COMMAND` brings them for one run.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from core.analysis import (
    Analysis,
    Category,
    Drug,
    Place,
    PlaceKind,
    Redaction,
    Safeguarding,
    Time,
    TimeKind,
    Triage,
)
from core.redact import cut
from nlp.contract import BadInput
from nlp.document import Document
from nlp.model import default_folder
from nlp.phrases import PhraseBook
from nlp.plain import read_plain
from nlp.vocabulary import read_vocabulary

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_TIMES = frozenset({"DATE", "TIME"})


COMMAND = (
    "uv run --with dateparser==1.5.0 --with presidio-analyzer==2.2.366 tipline evaluate --report"
)


class Baseline:
    """The plain bot's analysis; the interface of `nlp.analyser.InlineAnalyser`."""

    def __init__(self) -> None:
        """Load what it needs: the whole base model, as it comes.

        Raises:
            BadInput: dateparser or Presidio is not installed.
        """
        try:
            import dateparser
            import presidio_analyzer as presidio
            import spacy
            from presidio_analyzer.nlp_engine import SpacyNlpEngine
        except ImportError as error:
            raise BadInput(
                f"The report compares with dateparser and Presidio; run it as: {COMMAND}"
            ) from error
        engine = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "en"}])
        self._language = spacy.load(default_folder())
        engine.nlp = {"en": self._language}
        self._presidio = presidio.AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
        self._parse: Any = dateparser.parse
        words = read_vocabulary(Path(__file__).with_name("baseline.toml"))
        self._books = {
            name: PhraseBook((w, name) for row in rows for w in row["words"])
            for name, rows in words.tables.items()
        }

    def analyse_now(self, text: str, at: datetime) -> Analysis:
        """The plain bot's analysis of a text."""
        doc = read_plain(text, at)
        entities = [(e.start_char, e.end_char, e.label_) for e in self._language(text).ents]
        danger = self._books["danger"].find(doc.tokens)
        drugs = self._books["drug"].find(doc.tokens)
        redactions = tuple(self._personal(text))
        return Analysis(
            text=text,
            triage=Triage.EMERGENCY if danger else Triage.QUEUE,
            safeguarding=(Safeguarding.COERCION,) if self._says(doc, "exploited") else (),
            in_scope=bool(drugs),
            locations=tuple(
                Place(start=start, end=end, text=text[start:end], kind=PlaceKind.OTHER)
                for start, end, label in entities
                if label in _PLACES
            ),
            times=tuple(self._times(doc, entities)),
            drugs=tuple(
                Drug(start=m.start, end=m.end, text=text[m.start : m.end], drug="any")
                for m in drugs
            ),
            redactions=redactions,
            sanitised=cut(text, redactions, lambda _: "[redacted]").text,
        )

    def _says(self, doc: Document, name: str) -> bool:
        return bool(self._books[name].find(doc.tokens))

    def _times(self, doc: Document, entities: list[tuple[int, int, str]]) -> Iterable[Time]:
        for start, end, label in entities:
            if label not in _TIMES:
                continue
            words = doc.text[start:end]
            is_now = words.lower() in ("now", "right now")
            read = {"RELATIVE_BASE": doc.at, "DATE_ORDER": "DMY", "PREFER_DATES_FROM": "past"}
            value = None if is_now else self._parse(words, languages=["en"], settings=read)
            yield Time(
                start=start,
                end=end,
                text=words,
                kind=_kind(words, is_now=is_now, has_value=value is not None),
                start_at=value.isoformat(timespec="minutes")[:16] if value else None,
            )

    def _personal(self, text: str) -> Iterable[Redaction]:
        for found in self._presidio.analyze(text=text, language="en"):
            yield Redaction(
                start=found.start,
                end=found.end,
                text=text[found.start : found.end],
                rule="presidio",
                category=Category.NAME,
            )


def _kind(words: str, *, is_now: bool, has_value: bool) -> TimeKind:
    if is_now:
        return TimeKind.NOW
    if words.lower().startswith(("every", "each")):
        return TimeKind.RECURRING
    return TimeKind.POINT if has_value else TimeKind.VAGUE
