"""What stands around an expression of time, as features of whether the activity was then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.analysis import Time, TimeKind
from nlp.document import Document, Token
from nlp.learned.alike import FINE, MIDDLE, Alike
from nlp.learned.cues import Cues, Person
from nlp.learned.wording import spelling

_BEFORE, _AFTER = 5, 4
"""So many words on either side count by their place."""
_FAR_BEFORE, _FAR_AFTER = 14, 10
"""So many count as being there at all."""
_VERBS = ("VB", "MD")
_PAD = "#"
_AGES = ((-1, "ahead"), (0, "this year"), (2, "lately"), (5, "years"))


def occasion(doc: Document, time: Time, cues: Cues, alike: Alike) -> list[str]:
    """The names of the features of one expression, each of value 1.

    Args:
        doc: the message.
        time: the expression, whether the rules take it for one of the activity or not.
        cues: which words speak of whom.
        alike: which words are alike.
    """
    inside = doc.between(time.start, time.end)
    first, last = inside[0].index, inside[-1].index + 1
    begin = _sentence_start(doc.tokens, first)
    before = doc.tokens[max(begin, first - _FAR_BEFORE) : first]
    after = doc.tokens[last : _sentence_end(doc.tokens, last)][:_FAR_AFTER]
    names = [f"rule {time.rule}", f"kind {time.kind}", f"at {min(first - begin, 3)}"]
    names.append(f"old {_age(doc, time)} {time.rule}")
    names.append(f"old {_age(doc, time)}")
    names += [f"in {spelling(token)}" for token in inside]
    names.append("whole " + " ".join(spelling(token) for token in inside[:4]))
    names += _placed(before[::-1], "b", _BEFORE, alike)
    names += _placed(after, "a", _AFTER, alike)
    names += _doer(before, cues, alike)
    whom = {cues.person(token.lower) for token in (*before, *after)}
    names.append(f"about {Person.SENDER in whom:d}{Person.OTHER in whom:d}")
    names.append(f"all {_whom(doc, cues)}")
    return list(dict.fromkeys(names))


def _age(doc: Document, time: Time) -> str:
    """How many years back it lies, roughly; ``-`` where it names no date."""
    if time.kind is not TimeKind.POINT or not time.start_at:
        return "-"
    years = doc.at.year - int(time.start_at[:4])
    return next((name for most, name in _AGES if years <= most), "long")


def _sentence_start(tokens: Sequence[Token], at: int) -> int:
    """The token after the last full stop or line before."""
    while at > 0 and tokens[at - 1].lower not in _ENDS:
        at -= 1
    return at


_ENDS = frozenset(".!?;")


def _sentence_end(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].lower not in _ENDS:
        at += 1
    return at


def _placed(words: Sequence[Token], side: str, count: int, alike: Alike) -> Iterator[str]:
    """The words on one side from the nearest on."""
    keys = [spelling(word) for word in words]
    middle, fine = alike.names(words, MIDDLE), alike.names(words, FINE)
    padded = [*keys, _PAD, _PAD, _PAD]
    for at in range(min(count, len(keys) + 1)):
        yield f"{side}{at} {padded[at]}"
    for at in range(min(count, len(keys))):
        yield f"{side}{at} m{middle[at]}"
        yield f"{side}{at} {padded[at]} {padded[at + 1]}"
    for at, key in enumerate(keys):
        yield f"{side} {key}"
        yield f"{side} c{fine[at]}"
        yield f"{side} m{middle[at]}"


def _doer(before: Sequence[Token], cues: Cues, alike: Alike) -> Iterator[str]:
    """Who was last named before it, and what they do."""
    for back, token in enumerate(reversed(before)):
        person = cues.person(token.lower)
        if person is None:
            continue
        at = len(before) - 1 - back
        rest = before[at + 1 : at + 5]
        lead = spelling(before[at - 1]) if at else _PAD
        yield f"who {person}"
        yield f"who {person} {min(back, 6)}"
        yield f"who {spelling(token)}"
        yield f"lead {lead} {person}"
        verb = next((word for word in rest if word.tag.startswith(_VERBS)), None)
        if rest:
            yield f"does {person} {spelling(rest[0])}"
            yield f"does {person} m{alike.names(rest[:1], MIDDLE)[0]}"
        if verb:
            yield f"verb {person} {spelling(verb)}"
            yield f"verb {person} {verb.tag}"
            yield f"verb {person} m{alike.names([verb], MIDDLE)[0]}"
        return
    yield "who nobody"


def _whom(doc: Document, cues: Cues) -> str:
    """Whether the message speaks of the sender, of others, or of both."""
    whom = {cues.person(token.lower) for token in doc.tokens}
    return f"{Person.SENDER in whom:d}{Person.OTHER in whom:d}"
