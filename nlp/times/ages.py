"""Is a figure a count or somebody's age, and no clock time: ``about 10 lads``, ``a boy, 14ish``?"""

from __future__ import annotations

from nlp.times.grammar import Scene
from nlp.times.kinds import Item, Kind

_AGE_REACH = 6
_DIGITS = "0123456789-"


def is_count(item: Item, scene: Scene) -> bool:
    """Whether "about 10" counts something: ``a boy about 10``, ``there were about 10``."""
    if item.kind is not Kind.NUMBER:
        return False
    return scene.led(item, "rough") and scene.led(item, "counting", 2)


def is_age(item: Item, scene: Scene, *, rough: bool = False) -> bool:
    """``a wee boy about nine``, ``lad of about eleven``, ``lad, 14ish``: how old somebody is."""
    if item.kind is not Kind.NUMBER and not rough:
        return False
    if scene.led(item, "rough") and scene.led(item, "looking", 2):
        return True
    for back in range(1, _AGE_REACH):
        said = scene.before(item, back)
        word = said.removesuffix("'s")
        if scene.lexicon.has("young", word) or scene.lexicon.has("young", said):
            return True
        if not scene.lexicon.has("before_age", word):
            return back > 1 and word == "of"
    return False


def is_rough(item: Item, scene: Scene) -> bool:
    """``14ish``."""
    return scene.lexicon.has("ish", scene.doc.tokens[item.last - 1].lower.lstrip(_DIGITS))
