"""How are clock times put together: half seven, the back of nine, 6 til midnight?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.times.ages import is_age, is_count, is_rough
from nlp.times.atoms import read_clock
from nlp.times.dotted import late_dotted, noughted, service
from nlp.times.grammar import Build, Rule, Scene, join, of, only, rule
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Tense
from nlp.times.moments import settle
from nlp.times.values import Clock, Day, Edge, Length, Part, Unit, Window

# After a bare number, what makes it a count, a house or a date rather than a clock time.
_FREE = (
    "(?! orso? (other|units|unit|number|few|of|length|times|ordinal|year|slashed|month"
    "|weak_month|to|dash|and number|and clock))"
)
_TIME = "(clock|number|dotted)"
# Events by day begin from nine on, and end before six.
_OPENS, _SHUTS = 9 * 60, 6 * 60
_HALF = 30


def _hour(item: Item) -> Clock | None:
    if isinstance(item.value, Clock):
        return item.value
    if isinstance(item.value, int) and 1 <= item.value <= 12:
        return Clock(item.value % 12 * 60)
    return None


def _shifted(items: Sequence[Item], minutes: int, name: str) -> list[Item] | None:
    hour = _hour(items[-1])
    if hour is None or hour.minute % 60:
        return None
    span = 1440 if hour.fixed else 720
    return join(Kind.CLOCK, items, replace(hour, minute=(hour.minute + minutes) % span), name)


def _half(items: Sequence[Item], _: Scene) -> list[Item] | None:
    return _shifted(items, 30, "clock_half")


def _quarter(items: Sequence[Item], _: Scene) -> list[Item] | None:
    return _shifted(items, -15 if of(items, Kind.TO) else 15, "clock_quarter")


def _minutes(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``ten to 8``, ``20 past seven``; ``5 to 10 lads`` is a count."""
    said = items[0].value
    counted = isinstance(said, Length) and said.unit is Unit.MINUTE and said.amount < _HALF
    minutes = said.amount if isinstance(said, Length) else said
    if isinstance(minutes, int) and (counted or minutes in (5, 10, 20, 25)):
        if of(items, Kind.PAST):
            return _shifted(items, minutes, "clock_past")
        spelled = not scene.doc.tokens[items[0].first].lower.isdigit()
        if counted or spelled or scene.led(items[0], "at"):
            return _shifted(items, -minutes, "clock_to")
    return None


def _plain(name: str, *, lead: int = 0) -> Build:
    def build(items: Sequence[Item], scene: Scene) -> list[Item] | None:
        clock = next((c for c in map(_hour, of(items, *_ENDS)) if c), None)
        if clock is None or is_count(items[0], scene) or is_age(items[lead], scene):
            return None
        return [*items[:lead], *join(Kind.CLOCK, items[lead:], clock, name)]

    return build


_ENDS = (Kind.CLOCK, Kind.NUMBER, Kind.DOTTED)


