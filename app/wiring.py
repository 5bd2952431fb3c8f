"""How the staff's side and the console are put together; `app.line` builds the sender's side."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING

from app import practice
from app.clock import SystemClock
from app.geography import H3Grid, shipped_atlas
from app.logs import Event, Log
from app.problems import BadInput
from app.settings import Settings
from console.maps import Tiles
from core.answers import AnswerRules
from core.desk import Desk
from core.desk_grading import Grading
from core.desk_links import Linking
from core.desk_notes import Notebook
from core.desk_operations import Operating
from core.desk_referring import Referring
from core.desk_search import Search
from core.exports import Exporting
from core.gate import Site
from core.grading import Scheme
from core.links import LinkRules
from core.operations import OperationTerms
from core.partners import PartnerTerms
from core.pending import Tapping
from core.ports import Clock
from core.reports import ReportForm, Reports
from core.survey import Surveying
from core.terms import Terms
from nlp.likeness import WordLikeness
from storage.store import StaffSide, is_for_practice, open_staff
from storage.work import DeskWork

if TYPE_CHECKING:
    from fastapi import FastAPI

    from console.parts import Parts


_PRACTICE = (
    "This is a practice desk, which everybody can open. Choose an empty TIPLINE_DATA_DIR and run "
    "`tipline init` for a real one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The desk as staff meet it.

    Attributes:
        desk: the queue, opening and answering.
        grading: from a claimed tip to a closed one.
        notebook: notes, labels, reasons, cuts and history.
        linking: what ties tips to one another.
        reports: what leaves the desk of one tip.
        exporting: many tips at once.
        referring: partners, and what is referred to them.
        operating: operations, their results and the news.
        surveying: exact places and hours, for the picture.
        staff: the store behind them.
        tiles: a server of map tiles.
    """

    desk: Desk
    grading: Grading
    notebook: Notebook
    linking: Linking
    reports: Reports
    exporting: Exporting
    referring: Referring
    operating: Operating
    surveying: Surveying
    staff: StaffSide
    tiles: Tiles = field(default_factory=Tiles)


@asynccontextmanager
async def open_office(settings: Settings, *, site: Site | None = None) -> AsyncIterator[Office]:
    """Open the staff's side; nothing in it can be read before an account is unlocked.

    Args:
        settings: the operator's.
        site: where browsers find the console, as security keys are told; None where they do not.

    Raises:
        TiplineError: there is no desk, or it cannot be used.
    """
    clock = SystemClock()
    async with open_staff(settings.database, settings.data_dir, clock=clock, site=site) as staff:
        office = office_of(staff, clock, releases_alone=settings.release_alone)
        yield replace(office, tiles=Tiles(settings.tiles, settings.tiles_credit))


async def refuse_practice(office: Office) -> None:
    """Refuse to serve a practice desk to strangers.

    Raises:
        BadInput: it is one.
    """
    if await office.staff.keyring.is_practice():
        raise BadInput(_PRACTICE)


async def refuse_practice_line(settings: Settings) -> None:
    """The same for the public bot, whose host needs no secret of the staff's side.

    Raises:
        BadInput: it is one.
        TiplineError: there is no desk, or it cannot be used.
    """
    if await is_for_practice(settings.database, settings.data_dir):
        raise BadInput(_PRACTICE)


def office_of(staff: StaffSide, clock: Clock, *, releases_alone: bool = False) -> Office:
    """The desk's use cases over an open store."""
    terms, work = Terms.shipped(), staff.work
    linking = Linking(traces=work.traces, likeness=WordLikeness(), rules=LinkRules.shipped())
    return Office(
        desk=Desk(staff.desk, AnswerRules.shipped(), clock, linking),
        grading=Grading(
            tips=staff.desk,
            grades=work.grades,
            scheme=Scheme.shipped(),
            terms=terms,
            clock=clock,
            releases_alone=releases_alone,
        ),
        notebook=Notebook(
            tips=staff.desk,
            notes=work.notes,
            post=work.post,
            rewriter=work.rewriter,
            audit=staff.audit,
            terms=terms,
            clock=clock,
        ),
        linking=linking,
        reports=Reports(
            released=work.released,
            grades=work.grades,
            scheme=Scheme.shipped(),
            form=ReportForm.shipped(),
            clock=clock,
        ),
        exporting=Exporting(
            exports=work.exports,
            form=ReportForm.shipped(),
            clock=clock,
            alone=releases_alone,
        ),
        referring=_referring(work),
        operating=_operating(staff),
        surveying=Surveying(work.surveyor, H3Grid()),
        staff=staff,
    )


def _referring(work: DeskWork) -> Referring:
    return Referring(
        partners=work.partners,
        referrals=work.referrals,
        grades=work.grades,
        terms=PartnerTerms.shipped(),
    )


def _operating(staff: StaffSide) -> Operating:
    return Operating(
        operations=staff.work.operations,
        views=staff.work.operation_views,
        news=staff.news,
        traces=staff.work.traces,
        terms=OperationTerms.shipped(),
    )


async def build_console(office: Office, origins: tuple[str, ...], log: Log) -> FastAPI:
    """The analysts' console over an open office.

    Args:
        office: must stay open while the console is served.
        origins: under which browsers find it.
        log: where faults are counted.
    """
    from console.application import build
    from console.parts import PracticeAccount
    from console.visits import Visits

    is_practice = await office.staff.keyring.is_practice()
    parts = replace(
        console_parts(office, origins),
        practice=PracticeAccount(practice.NAME, practice.PASSPHRASE) if is_practice else None,
        on_fault=lambda kind: log.fault(Event.CONSOLE_FAULT, kind),
    )
    return build(parts, Visits(office.desk.clock))


def console_parts(office: Office, origins: tuple[str, ...]) -> Parts:
    """What a console over an open office is made of, for a desk that is no practice desk."""
    from console.parts import Parts

    return Parts(
        desk=office.desk,
        grading=office.grading,
        notebook=office.notebook,
        reports=office.reports,
        exporting=office.exporting,
        linking=office.linking,
        referring=office.referring,
        operating=office.operating,
        tallies=office.staff.work.tallies,
        surveying=office.surveying,
        atlas=shipped_atlas(),
        tiles=office.tiles,
        search=Search(lots=office.staff.work.lots, clock=office.desk.clock),
        views=office.staff.work.views,
        gate=office.staff.gate,
        people=office.staff.people,
        invitations=office.staff.invitations,
        codes=office.staff.codes,
        passkeys=office.staff.passkeys,
        tapping=Tapping(book=office.staff.pending, operating=office.operating),
        audit=office.staff.audit,
        clock=office.desk.clock,
        origins=origins,
        drugs=_drugs(),
    )


def _drugs() -> tuple[str, ...]:
    """The drugs that the analysis can name."""
    words = tomllib.loads(files("nlp.things").joinpath("drugs.toml").read_text("utf-8"))
    return tuple(sorted({row["drug"] for row in words["drug"]}))
