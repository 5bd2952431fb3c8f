"""Which stretches of a text are user names, e-mail addresses or web addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from core.analysis import Handle
from nlp.document import Document
from nlp.phrases import PhraseBook
from nlp.vocabulary import read_vocabulary

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_SAID = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} (?:at|\(at\)|\[at\]) [\w-]{1,40} "
    r"(?:dot|\(dot\)) (?:com|co|org|net|uk)(?: (?:dot|\(dot\)) uk)?\b"
)
_WEB = re.compile(
    r"(?<![\w@.])(?:https?://[^\s<>\"']{3,200}"
    r"|(?:www\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){0,3}"
    r"\.(?:com|uk|org|net|io|me|info|app|shop|store|xyz|onion|gg|link|ru|to|co|tv|example)\b"
    r"(?:/[^\s<>\"']{0,200})?)"
)
_AT = re.compile(r"(?<![\w@.])@[a-z0-9_](?:[\w.]{0,38}[\w])?")
_ODD = re.compile(r"(?<![\w@./])[a-z0-9](?:[a-z0-9]{0,30}[_.]){1,4}[a-z0-9_]{0,30}")
_DOTTED = re.compile(r"(?<![\w@./])[a-z]{2,20}\.[a-z]{1,20}\d{1,6}(?![\w@])")
_NAME = re.compile(r"[\s:=\"'(-]{0,3}@?([a-z0-9_][\w.\-]{2,38})")
_STEPS = 5
"""Linking words that may stand between a network and a name."""


class HandleFinder:
    """Finds @names, names of accounts after a cue, e-mail addresses and web addresses."""

    def __init__(self) -> None:
        vocabulary = read_vocabulary(Path(__file__).with_name("handles.toml"))
        rows = vocabulary.rows("network", needs=frozenset({"words", "network"}))
        cues: list[tuple[str, str]] = [(w, row["network"]) for row in rows for w in row["words"]]
        for row in vocabulary.rows("cue", needs=frozenset({"words"})):
            cues += [(w, "") for w in row["words"]]
        self._cues = PhraseBook(cues)
        rows = vocabulary.rows("host", needs=frozenset({"words", "network"}))
        self._hosts = [(host, str(row["network"])) for row in rows for host in row["words"]]
        rows = vocabulary.rows("link", needs=frozenset({"words"}))
        self._links = frozenset(w for row in rows for w in row["words"])

    def find(self, doc: Document) -> tuple[Handle, ...]:
        """Every handle and address, in order, none overlapping another."""
        found: list[Handle] = []
        for start, end, rule, network in self._candidates(doc):
            if all(end <= h.start or h.end <= start for h in found):
                said = network or self._network(doc, start, end)
                found.append(
                    Handle(start=start, end=end, text=doc.text[start:end], rule=rule, network=said)
                )
        return tuple(sorted(found, key=lambda h: h.start))

    def _candidates(self, doc: Document) -> Iterator[tuple[int, int, str, str | None]]:
        for rule, shape in (("email", _EMAIL), ("email", _SAID), ("web", _WEB), ("at", _AT)):
            for match in shape.finditer(doc.folded):
                end = match.start() + len(match[0].rstrip(".,;:!?)"))
                host = next((n for h, n in self._hosts if h + "/" in match[0]), None)
                yield match.start(), end, rule, host
        for match in _ODD.finditer(doc.folded):
            if "_" in match[0]:
                end = match.start() + len(match[0].rstrip("."))
                yield match.start(), end, "shape", None
        for match in _DOTTED.finditer(doc.folded):
            yield match.start(), match.end(), "shape", None
        yield from self._cued(doc)

    def _cued(self, doc: Document) -> Iterator[tuple[int, int, str, str | None]]:
        for cue in self._cues.find(doc.tokens):
            at = cue.last
            while at < min(cue.last + _STEPS, len(doc.tokens)) and self._steps(doc, at):
                at += 1
            match = _NAME.match(doc.folded, doc.tokens[at - 1].end)
            if match is None:
                continue
            name = match[1].rstrip(".-")
            linked = at > cue.last or not cue.payload
            if _odd(doc.text[match.start(1) : match.start(1) + len(name)], linked=linked):
                yield match.start(1), match.start(1) + len(name), "cued", cue.payload or None

    def _steps(self, doc: Document, at: int) -> bool:
        return (
            doc.tokens[at].lower in self._links
            and "\n" not in doc.text[doc.tokens[at - 1].end : doc.tokens[at].start]
        )

    def _network(self, doc: Document, start: int, end: int) -> str | None:
        near = doc.between(max(0, start - 60), min(len(doc.text), end + 40))
        said = [m for m in self._cues.find(near) if m.payload]
        said.sort(key=lambda m: (start - m.end) if m.end <= start else 2 * (m.start - end))
        return said[0].payload if said else None


def _odd(name: str, *, linked: bool) -> bool:
    """Whether a string after a cue looks like a user name and not like a word."""
    if "_" in name or (any(c.isdigit() for c in name) and any(c.isalpha() for c in name)):
        return True
    return linked and "." in name.strip(".")