def _with_part(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    clock, (part,) = _hour(items[0]), only(items, Part)
    if clock is None or (items[0].kind is Kind.NUMBER and scene.led(items[0], "trade")):
        return None
    return join(Kind.CLOCK, items, replace(clock, part=part), "clock_part")


def _military(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    if not scene.led(items[0], "at"):
        return None
    clock = read_clock(f"{items[0].value:04}hrs")
    return join(Kind.CLOCK, items, clock, "clock_military") if clock else None


def _before_named(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    clock, day = _hour(items[0]), items[1].value
    cued = scene.led(items[0], "at") or scene.led(items[0], "before_weak")
    if clock is None or not isinstance(day, Day) or not (day.part or cued):
        return None
    return [*join(Kind.CLOCK, items[:1], clock, "clock_named"), items[1]]


def _while(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``nine while five``: northern for "until"."""
    if not scene.lexicon.has("while", scene.doc.tokens[items[1].first].lower):
        return None
    return _range(items, scene)


def _at_hour(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``at 22 hour``: what speakers of other languages say for "at ten"."""
    length = only(items, Length)[0]
    said = scene.doc.tokens[items[0].first].lower
    if length.unit is not Unit.HOUR or length.few or said not in scene.lexicon.sets["sharp_at"]:
        return None
    if not 1 <= length.amount <= 24:
        return None
    clock = read_clock(f"{length.amount}:00")
    return [items[0], *join(Kind.CLOCK, items[1:], clock, "clock_at_hour")] if clock else None


def _of_hour(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``at 10 past``: of this hour, or of the next where that has gone by."""
    minutes = next((i.value for i in of(items, Kind.NUMBER)), None)
    if of(items, Kind.QUARTER, Kind.HALF):
        minutes = 15 if of(items, Kind.QUARTER) else 30
    if not isinstance(minutes, int) or minutes not in (5, 10, 15, 20, 25, 30):
        return None
    at = scene.doc.at
    hour = at.hour + (minutes < at.minute and scene.tense(items) is not Tense.PAST)
    clock = Clock(hour % 24 * 60 + minutes, fixed=True)
    return [items[0], *join(Kind.CLOCK, items[1:], clock, "clock_of_hour")]


def _range(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    ends = [c for c in map(_hour, of(items, *_ENDS)) if c]
    if len(ends) != 2 or is_count(items[0], scene):
        return None
    first, second = ends
    if second.part and not first.part:
        second = settle(second, None)
    if second.fixed and not first.fixed and not first.part:
        first = _like(first, second)
    return join(Kind.WINDOW, items, Window(first, second), "clock_range")


def _day_range(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``14 March 11-1``: the hours of an event by day, where they can be."""
    if items[0].kind is Kind.COMMA:
        made = _day_range(items[1:], scene)
        return made and [items[0], *made]
    first, second = (_hour(item) for item in of(items, *_ENDS))
    if first and second and not first.fixed and first.minute >= _OPENS and second.minute < _SHUTS:
        window = Window(
            replace(first, fixed=True), replace(second, minute=second.minute + 720, fixed=True)
        )
        return join(Kind.WINDOW, items, window, "clock_range")
    return _range(items, scene)


def _like(first: Clock, second: Clock) -> Clock:
    """A start without am or pm before an end that has it: ``6-8pm``, ``11 til 2am``."""
    choices = (first.minute, first.minute + 720)
    minute = min(choices, key=lambda m: (second.minute - m - 1) % 1440)
    return Clock(minute, fixed=True, part=first.part)


def _military_range(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``between 2200 and 2330 hrs``; ``between 2022 and 2024`` are years."""
    values = [item.value for item in of(items, Kind.YEAR, Kind.CLOCK)]
    if all(isinstance(value, int) and 1990 <= value <= 2039 for value in values):
        return None
    ends = [read_clock(f"{v:04}hrs") if isinstance(v, int) else v for v in values]
    if not all(isinstance(end, Clock) for end in ends):
        return None
    start, end = (end for end in ends if isinstance(end, Clock))
    return join(Kind.WINDOW, items, Window(start, end), "clock_military_range")


def _edge(items: Sequence[Item], _: Scene) -> list[Item] | None:
    clocks = [c for c in map(_hour, of(items, *_ENDS)) if c]
    if not clocks:
        return None
    edge = {
        Kind.UNTIL: Edge.UNTIL, Kind.SINCE: Edge.SINCE, Kind.BEFORE: Edge.BEFORE
    }.get(items[0].kind, Edge.AFTER)  # fmt: skip
    clock = clocks[0]
    window = Window(None, clock, edge) if edge is Edge.UNTIL else Window(clock, None, edge)
    return join(Kind.WINDOW, items, window, f"clock_{edge}")


def _open_range(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    late = scene.doc.tokens[items[-1].first].lower
    clock = next((c for c in map(_hour, of(items, *_ENDS)) if c), None)
    if clock is None or not scene.lexicon.has("late", late):
        return None
    return join(Kind.WINDOW, items, Window(clock, None, Edge.AFTER), "clock_until_late")


def _alone(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    clock = _hour(items[0])
    if clock is None or (is_rough(items[0], scene) and is_age(items[0], scene, rough=True)):
        return None
    return join(Kind.WINDOW, items, Window(clock), items[0].rule or "clock")


CLOCKS: tuple[Rule, ...] = (
    rule("half", "half number (?!unit|units)", _half),
    rule("quarter", "quarter (past|to|after|of) (number|clock)", _quarter),
    rule("minutes_past", "(number|length) past (number|clock) (?!unit|units)", _minutes),
    rule("minutes_to", f"(number|length) to (number {_FREE}|clock)", _minutes),
    rule("oclock", "number oclock", _plain("clock_oclock")),
    rule("back_of", f"(back_of|gone) (clock|number {_FREE}|dotted)", _plain("clock_back_of")),
    rule("back_of_range", "back_of number (?=(to|until|dash) at? (clock|number))",
        _plain("clock_back_of")),
    rule("with_part", f"{_TIME} orso? (in|at) (the|this|a)? part", _with_part),
    rule("clock_part", "clock part", _with_part),
    rule("military_range", "(between|from) year (and|to|dash|until) (year|clock)", _military_range),
    rule("military", "year (?!month|other)", _military),
    rule("before_named", "(number|dotted) named", _before_named),
    rule("number_every", "(number|dotted) (?=every (part|unit))", _plain("clock_every")),
    rule("service", "the dotted", service),
    rule("late_dotted", "dotted (?!units|unit)", late_dotted),
    rule("noughted", "dotted", noughted),
    rule(
        "between",
        f"between (the? units of)? the? at? {_TIME} (and|to|dash|until) "
        f"at? gone? (clock|dotted|number {_FREE})",
        _range,
    ),
    rule(
        "from_to",
        f"from at? {_TIME} (orso)? (to|until|dash) at? "
        f"(back_of|gone)? (clock|dotted|number {_FREE})",
        _range,
    ),
    rule("until_late", f"from? {_TIME} (until|to|dash) timing", _open_range),
    rule(
        "half_range",
        "(clock orso? (to|until|dash) at? "
        f"(clock|dotted|number {_FREE})|(number|dotted) (until|to|dash) at? clock)",
        _range,
    ),
    rule("while", f"(clock|number|dotted) (follow|other) (clock|dotted|number {_FREE})", _while),
    rule(
        "of_hour",
        "(at|for|until|before) (number|quarter|half) past (?!number|clock|dotted)",
        _of_hour,
    ),
    rule("til_range", f"(number|dotted) until at? (dotted|number {_FREE})", _range),
    rule(
        "bare_range",
        "(?<=habit|weekdays|weekday|weak_weekday|part|parts|list|at) "
        f"(number|dotted) (to|dash) at? (dotted|number {_FREE})",
        _range,
    ),
    rule(
        "range_of_date",
        "(?<=month|weak_month|year|ordinal|named) comma? (number|dotted) "
        "(to|dash|until) at? (dotted|number)(?=stop|comma|break|follow|at|$)",
        _day_range,
    ),
    rule(
        "range_of_days",
        "(number|dotted) (to|dash|until) at? (dotted|number)"
        "(?= comma? at? (weekday (to|dash|until|and)|weekdays|every))",
        _range,
    ),
    rule(
        "edge",
        "(until|since|after|before|from) at? "
        f"gone? (clock|dotted|number {_FREE}) orso?",
        _edge,
    ),
    rule("edge_to", "(until|before) at? number (?=to (other|follow))", _edge),
    rule("cued", f"at (number {_FREE}|dotted) orso?", _plain("clock_cued", lead=1)),
    rule("at_hour", "at length", _at_hour),
    rule("or_so", "clock orso", _plain("clock")),
    rule("alone", "clock", _alone),
)  # fmt: skip
