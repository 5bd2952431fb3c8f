"""A year of sample tips under test, read without the analysis: where, when, which drug."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from app.geography import shipped_atlas
from app.samples import SampleTip, sample_tips
from core.analysis import Analysis, Drug, Place, PlaceKind, Precision, Time, TimeKind, Triage
from core.ports import Intake
from core.survey import DAYS
from core.tip import Details, Part, Priority, Question, Status, Tip
from tests.storage.samples import a_tip

_CODE = re.compile(r"\b([A-Z]{2}\d{1,2}) (\d)[A-Z]{2}\b")
_PRESSING = re.compile(r"\b(knife|knives|gun|machete|boys?|girls?|kids?|scared)\b", re.IGNORECASE)
_AT_RISK = re.compile(r"\b(boys?|girls?|kids?|scared)\b", re.IGNORECASE)
_DRUGS = {
    "coke": "cocaine",
    "cocaine": "cocaine",
    "crack": "crack",
    "heroin": "heroin",
    "weed": "cannabis",
    "cannabis": "cannabis",
    "pills": "mdma",
    "ket": "ketamine",
    "spice": "synthetic cannabinoids",
}


def is_of_the_picture(sample: SampleTip) -> bool:
    """Whether the picture counts a sample."""
    return sample.status not in (Status.JUNK, Status.DUPLICATE)


def waits(sample: SampleTip) -> bool:
    """Whether nobody has worked on a sample."""
    return not sample.status


async def keep_year(
    intake: Intake, now: datetime, which: Callable[[SampleTip], bool] = is_of_the_picture
) -> int:
    """Keep the samples that name a postcode; how many they are."""
    kept = 0
    for number, sample in enumerate(sample_tips(now)):
        if which(sample) and _CODE.search(sample.text):
            await intake.keep(number.to_bytes(32, "big"), _tip(now - sample.ago, sample))
            kept += 1
    return kept


def _tip(arrived: datetime, sample: SampleTip) -> Tip:
    code = _CODE.search(sample.text)
    assert code
    at = shipped_atlas().gazetteer.postcode(f"{code[1]} {code[2]}")
    assert at
    place = Place(
        start=code.start(),
        end=code.end(),
        text=code[0],
        kind=PlaceKind.POSTCODE,
        postcode=code[0],
        latitude=at.latitude,
        longitude=at.longitude,
        precision=Precision.SECTOR,
    )
    said = next((word for word in _DRUGS if word in sample.text.lower()), "")
    began = (arrived - timedelta(hours=1)).hour
    habit = Time(
        start=0,
        end=1,
        text=sample.text[:1],
        kind=TimeKind.RECURRING,
        start_at=f"{began:02}:00",
        rrule=f"FREQ=WEEKLY;BYDAY={DAYS[arrived.weekday()]}",
    )
    where = sample.text.lower().find(said) if said else 0
    drug = Drug(start=where, end=where + len(said), text=said, drug=_DRUGS.get(said, ""))
    analysis = Analysis(
        text=sample.text,
        triage=Triage.QUEUE,
        sanitised=sample.text,
        locations=(place,),
        times=(habit,),
        drugs=(drug,) if said else (),
    )
    details = Details(
        parts=(Part(Question.REPORT, analysis),),
        triage=Triage.QUEUE,
        reported_on=arrived.date(),
    )
    return a_tip(
        arrived=arrived,
        area=code[1],
        drug_group=_DRUGS.get(said, ""),
        priority=Priority.HIGH if _PRESSING.search(sample.text) else Priority.NORMAL,
        safeguarding=bool(_AT_RISK.search(sample.text)),
        details=details,
    )
