"""Which stretches of a text are number plates, whole or in part, and how each is written.

Forms are those of DVLA's INF104: current (``AB12 CDE``), prefix (``A123 BCD``), suffix
(``ABC 123D``), dateless (``ABC 123``), Northern Irish (``AIZ 1234``); and Irish
(``191-D-1234``). A form that ordinary words and numbers share needs a cue beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.document import Document
from nlp.phrases import PhraseBook

_GAP = r"[ -]?"
_FORMS = (
    ("current", re.compile(rf"\b([a-hj-pr-y][a-hj-pr-z]\d\d){_GAP}([a-hj-pr-z]{{3}})\b")),
    ("current", re.compile(rf"\b([a-hj-pr-y][a-hj-pr-z]{_GAP}\d\d){_GAP}([a-hj-pr-z]{{3}})\b")),
    ("prefix", re.compile(rf"\b([a-hj-npr-y]\d{{1,3}}){_GAP}([a-hj-pr-z]{{3}})\b")),
    ("suffix", re.compile(rf"\b([a-z]{{3}}){_GAP}(\d{{1,3}}[a-hj-npr-y])\b")),
    ("irish", re.compile(r"\b(\d{2,3})[ -]([a-z]{1,2})[ -](\d{1,6})\b")),
    ("northern", re.compile(rf"\b([a-z]?(?:[a-z]z|i[a-z]|[a-z]i)){_GAP}(\d{{1,4}})\b")),
    ("dateless", re.compile(rf"\b([a-z]{{1,3}}){_GAP}(\d{{1,4}})\b")),
    ("dateless", re.compile(rf"\b(\d{{1,4}}){_GAP}([a-z]{{1,3}})\b")),
)
_PART = re.compile(r"[\s:=\"'(-]{0,3}([a-z]{1,2}\d{1,2}|[a-z]{1,3}|\d{2,3}[a-z]{0,3})\b")
_REACH = 12
"""Code points between a cue and a plate that needs it."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate at ``[start, end)``, written in upper case as DVLA writes it."""

    start: int
    end: int
    plate: str
    form: str


class PlateFinder:
    """Finds number plates; a partial one only after a cue (``reg ends KLO``)."""

    def __init__(self, cues: list[str], words: list[str]) -> None:
        self._cues = PhraseBook((cue, cue) for cue in cues)
        self._words = frozenset(words)

    def find(self, doc: Document, vehicles: tuple[int, ...]) -> list[Plate]:
        """Plates in order, none overlapping another.

        Args:
            doc: the document.
            vehicles: where descriptions of vehicles end; straight after one no cue is needed.
        """
        cues = [(m.end, m.payload != "on a") for m in self._cues.find(doc.tokens)]
        near = [end for end, sure in cues if sure] + list(vehicles)
        found: list[Plate] = []
        for plate in (*self._whole(doc, near), *self._partial(doc, [e for e, s in cues if s])):
            if all(plate.end <= p.start or p.end <= plate.start for p in found):
                found.append(plate)
        return sorted(found, key=lambda p: p.start)

    def _whole(self, doc: Document, near: list[int]) -> Iterator[Plate]:
        for form, shape in _FORMS:
            for match in shape.finditer(doc.folded):
                start, end = match.span()
                cued = any(0 <= start - at <= _REACH for at in near)
                if self._plausible(doc, match, form, cued=cued):
                    half = form == "dateless" and re.fullmatch(r"[a-z]{2}\d\d", match[0])
                    written = match[0].upper() if half else _written(match, form)
                    yield Plate(start, end, written, "part" if half else form)

    def _plausible(self, doc: Document, match: re.Match[str], form: str, *, cued: bool) -> bool:
        typed = doc.text[match.start() : match.end()]
        upper = typed.upper() == typed and doc.text.upper() != doc.text
        letters = [part for part in match.groups() if part.isalpha()]
        if any(part in self._words for part in letters) and not (upper and form != "dateless"):
            return False
        if form == "current":
            return upper or cued or " " not in match[1]
        if form == "dateless":
            return cued and len("".join(letters)) > 1
        return cued or (upper and form != "prefix") or (upper and len(match[1]) > 2)

    def _partial(self, doc: Document, cues: list[int]) -> Iterator[Plate]:
        for at in cues:
            match = _PART.match(doc.folded, at)
            if match is None or match[1] in self._words:
                continue
            yield Plate(match.start(1), match.end(1), match[1].upper(), "part")


def _written(match: re.Match[str], form: str) -> str:
    parts = [re.sub(r"[ -]", "", part).upper() for part in match.groups()]
    return ("-" if form == "irish" else " ").join(parts)
