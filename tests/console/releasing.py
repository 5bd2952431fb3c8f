"""Tips on their way out: hostile words, and the two people who let them go."""

from __future__ import annotations

from typing import Any

from core.analysis import Analysis, Person, Phone, Safeguarding, Time, TimeKind, Triage, Vehicle
from core.grading import Grade
from core.people import Member
from core.tip import Details, HowKnown, OthersKnow, Part, Question
from tests.console.desk import Console
from tests.storage.samples import a_part, a_tip

GRADE = Grade(source="2", assessment="A", handling="C", conditions=("A1", "S2"))
SAID = "Dave in a red Golf AB12 CDE, 07700 900123, sells weed every Friday"


def a_report_part(text: str = SAID) -> Part:
    """A part in which everything that can be found was found, if it is there."""

    def at(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    found: dict[str, Any] = {}
    if text == SAID:
        found = {
            "people": (Person(**at("Dave")),),
            "vehicles": (Vehicle(**at("red Golf AB12 CDE"), plate="AB12 CDE", colour="red"),),
            "phones": (Phone(**at("07700 900123"), number="+447700900123"),),
            "times": (
                Time(**at("every Friday"), kind=TimeKind.RECURRING, rrule="FREQ=WEEKLY;BYDAY=FR"),
            ),
        }
    else:
        found = {"people": (Person(start=0, end=len(text), text=text),)}
    return Part(Question.REPORT, Analysis(text=text, triage=Triage.QUEUE, sanitised=text, **found))


async def keep(console: Console, name: str, *, text: str = SAID, **changes: Any) -> None:
    """A new tip with an addition's worth of words and everything of a sender that is kept."""
    details = Details(
        parts=(a_report_part(text), a_part()),
        triage=Triage.EMERGENCY,
        safeguarding=(Safeguarding.CUCKOOING,),
        how_known=HowKnown.SAW,
        others_know=OthersKnow.NO,
        happening="not_sure",
        pin=(51.54, 0.71),
        reported_on=console.clock.now().date(),
    )
    tip = a_tip(id=name, details=details, **changes)
    await console.store.public.intake.keep(name.encode().ljust(32, b"."), tip)


async def release(console: Console, name: str, **changes: Any) -> None:
    """Keep a tip, and take it all the way to released: the analyst grades, the lead lets it go."""
    await keep(console, name, **changes)
    analyst, lead = member(console, "analyst"), member(console, "lead")
    await console.parts.desk.claim(name, member=analyst)
    await console.parts.grading.grade(name, GRADE, member=analyst)
    await console.parts.grading.release(name, member=lead)


def member(console: Console, name: str) -> Member:
    return console.gate.members[name]
