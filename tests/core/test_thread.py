"""The messages of a tip in order, and what is known of whether they were read."""

from __future__ import annotations

from datetime import date, timedelta

from core.desk_ports import Opened
from core.notes import Note, NoteKind, NoteText
from core.retention import ANSWER_LIFE
from core.thread import Added, Asked, Post, Reading, thread_of
from storage.moving import new_row
from tests.storage.samples import START, a_part, a_tip

DAY = START.date()


def opened(*additions: str) -> Opened:
    tip = a_tip()
    parts = tuple((a_part(f"they sell crack from {text}"),) for text in additions)
    return Opened(row=new_row(tip), details=tip.details, additions=parts)


def note(text: str, *, ref: str, days: int = 0, kind: NoteKind = NoteKind.ASKED) -> Note:
    at = START + timedelta(days=days)
    return Note(id=ref, said=NoteText(kind=kind, text=text, by="ann", at=at, ref=ref))


def post(*days: int, waiting: str = "") -> Post:
    added: tuple[date, ...] = tuple(DAY + timedelta(days=day) for day in days)
    return Post(added_on=added, waiting=frozenset(waiting.split()))


def test_messages_stand_by_day_and_questions_before_what_came_that_day() -> None:
    notes = [note("first", ref="a"), note("second", ref="b", days=3)]
    thread = thread_of(opened("here", "there"), notes, post(0, 2), DAY)
    said = [each.text if isinstance(each, Asked) else each.number for each in thread]
    assert said == ["first", 1, 2, "second"]


def test_notes_and_labels_are_no_messages() -> None:
    kinds = [kind for kind in NoteKind if kind is not NoteKind.ASKED]
    notes = [note("x", ref=kind, kind=kind) for kind in kinds]
    assert thread_of(opened(), notes, post(), DAY) == ()


def test_what_waits_is_unread_and_what_is_gone_was_read_unless_it_may_have_run_out() -> None:
    notes = [note("x", ref="waits"), note("y", ref="gone")]

    def readings(today: date) -> list[Reading]:
        thread = thread_of(opened(), notes, post(waiting="waits"), today)
        return [said.reading for said in thread if isinstance(said, Asked)]

    assert readings(DAY) == [Reading.WAITING, Reading.READ]
    assert readings(DAY + ANSWER_LIFE) == [Reading.WAITING, Reading.READ]
    assert readings(DAY + ANSWER_LIFE + timedelta(days=1)) == [Reading.WAITING, Reading.UNKNOWN]


def test_what_was_added_a_moment_ago_waits_for_the_next_look() -> None:
    (added,) = thread_of(opened("here"), [], post(0, 1), DAY)
    assert isinstance(added, Added)


def test_no_repr_shows_words() -> None:
    thread = thread_of(opened("Zanzibar"), [note("Zanzibar?", ref="a")], post(0), DAY)
    assert "Zanzibar" not in repr(thread)
