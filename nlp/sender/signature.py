"""Which names at the end of a message, or beside the sender's number, are signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.analysis import Category
from nlp.document import Document, Token
from nlp.findings import Findings
from nlp.phrases import PhraseBook
from nlp.sender.cuts import Cut
from nlp.vocabulary import Vocabulary

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Rev|Cllr)"
_INITIALED = r"(?:[A-Z](?:\. ?| )){1,3}[A-Z][a-z][\w'\u2019-]{0,30}"
_NAME = r"(?:[A-Z][\w'\u2019-]{1,30} ?){1,3}"
_SIGNATURE = re.compile(
    rf"(?:(?<=[.!?\n])|(?<=[.!?,\n] )|^)((?:\(?{_TITLE}\.?\)? )?{_INITIALED})"
    rf"( ?\({_TITLE}\.?\))?(?=[\s.,!]|$)"
)
_INITIALS = re.compile(_INITIALED)
_MONOGRAM = re.compile(r"(?<=[.!?\n] )(?:[A-Z]\. ?){2,4}$|(?<=\n)(?:[A-Z]\.? ?){2,4}$")
_TITLED = re.compile(rf"\b{_TITLE}\.? (?:[A-Z]\. ?)?{_NAME}")
_CLOSING = re.compile(
    r"(?:(?<=[.!?\n])|(?<=[.!?] )|(?<=[.!?] [Pp]hone )|(?<=[.!?] [Rr]ing )|(?<=[.!?] [Cc]all ))"
    rf"({_NAME})[,:]? ?$"
)
_AFTER = re.compile(
    rf"(?: [a-z0-9']{{1,12}}){{0,3}}[ ,.:(-]{{1,3}}({_NAME})(?=[.!?)\n]|\s{{0,3}}$)"
)
_AFTER_LOW = re.compile(r"(?: [a-z0-9']{1,12}){0,3}?[ ,.:(-]{1,3}([a-z]{2,20})[.!)]?\s{0,3}$")
_DASHED = re.compile(
    r"(?: [-\u2013\u2014~]{1,2} ?|\n-? ?)([A-Za-z][\w'\u2019]{1,20}|[A-Z])[.!]?\s{0,3}$"
)
_BRACKETED = re.compile(
    rf"(?:(?<=[.!?\n])|(?<=[.!?] ))\(({_NAME})\)\s{{0,3}}$"
    rf"|\(({_TITLE}\.? (?:[A-Z]\. ?)?{_NAME})\)\s{{0,3}}[.!]?$"
    rf"|(?<=[.!?\n] )({_NAME}\({_TITLE}\.?\))\s{{0,3}}$"
)
_MIDST = r"(?:(?:they|there|theres|i|im|i'm|we|a|the|if|my|call|ring|text)(?!\w))"
_OPENING = re.compile(
    rf"({_NAME}\((?!the |aka|big |known|who|with|his|her|no )[^()\n]{{2,40}}\))"
    rf"(?=\s{{0,2}}(?:[-\u2013\u2014:](?! ?s?he\b)|{_MIDST}))"
    rf"|({_NAME}[-\u2013\u2014] (?:[^-\n\u2013\u2014]{{3,40}} [-\u2013\u2014] )?)(?={_MIDST})"
    r"|((?:[A-Z]\. ?){2,4}|[A-Z]{2,3} )(?=here|again|speaking)"
)
_CLOSE = 3
"""Code points that may follow the last number of a message."""
_TAIL = 40
"""Code points that may follow a signature: an address or a number, no more."""
_LAST = 80
"""Code points at the end of a message in which a titled name may be the sender's."""
_SHORT = 6
"""Tokens of one name and what may follow it at the end of a message."""
_KISSES = frozenset({"x", "xx", "xxx", "xxxx"})
_TAKES = frozenset({"person", "place", "handle"})


