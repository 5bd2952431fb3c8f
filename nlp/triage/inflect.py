"""Which forms an English verb is typed in, dropped g included."""

from __future__ import annotations

from nlp.qualifiers.tense import Form

_VOWELS = frozenset("aeiou")
_PARTS = 3


def inflected(verb: str) -> list[tuple[str, Form]]:
    """The forms of a verb with their shapes.

    Args:
        verb: a base with what follows it ("bag up"), or "base past participle" where the
            three differ from the rule and are each one word, marked by a shared first
            letter; a trailing "-" leaves out the base and the third person, which are
            other words ("glass-").
    """
    bare = verb.endswith("-")
    words = verb.rstrip("-").split()
    past = participle = ""
    if len(words) == _PARTS and words[0][0] == words[1][0] == words[2][0]:
        base, past, participle = words
        rest = ""
    else:
        base, rest = words[0], "".join(f" {word}" for word in words[1:])
    past = past or _past(base)
    ing = _ing(base)
    forms = [(past, Form.PAST), (participle or past, Form.PAST), (ing, Form.ING)]
    forms += [(ing[:-1], Form.ING)]
    if not bare:
        forms += [(base, Form.BASE), (_third(base), Form.THIRD)]
    return [(form + rest, shape) for form, shape in forms]


def _doubles(base: str) -> bool:
    if len(base) < 3 or base[-1] in _VOWELS or base[-1] in "wxy":
        return False
    vowels = sum(letter in _VOWELS for letter in base)
    return vowels == 1 and base[-2] in _VOWELS


def _ing(base: str) -> str:
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1] + "ing"
    return base + (base[-1] if _doubles(base) else "") + "ing"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + (base[-1] if _doubles(base) else "") + "ed"


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
