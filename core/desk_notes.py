"""What the desk writes beside a tip, sets aside, and takes out of it; and what was done to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from core.cutting import cut_all
from core.desk_ports import Audit, Entry, Opened, TipDesk, Unlocked
from core.desk_work_ports import Notes, PostOffice, Rewriter
from core.errors import UnknownTerm
from core.notes import Note, NoteKind, NoteText, check_note
from core.people import Member, Right
from core.ports import Clock
from core.priority import coarse_area, drug_group
from core.terms import Terms
from core.thread import Added, Asked, thread_of
from core.tip import Part, Status, TipRow, check_move


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """Notes, labels, reasons, cuts and the history of tips."""

    tips: TipDesk
    notes: Notes
    post: PostOffice
    rewriter: Rewriter
    audit: Audit
    terms: Terms
    clock: Clock

    async def read(self, opened: Opened, key: Unlocked) -> tuple[Note, ...]:
        """The notes of an opened tip, oldest first."""
        return await self.notes.read(opened, key)

    async def thread(self, opened: Opened, notes: Iterable[Note]) -> tuple[Asked | Added, ...]:
        """What the desk asked and the sender added, oldest first.

        Args:
            opened: the tip.
            notes: beside it, as `read` gives them.
        """
        post = await self.post.of(opened)
        return thread_of(opened, notes, post, self.clock.now().date())

    async def note(self, tip_id: str, text: str, *, member: Member) -> str:
        """Write a note beside a tip; its id.

        Raises:
            NotAllowed: the member may not.
            BadNote: it says nothing, or is too long.
            NoSuchTip: there is none.
        """
        member.must(Right.WORK)
        return await self.notes.add(tip_id, self._said(NoteKind.NOTE, check_note(text), member))

    async def label(self, tip_id: str, label: str, *, member: Member) -> str:
        """Mark a tip with a key of `Terms.labels`; the id of the mark.

        Raises:
            NotAllowed: the member may not.
            UnknownTerm: there is no such label.
            NoSuchTip: there is none.
        """
        member.must(Right.WORK)
        self.terms.check_label(label)
        return await self.notes.add(tip_id, self._said(NoteKind.LABEL, label, member))

    async def unlabel(self, opened: Opened, label: str, key: Unlocked, *, member: Member) -> bool:
        """Take a label off an opened tip; whether it had it.

        Raises:
            NotAllowed: the member may not.
        """
        member.must(Right.WORK)
        marks = [
            note.id
            for note in await self.notes.read(opened, key)
            if note.said.kind is NoteKind.LABEL and note.said.text == label
        ]
        for mark in marks:
            await self.notes.remove(opened.row.id, mark, by=member.name)
        return bool(marks)

    async def set_aside(
        self, tip_id: str, to: Status, reason: str, *, member: Member, of: str = "", text: str = ""
    ) -> TipRow:
        """Set a tip aside as junk, held or a duplicate.

        Args:
            tip_id: the tip.
            to: the status it gets.
            reason: a key of `Terms.reasons` of that status; it stands in the audit.
            member: who does it.
            of: id of the tip that a duplicate repeats.
            text: a note besides, sealed with the tip; nothing of it stands in the audit.

        Raises:
            NotAllowed: the member may not.
            UnknownTerm: there is no such reason, or a duplicate repeats nothing but itself.
            BadNote: the note says nothing, or is too long.
            MoveRefused: the way does not lead there.
            TipChanged: somebody else was faster.
            NoSuchTip: one of the tips is gone.
        """
        member.must(Right.STEER)
        self.terms.check_reason(to, reason)
        if (to is Status.DUPLICATE) is not bool(of) or of == tip_id:
            raise UnknownTerm
        notes: list[tuple[str, NoteText]] = []
        if text:
            notes.append((tip_id, self._said(NoteKind.NOTE, check_note(text), member)))
        if of:
            notes.append((tip_id, self._said(NoteKind.DUPLICATE_OF, of, member)))
            notes.append((of, self._said(NoteKind.HAS_DUPLICATE, tip_id, member)))
        row = await self.tips.row(tip_id)
        check_move(row.status, to)
        return await self.notes.set_aside(row, to, by=member.name, reason=reason, notes=notes)

    def without(self, opened: Opened, words: Collection[str]) -> Opened:
        """What would be left of an opened tip without some words; nothing is stored.

        Raises:
            NothingToCut: none of them stands there as whole words.
        """
        before = (opened.details.parts, *opened.additions)
        parts, *additions = cut_all(before, words, self.terms.cut_label)
        return replace(
            opened,
            row=_read_anew(opened.row, opened.details.parts, parts),
            details=replace(opened.details, parts=parts),
            additions=tuple(additions),
        )

    async def cut(self, opened: Opened, words: Collection[str], *, member: Member) -> TipRow:
        """Take words out of an opened tip and its additions, for good.

        The coarse area and the drug group are read anew from what is left. The audit says that
        something was cut, and not what.

        Raises:
            NotAllowed: the member may not.
            NothingToCut: they do not stand there as whole words.
            TipChanged: somebody changed the tip since it was opened.
            NoSuchTip: the tip is gone.
        """
        member.must(Right.WORK)
        left = self.without(opened, words)
        return await self.rewriter.rewrite(
            opened, left.row, left.details, left.additions, by=member.name
        )

    async def history(self, tip_id: str) -> tuple[Entry, ...]:
        """What was done to a tip, oldest first."""
        return await self.audit.history(tip_id)

    def _said(self, kind: NoteKind, text: str, member: Member) -> NoteText:
        return NoteText(kind=kind, text=text, by=member.name, at=self.clock.now())


def _read_anew(row: TipRow, before: tuple[Part, ...], after: tuple[Part, ...]) -> TipRow:
    """The row without what only the cut words told."""
    if coarse_area(before) != coarse_area(after):
        row = replace(row, area=coarse_area(after))
    if drug_group(before) != drug_group(after):
        row = replace(row, drug_group=drug_group(after))
    return row
