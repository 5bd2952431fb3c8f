"""Which classes of words (kin, jobs, ``I am`` ...) stand where in a text.

A class is a list of phrases in a vocabulary file. Apostrophes count for nothing unless a
phrase is listed with one (``we're`` is not ``were``); hyphens never count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nlp.document import Document, Token
from nlp.tokens import cut_words

_NOUNS = frozenset({"NN", "NNS"})
"""Penn tags of common nouns, where a model gave tags."""
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
"""Penn tags of verbs that say what somebody does."""
_NUMBER = re.compile(r"\d{1,4}[a-z]?")


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as words with their classes.

    Attributes:
        tokens: the tokens, hyphens left out.
        keys: for each token its spellings: as typed in lower case, and without apostrophes.
        open: for each token whether it is a word; marks and labels of cuts are not.
        breaks: for each token whether a new line stands before it.
        classes: for each token the classes that begin there, each with the places
            after the phrase, longest first.
    """

    tokens: tuple[Token, ...]
    keys: tuple[tuple[str, ...], ...]
    open: tuple[bool, ...]
    breaks: tuple[bool, ...]
    classes: tuple[dict[str, list[int]], ...]


class Lexicon:
    """The classes of all families, in one tree."""

    def __init__(self, classes: Iterable[tuple[str, str]]) -> None:
        self._root = _Node()
        for phrase, name in classes:
            node = self._root
            for start, end in cut_words(phrase):
                if (key := phrase[start:end]) != "-":
                    node = node.following.setdefault(key, _Node())
            node.names.add(name)

    def read(
        self,
        doc: Document,
        spans: Mapping[str, Iterable[tuple[int, int]]],
        masks: Iterable[tuple[int, int]],
    ) -> Reading:
        """Classes of every token.

        Args:
            doc: the document.
            spans: further classes, by their ``[start, end)`` in code points.
            masks: stretches in which nothing is a word (labels of earlier cuts).
        """
        tokens = tuple(t for t in doc.tokens if t.lower != "-")
        masked = {i for start, end in masks for i in range(start, end)}
        is_open = tuple(
            t.start not in masked and (t.lower[0].isalnum() or _inside_number(doc.folded, t))
            for t in tokens
        )
        keys = tuple(_keys(t.lower) for t in tokens)
        classes = tuple(
            self._at(keys, is_open, at) if is_open[at] else {} for at in range(len(tokens))
        )
        for at, token in enumerate(tokens):
            if is_open[at]:
                classes[at].update({name: [at + 1] for name in _shapes(token)})
        _add_spans(tokens, classes, is_open, spans)
        breaks = tuple(
            at > 0 and "\n" in doc.folded[tokens[at - 1].end : t.start]
            for at, t in enumerate(tokens)
        )
        return Reading(tokens, keys, is_open, breaks, classes)

    def _at(
        self, keys: tuple[tuple[str, ...], ...], is_open: tuple[bool, ...], at: int
    ) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        nodes = [self._root]
        step = at
        while nodes and step < len(keys) and is_open[step]:
            nodes = [n.following[k] for n in nodes for k in keys[step] if k in n.following]
            step += 1
            for node in nodes:
                for name in node.names:
                    found.setdefault(name, []).insert(0, step)
        return found


def _inside_number(folded: str, token: Token) -> bool:
    """Whether a point or colon stands inside a number (``7.15``), where it ends nothing."""
    around = folded[max(0, token.start - 1) : token.end + 1]
    return token.lower in {".", ":"} and len(around) == 3 and around[::2].isdigit()


def _shapes(token: Token) -> list[str]:
    """Classes that the look of a word gives, whatever the word."""
    word = token.lower
    shapes = []
    if _NUMBER.fullmatch(word):
        shapes.append("number")
    if word.endswith("ing") and len(word) > 4:
        shapes.append("ing")
    if word[0].isalpha() and not (word.endswith(("ed", "ly")) and len(word) > 4):
        shapes.append("bare")
    if word[0].isalpha():
        shapes.append("word")
    if word.endswith("ed") and len(word) > 3:
        shapes.append("ed")
    if token.tag in _NOUNS and len(word) > 1:
        shapes.append("noun")
    if token.tag in _FINITE:
        shapes.append("finite")
    if word[-1] == "s" and len(word) > 5:
        shapes.append("ess")
    if word[0].isalpha() and len(word) > 1 and token.text != word and not token.text.isupper():
        shapes.append("capital")
    return shapes


def _keys(lower: str) -> tuple[str, ...]:
    bare = lower.replace("'", "")
    return (lower,) if bare == lower else (lower, bare)


def _add_spans(
    tokens: tuple[Token, ...],
    classes: tuple[dict[str, list[int]], ...],
    is_open: tuple[bool, ...],
    spans: Mapping[str, Iterable[tuple[int, int]]],
) -> None:
    first_at = {t.start: at for at, t in enumerate(tokens)}
    for name, listed in spans.items():
        for start, end in listed:
            at = first_at.get(start)
            if at is None or not (is_open[at] or tokens[at].lower in {"@", "+"}):
                continue
            last = at
            while last < len(tokens) and tokens[last].start < end:
                last += 1
            classes[at].setdefault(name, []).insert(0, last)
