"""What the desk's own work is kept in: grades, notes, cuts, traces, referrals and operations."""

from __future__ import annotations

from dataclasses import dataclass

from core.desk_search import Lots
from core.desk_work_ports import Grades, Notes, PostOffice, Rewriter, Traces
from core.export_ports import Exports, Released
from core.links import LinkRules
from core.operation_ports import Operations, OperationViews
from core.partner_ports import Partners, Referrals
from core.picture import TallyBook
from core.survey import Surveyor
from core.views import Views
from storage.audit import Recorder
from storage.engine import Database
from storage.exports import SqlExports
from storage.grades import SqlGrades
from storage.keys import desk_id
from storage.links import SqlTraces
from storage.notes import SqlNotes
from storage.operations import SqlOperations, SqlOperationViews
from storage.partners import SqlPartners, SqlReferrals
from storage.post import SqlPostOffice
from storage.released import SqlReleased
from storage.rewriting import SqlRewriter
from storage.searching import SqlLots
from storage.survey import SqlSurveyor
from storage.tallies import SqlTallies
from storage.views import SqlViews


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWork:
    """The ports of `core.desk_work_ports` and `core.export_ports`."""

    """The ports of `core.desk_work_ports`, `core.partner_ports` and `core.operation_ports`."""

    grades: Grades
    notes: Notes
    post: PostOffice
    rewriter: Rewriter
    traces: Traces
    lots: Lots
    views: Views
    released: Released
    exports: Exports
    partners: Partners
    referrals: Referrals
    operations: Operations
    operation_views: OperationViews
    tallies: TallyBook
    surveyor: Surveyor


def desk_work(database: Database, recorder: Recorder, desk_public: bytes) -> DeskWork:
    """The ports of one desk over its database."""
    desk = desk_id(desk_public)
    return DeskWork(
        grades=SqlGrades(database=database, recorder=recorder, desk=desk, desk_public=desk_public),
        notes=SqlNotes(database=database, recorder=recorder, desk=desk, desk_public=desk_public),
        post=SqlPostOffice(database),
        rewriter=SqlRewriter(
            database=database, recorder=recorder, desk=desk, desk_public=desk_public
        ),
        lots=SqlLots(database=database, recorder=recorder, desk=desk),
        views=SqlViews(database),
        traces=SqlTraces(
            database=database, recorder=recorder, desk=desk, sketch=LinkRules.shipped().sketch
        ),
        released=SqlReleased(database=database, recorder=recorder, desk=desk),
        exports=SqlExports(database=database, recorder=recorder, desk=desk),
        partners=SqlPartners(database=database, recorder=recorder, desk=desk),
        referrals=SqlReferrals(
            database=database, recorder=recorder, desk=desk, desk_public=desk_public
        ),
        operations=SqlOperations(database=database, recorder=recorder, desk=desk),
        operation_views=SqlOperationViews(database=database, desk=desk),
        tallies=SqlTallies(database=database, desk=desk),
        surveyor=SqlSurveyor(database=database, recorder=recorder, desk=desk),
    )
