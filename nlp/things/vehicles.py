"""Which stretches of a text describe a vehicle: colour, make, model, kind and number plate."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.analysis import Vehicle
from nlp.document import Document
from nlp.phrases import Match, PhraseBook
from nlp.things.plates import Plate, PlateFinder
from nlp.vocabulary import Vocabulary, read_vocabulary

_KINDS = ("colour", "trim", "make", "model", "body", "alone")
_LINKED = 9
"""Tokens that may stand between a vehicle and its plate, all of them linking words."""


@dataclass(frozen=True, slots=True)
class _Word:
    kinds: frozenset[str]
    phrase: str
    common: bool


def _words(vocabulary: Vocabulary, name: str) -> list[str]:
    rows = vocabulary.rows(name, needs=frozenset({"words"}))
    return [word for row in rows for word in row["words"]]


class VehicleFinder:
    """Finds vehicles; a plate beside a description belongs to it."""

    def __init__(self) -> None:
        vocabulary = read_vocabulary(Path(__file__).with_name("vehicles.toml"))
        kinds: dict[str, set[str]] = {}
        for kind in _KINDS:
            for word in _words(vocabulary, kind):
                kinds.setdefault(word, set()).add(kind)
        for word in _words(vocabulary, "innocent"):
            kinds[word] = set()
        common = frozenset(_words(vocabulary, "common"))
        self._book = PhraseBook(
            (word, _Word(frozenset(of), word, word in common)) for word, of in kinds.items()
        )
        self._links = frozenset(_words(vocabulary, "link"))
        self._plates = PlateFinder(_words(vocabulary, "cue"), _words(vocabulary, "word"))

    def find(self, doc: Document) -> tuple[Vehicle, ...]:
        """Every vehicle, in order, none overlapping another."""
        described = [v for v in map(self._described, self._runs(doc)) if v is not None]
        plates = self._plates.find(doc, tuple(v.end for v in described))
        joined: list[Vehicle] = []
        for vehicle in described:
            inside = [p for p in plates if p.start < vehicle.end and vehicle.start < p.end]
            if any(p.form != "part" for p in inside):
                continue
            plates = [p for p in plates if p not in inside]
            joined.append(self._join(doc, vehicle, plates))
        taken = {v.plate for v in joined if v.plate}
        joined += [
            Vehicle(start=p.start, end=p.end, text=doc.text[p.start : p.end],
                    rule=f"plate.{p.form}", plate=p.plate)
            for p in plates if not (p.plate in taken and any(
                v.start <= p.start and p.end <= v.end for v in joined))
        ]  # fmt: skip
        return _placed(doc, joined)

    def _runs(self, doc: Document) -> list[list[Match[_Word]]]:
        runs: list[list[Match[_Word]]] = []
        for match in self._book.find(doc.tokens):
            if not match.payload.kinds:
                continue
            last = runs[-1][-1] if runs else None
            gap = doc.folded[last.end : match.start] if last else "x"
            if gap.strip(" -") == "" and "\n" not in gap:
                runs[-1].append(match)
            else:
                runs.append([match])
        return runs

    def _described(self, run: list[Match[_Word]]) -> Vehicle | None:
        run = _trimmed(run)
        kinds = [m.payload.kinds for m in run]
        named = [m for m in run if m.payload.kinds & {"make", "model"}]
        sure = any(not m.payload.common for m in named) or any("alone" in k for k in kinds)
        coloured = any("colour" in k for k in kinds)
        bodied = any("body" in k for k in kinds)
        pair = len({m.payload.phrase for m in named}) > 1
        if not (sure or pair or (named and (coloured or bodied)) or (bodied and coloured)):
            return None
        makes = [m.payload.phrase for m in named if "make" in m.payload.kinds]
        colours = [m.payload.phrase for m in run if "colour" in m.payload.kinds]
        return Vehicle(
            start=run[0].start, end=run[-1].end, text="", rule="described",
            make=next(iter(makes or [m.payload.phrase for m in named]), None),
            colour=" ".join(colours) or None,
        )  # fmt: skip

    def _join(self, doc: Document, vehicle: Vehicle, plates: list[Plate]) -> Vehicle:
        after = next((p for p in plates if p.start >= vehicle.end), None)
        before = next((p for p in reversed(plates) if p.end <= vehicle.start), None)
        start, end, plate = vehicle.start, vehicle.end, None
        if after and self._linked(doc, vehicle.end, after.start):
            end, plate = after.end, after.plate
        elif before and doc.folded[before.end : vehicle.start].strip(" ,-(") == "":
            start, plate = before.start, before.plate
        return Vehicle(
            start=start, end=end, text="", rule=vehicle.rule, plate=plate,
            make=vehicle.make, colour=vehicle.colour,
        )  # fmt: skip

    def _linked(self, doc: Document, start: int, end: int) -> bool:
        between = doc.between(start, end)
        return len(between) <= _LINKED and all(
            t.lower in self._links or t.lower in {",", "-", "(", ":", "'", '"'} for t in between
        )


def _trimmed(run: list[Match[_Word]]) -> list[Match[_Word]]:
    """The run without a colour or trim at its end, unless nothing else is in it."""
    while len(run) > 1 and run[-1].payload.kinds <= {"colour", "trim"}:
        run = run[:-1]
    return run


def _placed(doc: Document, vehicles: list[Vehicle]) -> tuple[Vehicle, ...]:
    placed: list[Vehicle] = []
    for v in sorted(vehicles, key=lambda v: (v.start, -v.end)):
        if placed and v.start < placed[-1].end:
            continue
        placed.append(
            Vehicle(start=v.start, end=v.end, text=doc.text[v.start : v.end], rule=v.rule,
                    plate=v.plate, make=v.make, colour=v.colour)
        )  # fmt: skip
    return tuple(placed)
