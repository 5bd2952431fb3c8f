"""Whose a telephone number, address or handle is, and which names at the end are signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.analysis import Category, Handle, Phone
from nlp.document import Document, Token
from nlp.findings import Findings
from nlp.phrases import PhraseBook
from nlp.sender.cuts import Cut
from nlp.things.sentences import sentence_of
from nlp.vocabulary import Vocabulary

_REACH = 12
"""Tokens before a number in which a cue decides whose it is; half as many after it."""
_REFERENCE = re.compile(
    r"\b(?:crime|incident|log|cad|ref|reference|case|report)(?: (?:number|no|num|ref|reference))?"
    r"(?: (?:is|was|for it is))?[ .:#]{0,3}"
    r"((?=[a-z]{0,4}[/ -]?\d)[a-z0-9/-]{0,6}[ ]?[\d/-]{3,20}[a-z]?)\b"
)
_SIGNATURE = re.compile(
    r"(?:(?<=[.!?\n])|(?<=[.!?,\n] )|^)"
    r"((?:(?:Mr|Mrs|Ms|Miss|Dr|Rev|Cllr)\.? )?(?:[A-Z](?:\. ?| )){1,3}[A-Z][a-z][\w'\u2019-]{0,30})"
    r"( ?\((?:Mr|Mrs|Ms|Miss|Dr|Rev|Cllr)\.?\))?(?=[\s.,!]|$)"
)
_INITIALS = re.compile(r"(?:[A-Z](?:\. ?| )){1,3}[A-Z][a-z][\w'\u2019-]{0,30}")
_CLOSING = re.compile(
    r"(?:(?<=[.!?\n])|(?<=[.!?] )|(?<=[.!?] [Pp]hone )|(?<=[.!?] [Rr]ing )|(?<=[.!?] [Cc]all ))"
    r"((?:[A-Z][\w'\u2019-]{1,30} ?){1,3})[,:]? ?$"
)
_CLOSE = 3
"""Code points that may follow the last number of a message."""
_TAIL = 40
"""Code points that may follow a signature: an address or a number, no more."""
_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr", "Rev", "Cllr")
_SHORT = 6
"""Tokens of one name and what may follow it at the end of a message."""


class ContactRules:
    """Finds the sender's numbers, addresses, handles, signature and reference numbers."""

    def __init__(self, identity: Vocabulary) -> None:
        words = {
            name: [
                word
                for row in identity.rows(name, needs=frozenset({"words"}))
                for word in row["words"]
            ]
            for name in ("own", "other", "signoff", "weak_signoff", "noname")
        }
        self._cues = PhraseBook([(w, True) for w in words["own"]]
                                + [(w, False) for w in words["other"]])  # fmt: skip
        self._signoffs = PhraseBook(
            [(w, True) for w in words["signoff"]] + [(w, False) for w in words["weak_signoff"]]
        )
        self._nonames = frozenset(words["noname"])

    def contacts(
        self, doc: Document, findings: Findings, *, strict: bool, idle: bool
    ) -> Iterator[Cut]:
        """Numbers, addresses and handles that are the sender's.

        Without a cue an e-mail address is the sender's, since a tip seldom names another's;
        a number or a handle is the suspect's, unless ``strict``, or unless the message is
        ``idle``: about nothing that a suspect could do.
        """
        things: list[Phone | Handle] = [*findings.phones, *findings.handles]
        if not things:
            return
        cues = [(m.first, m.last, m.payload) for m in self._cues.find(doc.tokens)]
        sentences = sentence_of(doc)
        for thing in things:
            if isinstance(thing, Handle) and thing.rule == "web":
                continue
            whose = _whose(doc, thing, cues, sentences)
            unsaid = thing.rule == "email" or ((strict or idle) and isinstance(thing, Phone))
            if whose or (whose is None and unsaid):
                yield Cut(
                    thing.start, thing.end, Category.CONTACT, "contact.own",
                    frozenset({"phone", "handle", "person", "place"}),
                )  # fmt: skip

    def beside(self, doc: Document, findings: Findings, names: list[Cut]) -> Iterator[Cut]:
        """Numbers that stand beside the sender's own name (``Ann Lee 07700 900123``)."""
        for thing in (*findings.phones, *(h for h in findings.handles if h.rule == "email")):
            for name in names:
                gap = doc.text[name.end : thing.start] if name.end <= thing.start else (
                    doc.text[thing.end : name.start])  # fmt: skip
                if len(gap) <= 6 and not any(c.isalpha() for c in gap):
                    yield Cut(thing.start, thing.end, Category.CONTACT, "contact.beside_name",
                              frozenset({"phone", "handle", "person", "place"}))  # fmt: skip

    def closing(self, doc: Document, findings: Findings) -> Iterator[Cut]:
        """A name and a number that are all of the last sentence (``Ann Lee, 07700 900123``)."""
        for phone in findings.phones[-1:]:
            if len(doc.text) - phone.end > _CLOSE:
                continue
            at = max(0, phone.start - _TAIL)
            match = _CLOSING.search(doc.text, at, phone.start)
            if match and match[1].lower() not in self._nonames:
                yield Cut(match.start(1), match.end(1), Category.NAME, "name.closing",
                          frozenset({"person", "place", "handle"}))  # fmt: skip

    def references(self, doc: Document) -> Iterator[Cut]:
        """Numbers of logs and crimes, which lead back to an earlier report."""
        for match in _REFERENCE.finditer(doc.folded):
            yield Cut(
                match.start(1), match.end(1), Category.CONTACT_WITH_POLICE, "contact.reference",
                frozenset({"phone", "vehicle", "place", "time"}),
            )  # fmt: skip

    def signatures(self, doc: Document, findings: Findings, *, idle: bool) -> Iterator[Cut]:
        """Names with which the message is signed; in an ``idle`` one with what follows them."""
        takes = frozenset({"person", "place", "handle"})
        at = max(0, len(doc.text) - 120)
        for match in _SIGNATURE.finditer(doc.text, at):
            titled = match[2] is not None or match[1].startswith(_TITLES)
            alone = doc.text[: match.start()].rstrip(" ")[-1:] in {".", "!", "?", "\n", ""}
            if idle and titled and alone:
                yield Cut(match.start(), len(doc.text), Category.NAME, "name.signature", takes)
            elif len(doc.text) - match.end() <= _TAIL and (titled or alone):
                yield Cut(match.start(), match.end(), Category.NAME, "name.signature", takes)
        people = {p.start: p.end for p in findings.people}
        for signoff in self._signoffs.find(doc.tokens):
            end = self._signed(doc, signoff.last, people)
            if end and (signoff.payload or _opens(doc, signoff.first)):
                start = _next_word(doc, signoff.last).start
                yield Cut(start, end, Category.NAME, "name.signoff", takes)

    def _signed(self, doc: Document, at: int, people: dict[int, int]) -> int:
        """Where the name after a signing-off ends, or 0: it stands alone, or is the last word."""
        token = _next_word(doc, at)
        if token.start < doc.tokens[at - 1].end or token.lower in self._nonames:
            return 0
        rest = [t for t in doc.tokens[token.index :] if t.lower[0].isalnum()]
        named = _name_words(rest, people)
        if initials := _INITIALS.match(doc.text, token.start):
            named = max(named, initials.end())
        after = doc.text[named:].lstrip(" ")
        alone = not after or after[0] in ".,!?\n(" or after[0].isdigit()
        return named if alone and (token.start in people or len(rest) <= _SHORT) else 0


def _next_word(doc: Document, at: int) -> Token:
    """The first word from a token on, marks such as a comma passed over; else the last token."""
    return next((t for t in doc.tokens[at : at + 3] if t.lower[0].isalnum()), doc.tokens[0])


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


def _whose(
    doc: Document,
    thing: Phone | Handle,
    cues: list[tuple[int, int, bool]],
    sentences: tuple[int, ...],
) -> bool | None:
    """True: the sender's; False: somebody else's; None: nothing says."""
    inside = [t.index for t in doc.between(thing.start, thing.end)]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    before = [
        (first - end, own)
        for _, end, own in cues
        if end <= first and first - end <= _REACH and sentences[end - 1] == sentences[first]
    ]
    if before:
        return min(before)[1]
    after = [
        (start - last, own)
        for start, _, own in cues
        if last <= start <= last + _REACH // 2 and sentences[start] == sentences[first]
    ]
    if after:
        return min(after)[1]
    fresh = [(first - end, own) for _, end, own in cues
             if end <= first and first - end <= 3]  # fmt: skip
    return min(fresh)[1] if fresh else None
