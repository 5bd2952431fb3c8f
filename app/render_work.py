"""How staff see in a terminal what the desk made of a tip, and what ties it to others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.panel import Panel
from rich.text import Text

from app.render import console, plain
from core.grading import Decided, Grade
from core.links import Link, Links
from core.notes import Note, NoteKind
from core.terms import Terms


def print_work(
    proposed: Grade, decided: Decided | None, notes: Sequence[Note], links: Links
) -> None:
    """Print grade, notes, links and alarms of an opened tip."""
    lines = [
        _grade(proposed, decided),
        *_notes(notes),
        *_alarms(links),
        *_links(links),
    ]
    text = Text("\n").join(Text(plain(line)) for line in lines)
    console().print(Panel(text, title="The desk's work"))


def _grade(proposed: Grade, decided: Decided | None) -> str:
    if decided is None:
        return f"Grade: none yet. Proposed from the sender's answers: {proposed}"
    return f"Grade: {decided.grade}, decided by {decided.by} on {decided.on:%d %b %Y}"


def _notes(notes: Sequence[Note]) -> Iterator[str]:
    labels = Terms.shipped().labels
    for note in notes:
        said = note.said
        words = {
            NoteKind.NOTE: said.text,
            NoteKind.LABEL: labels.get(said.text, said.text),
            NoteKind.DUPLICATE_OF: f"repeats tip {said.text}",
            NoteKind.HAS_DUPLICATE: f"is repeated by tip {said.text}",
        }[said.kind]
        yield f"{said.by}, {said.at:%d %b %Y}: {words}"


def _alarms(links: Links) -> Iterator[str]:
    for repeat in links.repeats:
        yield (
            f"TAKE ADVICE before asking more: {len(repeat.tips)} tips about one "
            f"{repeat.trace.thing} in much the same words ({repeat.trace.shown})"
        )


def _links(links: Links) -> Iterator[str]:
    if not links.found:
        yield "Links: none among the tips that were opened."
    for link in links.found:
        yield f"Linked with {link.row.id} ({link.row.status}): {_why(link)}"
    for trace, count in links.corroboration:
        yield f"{trace.thing} {trace.shown}: {count} in words of their own"


def _why(link: Link) -> str:
    why = [f"{trace.thing} {trace.shown}" for trace in link.shared]
    if link.near_equal:
        why.append("nearly the same words")
    return ", ".join(why)