class SignatureRules:
    """Finds the names with which messages are signed."""

    def __init__(self, identity: Vocabulary, given: frozenset[str]) -> None:
        """Compile the cues; ``given``: names in lower case."""
        self._given = given
        words = {
            name: [w for row in identity.rows(name, needs=frozenset({"words"}))
                   for w in row["words"]]
            for name in ("signoff", "weak_signoff", "noname")
        }  # fmt: skip
        self._signoffs = PhraseBook(
            [(w, True) for w in words["signoff"]] + [(w, False) for w in words["weak_signoff"]]
        )
        self._nonames = frozenset(words["noname"])

    def find(self, doc: Document, findings: Findings, *, idle: bool) -> Iterator[Cut]:
        """Names at the end.

        In an ``idle`` message, which is about nobody else, a titled name near the end is the
        sender's, and what follows it in the sentence is his address.
        """
        for start, end in self._by_shape(doc, idle=idle):
            yield Cut(start, end, Category.NAME, "name.signature", _TAKES)
        for start, end in self._closing(doc, findings):
            yield Cut(start, end, Category.NAME, "name.closing", _TAKES)
        for start, end in self._apart(doc):
            yield Cut(start, end, Category.NAME, "name.apart", _TAKES)
        people = {p.start: p.end for p in findings.people}
        for signoff in self._signoffs.find(doc.tokens):
            if not (signoff.payload or _opens(doc, signoff.first)):
                continue
            name = _next_word(doc, signoff.last)
            if name and (end := self._signed(doc, name, people)):
                yield Cut(name.start, end, Category.NAME, "name.signoff", _TAKES)

    def after(self, doc: Document, numbers: Sequence[Cut]) -> Iterator[Cut]:
        """A name that ends the sentence after the sender's own number."""
        for number in numbers:
            match = _AFTER.match(doc.text, number.end)
            if match is None and (match := _AFTER_LOW.match(doc.text, number.end)):
                match = match if match[1] in self._given else None
            if match and match[1].strip().lower() not in self._nonames:
                yield Cut(match.start(1), match.end(1), Category.NAME, "name.after", _TAKES)

    def _apart(self, doc: Document) -> Iterator[tuple[int, int]]:
        """Names set apart from all else: after a dash, in brackets, initials that open."""
        dashed = _DASHED.search(doc.text, max(0, len(doc.text) - _TAIL))
        if dashed and (dashed[1].lower() in self._given or len(dashed[1]) == 1):
            yield dashed.span(1)
        if bracketed := _BRACKETED.search(doc.text, max(0, len(doc.text) - _LAST)):
            yield bracketed.span(bracketed.lastindex or 0)
        if opening := _OPENING.match(doc.text):
            yield opening.span()

    def _by_shape(self, doc: Document, *, idle: bool) -> Iterator[tuple[int, int]]:
        size = len(doc.text)
        for match in _SIGNATURE.finditer(doc.text, max(0, size - 120)):
            titled = match[2] is not None or re.match(_TITLE, match[1].lstrip("(")) is not None
            alone = doc.text[: match.start()].rstrip(" ")[-1:] in {".", "!", "?", "\n", ""}
            if size - match.end() <= _TAIL and (titled or alone):
                yield match.span()
        if monogram := _MONOGRAM.search(doc.text, max(0, size - 12)):
            yield monogram.span()
        if idle and (titled_name := _TITLED.search(doc.text, max(0, size - _LAST))):
            end = doc.text.find(". ", titled_name.end())
            yield titled_name.start(), end if end > 0 else size

    def _closing(self, doc: Document, findings: Findings) -> Iterator[tuple[int, int]]:
        """A name and a number that are all of the last sentence (``Ann Lee, 07700 900123``)."""
        for phone in findings.phones[-1:]:
            at = max(0, phone.start - _TAIL)
            match = _CLOSING.search(doc.text, at, phone.start)
            close = len(doc.text) - phone.end <= _CLOSE
            if close and match and match[1].strip().lower() not in self._nonames:
                yield match.span(1)

    def _signed(self, doc: Document, name: Token, people: dict[int, int]) -> int:
        """Where the name after a signing-off ends, or 0: it stands alone, or is the last word."""
        initials = _INITIALS.match(doc.text, name.start)
        if name.lower in self._nonames and not initials:
            return 0
        rest = [t for t in doc.tokens[name.index :] if t.lower[0].isalnum()]
        named = _name_words(rest, people)
        if initials:
            named = max(named, initials.end())
        before = doc.tokens[name.index - 1]
        if before.lower in _KISSES and named and len(rest) <= _SHORT:
            return rest[-1].end
        after = doc.text[named:].lstrip(" ")
        first = after.split()[0] if after else ""
        alone = not after or after[0] in ".,!?\n(" or after[0].isdigit()
        alone = alone or "@" in first or first.rstrip(".") in _KISSES
        return named if alone and (name.start in people or len(rest) <= _SHORT) else 0


def _next_word(doc: Document, at: int) -> Token | None:
    """The first word from a token on, marks and kisses passed over."""
    nearest = doc.tokens[at : at + 3]
    return next((t for t in nearest if t.lower[0].isalnum() and t.lower not in _KISSES), None)


def _opens(doc: Document, at: int) -> bool:
    """Whether a sentence or line begins at a token."""
    if at == 0:
        return True
    before = doc.tokens[at - 1]
    return (
        before.lower in {".", "!", "?", ",", "-"}
        or "\n" in doc.text[before.end : doc.tokens[at].start]
    )


def _name_words(rest: list[Token], people: dict[int, int]) -> int:
    """Where the name that begins at the first token ends, or 0 where it is none."""
    if rest[0].start in people:
        end = people[rest[0].start]
    elif rest[0].text[0].isupper() or (len(rest) == 1 and rest[0].lower.isalpha()):
        end = rest[0].end
    else:
        return 0
    for token in rest[1:3]:
        if token.text[0].isupper() and token.lower.isalpha() and token.start <= end + 1:
            end = max(end, token.end)
        else:
            break
    return end
