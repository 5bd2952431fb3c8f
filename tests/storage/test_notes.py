"""Notes, labels, setting aside, and words cut for good."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import BadNote, MoveRefused, NoSuchTip, NothingToCut, TipChanged, UnknownTerm
from core.notes import MAX_NOTE, NoteKind
from core.people import NotAllowed
from core.tip import Status
from storage.keys import OpenKey
from tests.storage.office import ANN, BEN, STEERS, Office
from tests.storage.samples import a_part, stored

SECRET = "Quagmire lives there"


async def said(office: Office, tip_id: str) -> list[tuple[str, str, str]]:
    notes = await office.notebook.read(await office.opened(tip_id), office.key)
    return [(note.said.kind.value, note.said.text, note.said.by) for note in notes]


async def disk(office: Office) -> bytes:
    return await stored(office.store.staff.desk.database)


async def rows(office: Office, query: str) -> list[bytes]:
    async def work(session: AsyncSession) -> list[bytes]:
        return [row[0] for row in await session.execute(text(query))]

    return await office.store.staff.desk.database.read(work)


async def test_notes_are_read_in_order_and_lie_sealed(office: Office) -> None:
    tip = await office.tip()
    await office.notebook.note(tip.id, f"  {SECRET}\u202e ", member=ANN)
    await office.notebook.note(tip.id, "ask housing", member=BEN)
    assert await said(office, tip.id) == [("note", SECRET, "ann"), ("note", "ask housing", "ben")]
    assert b"Quagmire" not in await disk(office)
    assert (await office.actions(tip.id))[:2] == ["noted", "noted"]


@pytest.mark.parametrize("note", ["", " \n", "...", "x" * (MAX_NOTE + 1)])
async def test_a_note_says_something(office: Office, note: str) -> None:
    tip = await office.tip()
    with pytest.raises(BadNote):
        await office.notebook.note(tip.id, note, member=ANN)


async def test_labels_come_and_go_with_their_keys(office: Office) -> None:
    tip = await office.tip()
    await office.notebook.label(tip.id, "weapon", member=ANN)
    await office.notebook.label(tip.id, "malice", member=ANN)
    assert b"malice" not in await disk(office)
    opened = await office.opened(tip.id)
    assert await office.notebook.unlabel(opened, "weapon", office.key, member=BEN)
    assert not await office.notebook.unlabel(opened, "weapon", office.key, member=BEN)
    assert await said(office, tip.id) == [("label", "malice", "ann")]
    assert len(await rows(office, "SELECT id FROM tip_keys")) == 2
    with pytest.raises(UnknownTerm):
        await office.notebook.label(tip.id, "Dave", member=ANN)


async def test_setting_aside_leaves_the_reason_in_the_audit_and_the_words_sealed(
    office: Office,
) -> None:
    tip = await office.tip()
    row = await office.notebook.set_aside(tip.id, Status.HELD, "conflict", member=ANN, text=SECRET)
    assert row.status is Status.HELD
    (entry,) = await office.notebook.history(tip.id)
    assert (entry.action, entry.note) == ("moved_held", "conflict")
    assert await said(office, tip.id) == [("note", SECRET, "ann")]
    assert b"Quagmire" not in await disk(office)


async def test_a_moderator_sets_aside_without_a_key(office: Office) -> None:
    first, tip = await office.tip(), await office.tip()
    await office.notebook.set_aside(
        tip.id, Status.DUPLICATE, "same_report", member=STEERS, of=first.id
    )
    assert await said(office, tip.id) == [(NoteKind.DUPLICATE_OF, first.id, "mo")]
    assert await said(office, first.id) == [(NoteKind.HAS_DUPLICATE, tip.id, "mo")]
    with pytest.raises(NotAllowed):
        await office.notebook.note(tip.id, "seen", member=STEERS)


async def test_which_tips_repeat_one_another_is_not_told_by_the_tables(office: Office) -> None:
    first, tip = await office.tip(), await office.tip()
    await office.notebook.set_aside(
        tip.id, Status.DUPLICATE, "same_report", member=ANN, of=first.id
    )
    bodies = await rows(office, "SELECT body FROM notes")
    assert [b for b in bodies if first.id.encode() in b or tip.id.encode() in b] == []


@pytest.mark.parametrize(
    ("to", "reason", "of"),
    [
        (Status.JUNK, "conflict", ""),
        (Status.JUNK, "", ""),
        (Status.GRADED, "abuse", ""),
        (Status.DUPLICATE, "same_report", ""),
        (Status.JUNK, "abuse", "first"),
        (Status.DUPLICATE, "same_report", "itself"),
    ],
)
async def test_what_is_no_reason(office: Office, to: Status, reason: str, of: str) -> None:
    first, tip = await office.tip(), await office.tip()
    other = {"first": first.id, "itself": tip.id, "": ""}[of]
    with pytest.raises(UnknownTerm):
        await office.notebook.set_aside(tip.id, to, reason, member=ANN, of=other)


async def test_setting_aside_is_whole_or_nothing(office: Office) -> None:
    tip = await office.tip()
    with pytest.raises(NoSuchTip):
        await office.notebook.set_aside(
            tip.id, Status.DUPLICATE, "same_report", member=ANN, of="gone", text=SECRET
        )
    assert (await office.store.staff.desk.row(tip.id)).status is Status.NEW
    assert await office.actions(tip.id) == []
    assert await said(office, tip.id) == []


async def test_a_closed_way_stays_closed(office: Office) -> None:
    tip = await office.tip()
    await office.notebook.set_aside(tip.id, Status.JUNK, "abuse", member=ANN)
    with pytest.raises(MoveRefused):
        await office.notebook.set_aside(tip.id, Status.HELD, "advice", member=ANN)


class TestCut:
    async def test_words_are_gone_from_text_columns_and_findings(self, office: Office) -> None:
        tip = await office.tip(area="Southend")
        opened = await office.opened(tip.id)
        cut = await office.notebook.cut(opened, ("zanzibar CRESCENT",), member=ANN)
        assert (cut.area, cut.drug_group, cut.version) == ("", "crack", tip.version + 1)
        after = await office.opened(tip.id)
        assert after.row == cut
        (part,) = after.details.parts
        assert part.analysis.text == "they sell crack from the flat above the bakery in […]"
        assert part.analysis.locations == ()
        assert [drug.text for drug in part.analysis.drugs] == ["crack"]
        assert after.details.how_known is opened.details.how_known

    async def test_the_audit_says_that_and_not_what(self, office: Office) -> None:
        tip = await office.tip()
        await office.notebook.cut(await office.opened(tip.id), ("Zanzibar",), member=BEN)
        entry = (await office.notebook.history(tip.id))[-1]
        assert (entry.by, entry.action, entry.note) == ("ben", "cut", "")
        assert b"Zanzibar" not in await disk(office)

    async def test_old_bodies_and_keys_are_on_no_disk(self, office: Office) -> None:
        tip = await office.tip()
        query = "SELECT body FROM tips UNION ALL SELECT sealed FROM tip_keys"
        before = await rows(office, query)
        await office.notebook.cut(await office.opened(tip.id), ("Zanzibar",), member=ANN)
        assert set(before).isdisjoint(await rows(office, query))
        left = await disk(office)
        assert [old for old in before if old[-40:] in left] == []

    async def test_additions_are_cut_too_and_others_stay_as_they_are(self, office: Office) -> None:
        tip = await office.tip()
        intake = office.store.public.intake
        receipt = await intake.recall((1).to_bytes(16, "big"))
        assert receipt
        for number, words in enumerate(("they sell crack from a van", "they sell crack from here")):
            await intake.add(receipt, bytes([7 + number]) * 16, (a_part(words),))
        sealed = await rows(office, "SELECT body FROM additions ORDER BY number")
        await office.notebook.cut(await office.opened(tip.id), ("a van",), member=ANN)
        after = await office.opened(tip.id)
        texts = [part.analysis.text for parts in after.additions for part in parts]
        assert texts == ["they sell crack from […]", "they sell crack from here"]
        assert (await rows(office, "SELECT body FROM additions ORDER BY number"))[1] == sealed[1]

    async def test_an_addition_that_came_meanwhile_is_not_lost(self, office: Office) -> None:
        tip = await office.tip()
        opened = await office.opened(tip.id)
        intake = office.store.public.intake
        receipt = await intake.recall((1).to_bytes(16, "big"))
        assert receipt
        await intake.add(receipt, bytes([7]) * 16, (a_part(),))
        with pytest.raises(TipChanged):
            await office.notebook.cut(opened, ("Zanzibar",), member=ANN)
        assert "Zanzibar" in (await office.opened(tip.id)).details.parts[0].analysis.text

    async def test_two_cuts_at_once_do_not_undo_one_another(self, office: Office) -> None:
        tip = await office.tip()
        opened = await office.opened(tip.id)
        await office.notebook.cut(opened, ("Zanzibar",), member=ANN)
        with pytest.raises(TipChanged):
            await office.notebook.cut(opened, ("bakery",), member=BEN)

    async def test_words_that_are_not_there_change_nothing(self, office: Office) -> None:
        tip = await office.tip()
        opened = await office.opened(tip.id)
        with pytest.raises(NothingToCut):
            await office.notebook.cut(opened, ("Timbuktu",), member=ANN)
        with pytest.raises(NotAllowed):
            await office.notebook.cut(opened, ("Zanzibar",), member=STEERS)
        assert await office.store.staff.desk.row(tip.id) == tip


async def test_a_note_that_was_tampered_with_is_left_out(office: Office) -> None:
    tip = await office.tip()
    await office.notebook.note(tip.id, "one", member=ANN)
    other = replace(await office.opened(tip.id))
    wrong = OpenKey("ann", bytes(32))
    assert await office.store.staff.work.notes.read(other, wrong) == ()


async def test_shredding_a_tip_shreds_what_was_written_beside_it(office: Office) -> None:
    tip = await office.tip()
    await office.notebook.note(tip.id, SECRET, member=ANN)
    await office.opened(tip.id)
    await office.store.staff.shredder.shred(tip.id, by="system", note="")
    for table in ("notes", "traces", "tip_keys"):
        assert await rows(office, f"SELECT tip FROM {table}") == []  # noqa: S608 - our own names
