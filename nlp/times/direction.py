"""Does the text around a span speak of the past, the present, a habit or the future?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.document import Document, Token
from nlp.times.kinds import Kind
from nlp.times.lexicon import Lexicon, Tense

_TAGS = {"VBD": Tense.PAST, "VBZ": Tense.PRESENT, "VBP": Tense.PRESENT}
# Only words of these tags and endings, and those of the vocabulary, are looked at for a tense.
_VERBS = frozenset({"VB", "VBD", "VBN", "VBP", "VBZ"})
_ENDINGS = frozenset({"ed", "ng", "n'"})
_REACH = 40
# A comma between a verb and a time parts them by so many words.
_COMMA = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that shows a tense: its token, the tense, and whether it can stand alone.

    A verb in -ing without a form of "be" (``was over there selling``) takes its time from
    another verb where there is one. ``watched``: somebody else does it (``he sells``).
    """

    at: int
    tense: Tense
    finite: bool = True
    habitual: bool = False
    watched: bool = False


class Direction:
    """The tenses of a document, found once and asked for each span."""

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self._doc = doc
        self._sentences = sentences(doc)
        self._cues = _cues(doc, lexicon)
        self._places = [cue.at for cue in self._cues]

    def sentence(self, token: int) -> int:
        """Number of the sentence or line that a token is in."""
        return self._sentences[token] if token < len(self._sentences) else 0

    def tense(self, first: int, last: int) -> Tense:
        """Tense of the verb nearest to tokens ``[first, last)``.

        The clause decides; where it has no verb, the rest of the sentence does.
        """
        chosen = self._chosen(first, last)
        if not chosen:
            return Tense.NONE
        nearest = self._nearest(chosen, first, last)
        tense = nearest.tense
        if tense is Tense.PAST and nearest.at >= last and self._is_participle(nearest, chosen):
            return Tense.FUTURE
        if tense is Tense.PROGRESSIVE and any(cue.habitual for cue in chosen):
            return Tense.PRESENT
        return tense

    def bare(self, first: int, last: int) -> str:
        """The verb in -ing, without a form of "be", that is nearest to a span, or ""."""
        cues = self._chosen(first, last)
        nearest = self._nearest(cues, first, last) if cues else None
        if nearest is None or nearest.finite or nearest.tense is not Tense.PROGRESSIVE:
            return ""
        return self._doc.tokens[nearest.at].lower

    def repeats(self, first: int, last: int) -> bool:
        """Whether the verb nearest to a span is of what others do again and again."""
        cues = self._chosen(first, last)
        return bool(cues) and self._nearest(cues, first, last).watched

    def _nearest(self, cues: Sequence[Cue], first: int, last: int) -> Cue:
        """The nearest verb; one beyond a comma (``due Monday, has been called off``) is far."""
        if len(cues) == 1:
            return cues[0]
        tokens = self._doc.tokens

        def far(cue: Cue) -> float:
            between = tokens[cue.at : first] if cue.at < first else tokens[last : cue.at]
            apart = any(token.lower == "," for token in between)
            return _distance(cue.at, first, last) + _COMMA * apart

        return min(cues, key=far)

    def _chosen(self, first: int, last: int) -> list[Cue]:
        clauses = {t.clause for t in self._doc.tokens[first:last]}
        near = self._near(first, last)
        inside = [c for c in near if self._doc.tokens[c.at].clause in clauses]
        chosen = inside or [c for c in near if self.sentence(c.at) == self.sentence(first)]
        return [cue for cue in chosen if cue.finite] or chosen

    def _is_participle(self, cue: Cue, others: Sequence[Cue]) -> bool:
        """``will appear on Thursday charged with murder``: the verb that counts leads up to it."""
        if self._doc.tokens[cue.at].tag != "VBN":
            return False
        leads = [other for other in others if other.at < cue.at]
        return bool(leads) and leads[-1].tense is Tense.FUTURE

    def _near(self, first: int, last: int) -> list[Cue]:
        low = bisect_left(self._places, first - _REACH)
        high = bisect_left(self._places, last + _REACH)
        return [c for c in self._cues[low:high] if not first <= c.at < last]


