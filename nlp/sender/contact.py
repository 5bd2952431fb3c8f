"""Whose a telephone number, address or handle is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.analysis import Category, Handle, Phone
from nlp.document import Document
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


class ContactRules:
    """Finds the sender's numbers, addresses, handles and reference numbers."""

    def __init__(self, identity: Vocabulary) -> None:
        self._cues = PhraseBook(
            (word, name == "own")
            for name in ("own", "other")
            for row in identity.rows(name, needs=frozenset({"words"}))
            for word in row["words"]
        )

    def contacts(
        self, doc: Document, findings: Findings, *, strict: bool, idle: bool
    ) -> Iterator[Cut]:
        """Numbers, addresses and handles that are the sender's.

        Without a cue an e-mail address is the sender's, since a tip seldom names another's;
        a number or a handle is the suspect's, unless ``strict``, or unless the message is
        ``idle``: about nothing that a suspect could do.
        """
        for thing, whose in self.owners(doc, findings):
            unsaid = thing.rule == "email" or ((strict or idle) and isinstance(thing, Phone))
            if whose or (whose is None and unsaid):
                yield Cut(
                    thing.start, thing.end, Category.CONTACT, "contact.own",
                    frozenset({"phone", "handle", "person", "place"}),
                )  # fmt: skip

    def owners(
        self, doc: Document, findings: Findings
    ) -> Iterator[tuple[Phone | Handle, bool | None]]:
        """Every number, address and handle, and whether it is the sender's; None: nothing says."""
        things: list[Phone | Handle] = [*findings.phones, *findings.handles]
        if not things:
            return
        cues = [(m.first, m.last, m.payload) for m in self._cues.find(doc.tokens)]
        sentences = sentence_of(doc)
        for thing in things:
            if not (isinstance(thing, Handle) and thing.rule == "web"):
                yield thing, _whose(doc, thing, cues, sentences)

    def beside(self, doc: Document, findings: Findings, names: list[Cut]) -> Iterator[Cut]:
        """Numbers that stand beside the sender's own name (``Ann Lee 07700 900123``)."""
        for thing in (*findings.phones, *(h for h in findings.handles if h.rule == "email")):
            for name in names:
                gap = doc.text[name.end : thing.start] if name.end <= thing.start else (
                    doc.text[thing.end : name.start])  # fmt: skip
                if len(gap) <= 6 and not any(c.isalpha() for c in gap):
                    yield Cut(thing.start, thing.end, Category.CONTACT, "contact.beside_name",
                              frozenset({"phone", "handle", "person", "place"}))  # fmt: skip

    def references(self, doc: Document) -> Iterator[Cut]:
        """Numbers of logs and crimes, which lead back to an earlier report."""
        for match in _REFERENCE.finditer(doc.folded):
            yield Cut(
                match.start(1), match.end(1), Category.CONTACT_WITH_POLICE, "contact.reference",
                frozenset({"phone", "vehicle", "place", "time"}),
            )  # fmt: skip


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
