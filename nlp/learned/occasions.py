"""What stands around an expression of time, as features of whether the activity was then."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from core.analysis import Time, TimeKind
from nlp.document import Document, Token
from nlp.learned.alike import COARSE, FINE, MIDDLE, Alike
from nlp.learned.cues import Cues, Person
from nlp.learned.wording import spelling

_BEFORE, _AFTER = 5, 4
"""So many words on either side count by their place."""
_FAR_BEFORE, _FAR_AFTER = 14, 10
"""So many count as being there at all."""
_TOUCH = 6
"""So few code points lie between two times that touch: ``Friday, about ten``."""
_VERBS = ("VB", "MD")
_PAD = "#"
_ENDS = frozenset(".!?;")
_AGES = ((-1, "ahead"), (0, "this year"), (2, "lately"), (5, "years"))


def occasions(
    doc: Document, times: Sequence[Time], cues: Cues, alike: Alike, among: Sequence[Time] = ()
) -> list[list[str]]:
    """For each expression the names of its features, each of value 1.

    The work grows with the text and the expressions, not with their product.

    Args:
        doc: the message.
        times: expressions, whether the rules take them for times of the activity or not.
        cues: which words speak of whom.
        alike: which words are alike.
        among: what the rules take for times of the activity, in order; one of ``times`` may be
            there too.
    """
    if not times:
        return []
    starts = [token.start for token in doc.tokens]
    begun = [time.start for time in among]
    whole = f"all {_told_of(doc.tokens, cues)}"
    rows: list[list[str]] = []
    for time in times:
        first, last = bisect_right(starts, time.start) - 1, bisect_left(starts, time.end)
        place = (first, last)
        beside = _beside(doc, time, place, among, begun)
        rows.append([*_around(doc, time, place, cues, alike), *beside, whole])
    return [list(dict.fromkeys(row)) for row in rows]


def _around(
    doc: Document, time: Time, place: tuple[int, int], cues: Cues, alike: Alike
) -> list[str]:
    """What stands around the tokens ``[first, last)`` of an expression, in its sentence."""
    first, last = place
    begin, end = _sentence_start(doc.tokens, first), _sentence_end(doc.tokens, last)
    inside, before, after = doc.tokens[first:last], doc.tokens[begin:first], doc.tokens[last:end]
    names = [f"rule {time.rule}", f"kind {time.kind}", f"at {min(first - begin, 3)}"]
    names.append(f"old {_age(doc, time)} {time.rule}")
    names.append(f"old {_age(doc, time)}")
    names += [f"in {spelling(token)}" for token in inside]
    names += _told_inside(inside, cues, alike)
    names.append("whole " + " ".join(spelling(token) for token in inside[:4]))
    names += _placed(before[::-1], "b", _BEFORE, alike)
    names += _placed(after, "a", _AFTER, alike)
    names += _doer(before, cues, alike)
    names += _clause(doc, place, cues, alike)
    names.append(f"about {_told_of((*before, *after), cues)}")
    return names


def _beside(
    doc: Document, time: Time, place: tuple[int, int], among: Sequence[Time], begun: list[int]
) -> Iterator[str]:
    """Which other times stand in its sentence, and whether one touches it."""
    first, last = place
    begin, end = _sentence_start(doc.tokens, first), _sentence_end(doc.tokens, last)
    low = bisect_left(begun, doc.tokens[begin].start)
    high = bisect_left(begun, doc.tokens[end - 1].end)
    near = [one for one in among[low:high] if one.end <= time.start or one.start >= time.end]
    yield f"times {min(len(among), 3)}"
    yield f"beside {min(len(near), 2)}"
    for one in near:
        yield f"beside {one.kind}"
        if -_TOUCH < one.start - time.end < _TOUCH or -_TOUCH < time.start - one.end < _TOUCH:
            yield f"touches {one.kind}"


def _told_inside(inside: Sequence[Token], cues: Cues, alike: Alike) -> Iterator[str]:
    """What an event is: the kind of its words, its verb and whose it is."""
    yield from (f"in m{name}" for name in alike.names(inside, MIDDLE))
    yield from (f"in c{name}" for name in alike.names(inside, FINE))
    lead = spelling(inside[0]) if inside else _PAD
    verb = next((token.tag for token in inside if token.tag.startswith(_VERBS)), "-")
    person = next((p for token in inside[1:] if (p := cues.person(token.lower))), "-")
    yield f"inside {lead} {verb}"
    yield f"inside {lead} {person}"
    yield f"inside {verb} {person}"
    if len(inside) > 1:
        yield f"inside {lead} {inside[1].tag}"
        yield f"inside {lead} {spelling(inside[1])}"


def _age(doc: Document, time: Time) -> str:
    """How many years back it lies, roughly; ``-`` where it names no date."""
    if time.kind is not TimeKind.POINT or not time.start_at:
        return "-"
    years = doc.at.year - int(time.start_at[:4])
    return next((name for most, name in _AGES if years <= most), "long")


def _sentence_start(tokens: Sequence[Token], at: int) -> int:
    """The token after the last full stop before, or as far back as words count."""
    least = max(0, at - _FAR_BEFORE)
    while at > least and tokens[at - 1].lower not in _ENDS:
        at -= 1
    return at


def _sentence_end(tokens: Sequence[Token], at: int) -> int:
    most = min(len(tokens), at + _FAR_AFTER)
    while at < most and tokens[at].lower not in _ENDS:
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


def _clause(doc: Document, place: tuple[int, int], cues: Cues, alike: Alike) -> Iterator[str]:
    """How the clause of an expression begins, who is named in it and what they do."""
    first, last = place
    clause = doc.clauses[doc.tokens[first].clause]
    least, most = max(clause.first, first - _FAR_BEFORE), min(clause.last, last + _FAR_AFTER)
    rest = [*doc.tokens[least:first], *doc.tokens[last:most]]
    yield f"clause {_told_of(rest, cues)} {min(len(rest), 3)}"
    if not rest:
        return
    yield f"opens {spelling(rest[0])}"
    yield f"opens {rest[0].tag}"
    subject = next((token for token in rest if cues.person(token.lower)), None)
    verbs = [token for token in rest if token.tag.startswith(_VERBS)]
    yield f"subject {spelling(subject) if subject else _PAD}"
    yield f"verbs {' '.join(token.tag for token in verbs[:2])}"
    for token, group in zip(verbs, alike.names(verbs, MIDDLE), strict=True):
        yield f"clause verb {spelling(token)}"
        yield f"clause verb m{group}"
    for group in alike.names(rest, COARSE):
        yield f"clause g{group}"


def _told_of(tokens: Sequence[Token], cues: Cues) -> str:
    """Whether words speak of the sender, of others, or of both."""
    whom = {cues.person(token.lower) for token in tokens}
    return f"{Person.SENDER in whom:d}{Person.OTHER in whom:d}"