def _distance(at: int, first: int, last: int) -> float:
    """Tokens between; a verb before counts as nearer than one as far behind."""
    return first - at if at < first else at - last + 1.5


def sentences(doc: Document) -> list[int]:
    """For each token the number of its sentence; a new line begins a new one."""
    numbers: list[int] = []
    number = 0
    for index, token in enumerate(doc.tokens):
        if index:
            before = doc.tokens[index - 1]
            gap = doc.text[before.end : token.start]
            if "\n" in gap or (gap and before.lower in ".!?;"):
                number += 1
        numbers.append(number)
    return numbers


def _cues(doc: Document, lexicon: Lexicon) -> list[Cue]:
    tokens = doc.tokens
    known: dict[int, Tense] = {}
    for match in lexicon.tenses.find(tokens):
        known[match.first] = match.payload
        single = match.last - match.first == 1
        if single and lexicon.has("being", tokens[match.first].lower):
            # "We're" is no "were".
            known[match.first] = Tense.PROGRESSIVE
    cues: list[Cue] = []
    perfect = lexicon.sets["perfect"]
    for token in tokens:
        word = token.lower
        shows = token.index in known or token.tag in _VERBS or word[-2:] in _ENDINGS
        if not shows and word not in perfect:
            continue
        tense = _tense_of(token, tokens, known.get(token.index), lexicon)
        if tense and (tense := _weighed(tense, token, tokens, lexicon)) is not Tense.NONE:
            finite = _is_finite(token, tokens, tense, lexicon)
            often = lexicon.has("habit_adverb", token.lower)
            known_verb = known.get(token.index) is Tense.PRESENT
            watched = known_verb and tense is Tense.PRESENT and _is_watched(token, tokens, lexicon)
            cues.append(Cue(token.index, tense, finite, often, watched))
        elif _is_headline(token, tokens, lexicon):
            cues.append(Cue(token.index, Tense.FUTURE, finite=False))
    return cues


def _tense_of(
    token: Token, tokens: Sequence[Token], known: Tense | None, lexicon: Lexicon
) -> Tense | None:
    """What a word shows by itself, whatever stands before it."""
    if lexicon.has("perfect", token.lower) and _has_participle(token, tokens):
        return Tense.PAST
    if _is_adjective(token, tokens, lexicon) or _is_day(token, lexicon):
        return None
    tense = known or _by_tag(token, tokens, lexicon) or _by_shape(token, lexicon)
    if tense is Tense.PRESENT and not _is_verb(token, tokens, lexicon):
        return None
    return tense


def _is_day(token: Token, lexicon: Lexicon) -> bool:
    """``Sat``, where the tagger takes it for a name."""
    entry = lexicon.entries.get(token.lower)
    return entry is not None and entry.kind is Kind.WEAK_WEEKDAY and token.tag == "NNP"


