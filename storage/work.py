"""What the desk's own work on tips is kept in: grades, notes, cuts and traces."""

from __future__ import annotations

from dataclasses import dataclass

from core.desk_work_ports import Grades, Notes, PostOffice, Rewriter, Traces
from core.export_ports import Exports, Released
from core.links import LinkRules
from storage.audit import Recorder
from storage.engine import Database
from storage.exports import SqlExports
from storage.grades import SqlGrades
from storage.keys import desk_id
from storage.links import SqlTraces
from storage.notes import SqlNotes
from storage.post import SqlPostOffice
from storage.released import SqlReleased
from storage.rewriting import SqlRewriter


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWork:
    """The ports of `core.desk_work_ports` and `core.export_ports`."""

    grades: Grades
    notes: Notes
    post: PostOffice
    rewriter: Rewriter
    traces: Traces
    released: Released
    exports: Exports


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
        traces=SqlTraces(
            database=database, recorder=recorder, desk=desk, sketch=LinkRules.shipped().sketch
        ),
        released=SqlReleased(database=database, recorder=recorder, desk=desk),
        exports=SqlExports(database=database, recorder=recorder, desk=desk),
    )
