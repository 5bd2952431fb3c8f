"""How a spaCy document is read by our parts, and where they write what they found.

Each part is a spaCy component too (the ``factory.py`` of its folder), so that any spaCy pipeline
can use it: ``nlp.add_pipe("tipline_places")``. A component puts spans into ``doc.spans`` and the
findings with their values into ``doc._.tipline``, both under its own key. Those that read times
take ``doc._.sent_at`` (local time in Europe/London, naive), else the ``sent_at`` of their config.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, Protocol, cast

from spacy.tokens import Doc, Span

from core.analysis import Finding
from nlp.document import Document
from nlp.findings import Findings
from nlp.model import finder
from nlp.parts import Finder, rule_parts
from nlp.pipeline import Pipeline
from nlp.plain import build
from nlp.precedence import resolve
from nlp.vector_rows import has_table, rows_of

SENT_AT = "2026-01-05T12:00"
"""When a text counts as sent of which nobody says so."""

for _name in ("tipline", "sent_at", "encoding"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


class Spanned(Protocol):
    """Anything with ``[start, end)`` in code points."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


def as_document(doc: Doc, sent_at: str = SENT_AT) -> Document:
    """A spaCy document as our parts read it, with the tags that it has.

    Args:
        doc: the document.
        sent_at: when it was sent, unless ``doc._.sent_at`` says so.

    Raises:
        ValueError: ``sent_at`` is no ISO time.
    """
    at = doc._.sent_at or datetime.fromisoformat(sent_at)
    tags = [(t.idx, t.idx + len(t), t.tag_) for t in doc]
    tagged = any(tag for _, _, tag in tags)
    tag_at = finder(tags, "") if tagged else None
    said = doc._.encoding
    return build(
        doc.text,
        at,
        tag_at=tag_at,
        row_at=finder(rows_of(doc) if has_table(doc.vocab) else [], -1),
        encode=(lambda _: said) if said else None,
    )


def put(doc: Doc, key: str, found: Sequence[Spanned], labels: Sequence[str]) -> Doc:
    """Write findings into ``doc.spans[key]`` and ``doc._.tipline[key]``.

    Args:
        doc: the document.
        key: of the kind of finding.
        found: what was found.
        labels: a label for each.
    """
    spans = [
        doc.char_span(one.start, one.end, label, alignment_mode="expand")
        for one, label in zip(found, labels, strict=True)
    ]
    doc.spans[key] = [span for span in spans if isinstance(span, Span)]
    doc._.tipline = {**(doc._.tipline or {}), key: tuple(found)}
    return doc


def findings(doc: Doc, read: Document) -> Findings:
    """What the components before this one found; all is looked for if one of them is missing."""
    said: dict[str, Any] = doc._.tipline or {}
    names = [field.name for field in fields(Findings)]
    if all(name in said for name in names):
        return resolve(Findings(**{name: said[name] for name in names}))
    return _finders().find(read)


@cache
def _finders() -> Pipeline:
    """Every finder, built once: reading the vocabulary takes far longer than a text."""
    return Pipeline(rule_parts())


class FinderComponent[F: Finding]:
    """A finder as a component."""

    def __init__(
        self, finder: Finder[F], key: str, label: str = "", sent_at: str = SENT_AT
    ) -> None:
        """Wrap it.

        Args:
            finder: what finds.
            key: where its findings go.
            label: the attribute of a finding that labels its span; by default the key does.
            sent_at: when texts count as sent.
        """
        self._finder = finder
        self._key = key
        self._label = label
        self._sent_at = sent_at

    def __call__(self, doc: Doc) -> Doc:
        """Find in a document."""
        found = self._finder.find(as_document(doc, self._sent_at))
        labels = [cast("str", getattr(one, self._label, "")) or self._key for one in found]
        return put(doc, self._key, found, [str(label) for label in labels])