def _is_adjective(token: Token, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """``a sponsored walk``."""
    at = token.index
    if token.tag != "VBN" or not 0 < at < len(tokens) - 1:
        return False
    return lexicon.has("determiner", tokens[at - 1].lower) and tokens[at + 1].tag.startswith("N")


def _is_finite(token: Token, tokens: Sequence[Token], tense: Tense, lexicon: Lexicon) -> bool:
    """Whether a verb can stand alone: not ``selling`` and ``charged`` without a form of "be"."""
    if tense is Tense.PROGRESSIVE and token.lower.endswith(("ing", "in", "in'")):
        return _led_by_be(token, tokens, lexicon)
    return True


def _is_headline(token: Token, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """``Draper to face Sinner``: an infinitive after a name or a noun is to come."""
    at = token.index
    if token.tag != "VB" or at < 2 or lexicon.has("reporting", token.lower):
        return False
    return tokens[at - 1].lower == "to" and tokens[at - 2].tag in ("NN", "NNP", "NNPS", "NNS")


def _has_participle(token: Token, tokens: Sequence[Token]) -> bool:
    """``have charged``."""
    near = tokens[token.index + 1 : token.index + 3]
    return any(other.tag == "VBN" and not other.lower.startswith("got") for other in near)


def _led_by_be(token: Token, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    before = (tokens[i].lower for i in range(max(0, token.index - 3), token.index))
    return any(lexicon.has("being", word) for word in before)


def _is_watched(token: Token, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """``he sells``, ``Deals``; what is on a timetable (``he flies``) is done once."""
    before = tokens[token.index - 1].lower if token.index else ""
    opens = token.lower.endswith("s") and not before[-1:].isalnum()
    return (opens or lexicon.has("watched", before)) and not lexicon.has("timetabled", token.lower)


def _is_verb(token: Token, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a form that may be a noun too (``park``, ``drops``) is a verb where it stands."""
    before = tokens[token.index - 1].lower if token.index else ""
    if lexicon.has("praised", before):
        return False
    if token.tag and token.tag != "VB":
        return token.tag.startswith("V") or token.tag in ("UH", "RB")
    if token.lower.endswith("s") and not token.lower.endswith("ss"):
        return before not in lexicon.sets["determiner"]
    plural = len(before) > 3 and before.endswith("s")
    if lexicon.has("infinitive_before", before):
        return True
    return plural or before in lexicon.sets["subject"] or token.lower.endswith(("ly", "ways"))


def _by_tag(token: Token, tokens: Sequence[Token], lexicon: Lexicon) -> Tense | None:
    if lexicon.has("stopping", token.lower):
        return None
    # Of the modals only those of the vocabulary are future: "can you pass it on" is not.
    if token.tag == "VBZ" and token.text[0].isupper() and token.text[1:].islower() and token.index:
        # "City beat Spurs": a name in the midst of a sentence.
        return None if tokens[token.index - 1].lower[-1:].isalnum() else Tense.PRESENT
    return _TAGS.get(token.tag)


def _by_shape(token: Token, lexicon: Lexicon) -> Tense | None:
    word = token.lower
    if token.tag in ("JJ", "NNP") and word.endswith("ed"):
        return None  # `tinted`, `Ofsted`
    if len(word) > 4 and word.endswith("ed") and word not in lexicon.shapes["not_past"]:
        return Tense.PAST
    if (
        len(word) > 5
        and word.endswith(("ing", "in'"))
        and word not in lexicon.shapes["not_progressive"]
    ):
        return Tense.PROGRESSIVE
    return None


def _weighed(tense: Tense, token: Token, tokens: Sequence[Token], lexicon: Lexicon) -> Tense:
    """What a word before a verb makes of it: ``was selling``, ``will come``, ``to sell``."""
    before = [tokens[i].lower for i in range(max(0, token.index - 3), token.index)]
    if tense is Tense.PROGRESSIVE and any(lexicon.has("past_before", w) for w in before):
        return Tense.PAST
    if tense is Tense.PAST and before and lexicon.has("passive", before[-1]):
        return Tense.NONE
    if tense is Tense.PAST and before and lexicon.has("infinitive_before", before[-1]):
        # Forms that are base and past alike: "due to hit", "will set".
        return Tense.NONE if token.lower.endswith("ed") else Tense.FUTURE
    if tense is not Tense.PRESENT or not before:
        return tense
    if lexicon.has("infinitive_before", before[-1]):
        lead = [tokens[i].lower for i in range(max(0, token.index - 5), token.index - 1)]
        asked = any(lexicon.has("telling", word) for word in lead)
        return Tense.FUTURE if asked else Tense.NONE
    if lexicon.has("does_not", before[-1]) and any(lexicon.has("if", word) for word in before):
        # "If I don't go at half six": what is to be done.
        return Tense.FUTURE
    return Tense.PAST if lexicon.has("did", before[-1]) else tense
