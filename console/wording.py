"""What pages call the values of the domain: `words.toml`, and how times are written."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

from core.analysis import Place, Time, Vehicle

_LONDON = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Words:
    """Names by group and value."""

    groups: dict[str, dict[str, str]]

    @classmethod
    def shipped(cls) -> Words:
        """The names in `words.toml`."""
        content = tomllib.loads(files("console").joinpath("words.toml").read_text("utf-8"))
        return cls({name: group for name, group in content.items() if name != "about"})

    def of(self, group: str, value: object) -> str:
        """The name of a value.

        Raises:
            KeyError: `words.toml` does not know it.
        """
        return self.groups[group][str(value)]

    def drug(self, key: str) -> str:
        """A drug as a table shows it: `monkey dust` is *Monkey dust*."""
        return self.groups["drug"].get(key, key.capitalize())

    def drug_or_none(self, key: str) -> str:
        """A drug as a chart shows it; tips that name none have a name too."""
        return self.drug(key) if key else self.groups["picture"]["no_drug"]

    def action(self, name: str) -> str:
        """What somebody did; one without words yet under its own name."""
        return self.groups["action"].get(name, name.replace("_", " ").capitalize())

    def place(self, place: Place) -> str:
        """What is known of a place beyond its words."""
        known = [self.of("place", place.kind), place.town, place.postcode]
        if place.latitude is not None and place.longitude is not None:
            exact = f", {self.of('precision', place.precision)}" if place.precision else ""
            known.append(f"{place.latitude:.4f}, {place.longitude:.4f}{exact}")
        return " · ".join(filter(None, known))

    def time(self, said: Time) -> str:
        """What is known of a time beyond its words."""
        span = " to ".join(_written(each) for each in (said.start_at, said.end_at) if each)
        habit = self._habit(said.rrule) if said.rrule else self.of("time", said.kind)
        return " · ".join(filter(None, [habit, span]))

    def _habit(self, rule: str) -> str:
        """A recurrence in words; one that is not simple as it stands (RFC 5545)."""
        fields = dict(pair.split("=", 1) for pair in rule.split(";") if "=" in pair)
        unit = self.groups["unit"].get(fields.pop("FREQ", ""))
        step = fields.pop("INTERVAL", "1")
        days = [self.groups["day"].get(day) for day in fields.pop("BYDAY", "").split(",") if day]
        if unit is None or fields or None in days:
            return rule
        often = f"every {unit}" if step == "1" else f"every {step} {unit}s"
        names = ", ".join(day for day in days if day)
        if names and step == "1" and unit == "week":
            return f"every {names}"
        return f"{often}: {names}" if names else often


def vehicle(found: Vehicle) -> str:
    """What is known of a vehicle beyond its words."""
    return " · ".join(filter(None, (found.plate, found.colour, found.make)))


def hour(at: datetime, now: datetime) -> str:
    """A time that is known to the hour, on the clock of the force; a year only when another."""
    local = at.astimezone(_LONDON)
    year = "" if local.year == now.astimezone(_LONDON).year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H}h"


def local_day(moment: datetime) -> date:
    """The day on the clock of the force."""
    return moment.astimezone(_LONDON).date()


def midnight(day: date) -> datetime:
    """When a day begins on the clock of the force."""
    return datetime.combine(day, time.min, _LONDON)


def minute(at: datetime) -> str:
    """A time to the minute, on the clock of the force."""
    local = at.astimezone(_LONDON)
    return f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M}"


def day_of(day: date) -> str:
    """A day as people write it."""
    return f"{day.day} {day:%B %Y}"


def clock_time(at: datetime) -> str:
    """Hours and minutes, on the clock of the force."""
    return f"{at.astimezone(_LONDON):%H:%M}"


def age(at: datetime, now: datetime) -> str:
    """How long ago something was, in one unit."""
    passed = now - at.astimezone(UTC)
    if passed >= _DAY:
        return f"{passed.days} d"
    return f"{max(0, passed.seconds // 3600) if passed.days >= 0 else 0} h"


def _written(iso: str) -> str:
    """A local ISO date or time as people write it; a clock time as it stands."""
    if "-" not in iso:
        return iso
    moment = datetime.fromisoformat(iso)
    day = f"{moment:%a} {moment.day} {moment:%b %Y}"
    return f"{day}, {moment:%H:%M}" if "T" in iso else day
