"""How far a name reaches to the left of a word such as ``road``, or to the right of ``Heol``."""

from __future__ import annotations

from nlp.places.reading import Reading

_LONGEST_CAPITAL = 6
_LONGEST_FLAT = 3
_ORDINALS = ("st", "nd", "rd", "th")


def name_start(reading: Reading, at: int) -> int:
    """First token of the name that ends before token ``at``; ``at`` itself where there is none."""
    if reading.breaks(at) or not _usable(reading, at - 1):
        return at
    find = _capital_start if reading.cap(at - 1) else _flat_start
    return _without_lead(reading, find(reading, at), at)


def name_end(reading: Reading, at: int) -> int:
    """End (exclusive) of the name that starts at token ``at``; ``at`` where there is none."""
    lexicon, end = reading.lexicon, at
    capital = reading.cap(at)
    while end < reading.size and end - at < _LONGEST_FLAT + capital:
        word = reading.word(end)
        if (end > at and reading.breaks(end)) or reading.is_taken(end):
            break
        if word in lexicon.welsh or (word == "-" and reading.glued(end) and end > at):
            end += 1
        elif (
            not reading.is_word(end)
            or (capital and not reading.cap(end))
            or (
                not capital
                and (not lexicon.rare(word) or (end > at and not _after_joint(reading, end)))
            )
        ):
            break
        else:
            end += 1
    while end > at and not reading.is_word(end - 1):
        end -= 1
    return end


def _after_joint(reading: Reading, index: int) -> bool:
    return reading.word(index - 1) in reading.lexicon.welsh


def _usable(reading: Reading, index: int) -> bool:
    if index < 0 or reading.is_taken(index):
        return False
    word = reading.word(index)
    if _stop_of_saint(reading, index):
        return True
    ordinal = word[0].isdigit() and word.endswith(_ORDINALS)
    return ordinal or reading.is_word(index)


def _capital_start(reading: Reading, at: int) -> int:
    lexicon, start = reading.lexicon, at - 1
    while start > 0 and at - start < _LONGEST_CAPITAL and not reading.breaks(start):
        before = start - 1
        word = reading.word(before)
        if reading.is_taken(before):
            break
        if _hyphen(reading, before) or _stop_of_saint(reading, before):
            start -= 2
        elif reading.cap(before) and reading.is_word(before) and word not in lexicon.title:
            if word in lexicon.stop and not _inside(reading, before):
                break
            start = before
        elif word in lexicon.joint and _inside(reading, before) and not _parts(reading, before, at):
            start = before - 1
        else:
            break
    return start


def _hyphen(reading: Reading, index: int) -> bool:
    """Whether a hyphen joins the words on its sides."""
    marked = index > 0 and reading.word(index) == "-"
    return marked and reading.glued(index) and reading.glued(index + 1)


def _stop_of_saint(reading: Reading, index: int) -> bool:
    """Whether a full stop belongs to ``St.`` or ``Gt.``."""
    stopped = reading.word(index) == "." and reading.word(index - 1) in {"st", "gt"}
    return stopped and reading.glued(index)


def _inside(reading: Reading, index: int) -> bool:
    """Whether a small word stands between words with capitals that are no ordinary ones."""
    word = reading.word(index - 1)
    if word in reading.lexicon.type_words:
        return False
    if reading.word(index) not in reading.lexicon.joint or reading.is_taken(index - 1):
        return False
    return reading.cap(index - 1) and word not in reading.lexicon.stop and not reading.opens(index)


def _parts(reading: Reading, index: int, at: int) -> bool:
    """Whether a small word stands between two places: `Heathway and Church Elm Lane`."""
    lexicon, word = reading.lexicon, reading.word(index)
    if reading.word(at) not in lexicon.strong_streets:
        return False
    if word in {"and", "&"}:
        return True
    return word in {"of", "the"} and reading.word(index - 1) not in lexicon.nameable


def _flat_start(reading: Reading, at: int) -> int:
    lexicon, start = reading.lexicon, at
    while start > 0 and at - start < _LONGEST_FLAT:
        before = start - 1
        word = reading.word(before)
        if (start < at and reading.breaks(start)) or not _usable(reading, before):
            glued = word == "-" and reading.glued(before) and reading.glued(start)
            if glued and start < at and reading.is_word(before - 1) and start > 1:
                start -= 2
                continue
            break
        if word == ".":
            start -= 2
            continue
        if word in lexicon.stop or not (lexicon.namely(word) or word[0].isdigit()):
            break
        if len(word) == 1 and word.isalpha():
            break  # `byres rd n university ave`
        if start < at and word in lexicon.given and word not in lexicon.proper:
            break
        start = before
    return start


def _without_lead(reading: Reading, start: int, at: int) -> int:
    """Without ordinary words at the start that a capital of a sentence let in."""
    lexicon = reading.lexicon
    while start < at:
        word = reading.word(start)
        ordinary = word in lexicon.stop or (lexicon.ordinary(word) and word not in lexicon.nameable)
        leads = ordinary and (
            reading.opens(start) or word in lexicon.stop or not reading.cap(start)
        )
        if not leads and reading.is_word(start):
            return start
        if not leads and word[0].isdigit():
            return start
        start += 1
    return at
