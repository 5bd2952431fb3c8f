"""Is the conversation's table whole: can every step be reached, left and ended?"""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from core.analysis import Analysis, Triage
from core.conversation import Conversation
from core.draft import Draft
from core.script import COMMANDS, FRESH, GATE, MARKERS, SCRIPT, Outcome, Step, Takes
from core.session import Session
from core.tip import Question
from core.turn import Chose, Commanded, Erase, Recall, Said
from tests.support.talk import World

SECRET = b"s" * 16
OUTCOMES = [
    pytest.param(step, name, outcome, id=f"{step.key}-{name}")
    for step in SCRIPT.values()
    for name, outcome in step.outcomes.items()
]
DRAFT = Draft().with_message(Question.REPORT, Analysis(text="a man", triage=Triage.QUEUE))


@pytest.fixture(scope="module")
def conversation() -> Conversation:
    return Conversation(World().wording)


def _at(step: str) -> Session:
    draft = Draft() if step in FRESH or step in ("code", "reading", "add") else DRAFT
    return Session(secret=SECRET, draft=draft, step=step, serial=7)


@pytest.mark.parametrize(("step", "name", "outcome"), OUTCOMES)
def test_an_outcome_leads_to_a_step_or_a_marker(step: Step, name: str, outcome: Outcome) -> None:
    assert outcome.to in SCRIPT.keys() | MARKERS, (step.key, name)


@pytest.mark.parametrize(("step", "name", "outcome"), OUTCOMES)
def test_notes_name_fields_of_the_draft(step: Step, name: str, outcome: Outcome) -> None:
    known = {field.name: getattr(Draft(), field.name) for field in fields(Draft)}
    for field, value in outcome.notes.items():
        assert isinstance(value, type(known[field])), (step.key, name)


@pytest.mark.parametrize(
    "step", [s for s in SCRIPT.values() if s.key != "idle"], ids=lambda s: s.key
)
def test_every_step_can_be_left_by_a_button(step: Step) -> None:
    assert step.outcomes


@pytest.mark.parametrize("key", [key for key in SCRIPT if key != "idle"])
def test_every_step_reaches_an_end(key: str) -> None:
    ends = {"@stop", "@erase", "@send", "@return", "idle"}
    reached, todo = set[str](), [key]
    while todo:
        at = todo.pop()
        if at in reached:
            continue
        reached.add(at)
        if at == "@next":
            todo.append("preview")
        elif at == "@danger":
            todo.append("situation")
        elif at in SCRIPT:
            todo += [outcome.to for outcome in SCRIPT[at].outcomes.values()]
    assert reached & ends


@pytest.mark.parametrize("key", sorted(SCRIPT))
@pytest.mark.parametrize("command", ["cancel", "erase"])
def test_cancel_and_erase_work_everywhere(
    conversation: Conversation, key: str, command: str
) -> None:
    turn = conversation.advance(_at(key), Commanded(command), SECRET)
    assert turn.intent == Erase()


@pytest.mark.parametrize("key", sorted(SCRIPT))
@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in ("cancel", "erase", "news")])
def test_commands_lose_nothing(conversation: Conversation, key: str, command: str) -> None:
    before = _at(key)
    turn = conversation.advance(before, Commanded(command), SECRET)
    assert turn.replies
    assert turn.session.draft == before.draft


@pytest.mark.parametrize("key", sorted(SCRIPT.keys() - FRESH))
def test_help_puts_the_open_question_again(conversation: Conversation, key: str) -> None:
    turn = conversation.advance(_at(key), Commanded("help"), SECRET)
    assert [reply.key for reply in turn.replies] == ["help", f"ask-{key.replace('_', '-')}"]
    assert turn.session.step == key


@pytest.mark.parametrize(("step", "name", "outcome"), OUTCOMES)
def test_every_button_can_be_tapped(
    conversation: Conversation, step: Step, name: str, outcome: Outcome
) -> None:
    session = _at(step.key)
    ticket = session.send_ticket if name == "send" else session.ticket
    turn = conversation.advance(session, Chose(name, ticket), b"f" * 16)
    assert turn.replies or turn.intent
    if outcome.tell:
        assert turn.replies[0].key == outcome.tell


@pytest.mark.parametrize(("step", "name", "outcome"), OUTCOMES)
@pytest.mark.parametrize(
    "ticket", ["", "AAAA", "\u00e9", "x" * 64, Session(secret=b"o" * 16).ticket]
)
def test_a_forged_button_changes_nothing(
    conversation: Conversation, step: Step, name: str, outcome: Outcome, ticket: str
) -> None:
    del outcome
    session = _at(step.key)
    turn = conversation.advance(session, Chose(name, ticket), b"f" * 16)
    assert turn.session == session
    assert turn.intent is None
    assert [reply.key for reply in turn.replies] == ["button-old"]


def test_the_send_button_of_another_report_only_looks_for_its_receipt(
    conversation: Conversation,
) -> None:
    other = Session(secret=b"o" * 16, serial=3)
    turn = conversation.advance(_at("preview"), Chose("send", other.send_ticket), SECRET)
    assert turn.intent == Recall(b"o" * 16)
    assert turn.session == _at("preview")


def test_the_send_button_of_an_older_preview_sends_nothing(conversation: Conversation) -> None:
    session = _at("preview")
    old = replace(session, serial=session.serial - 1)
    turn = conversation.advance(session, Chose("send", old.send_ticket), SECRET)
    assert turn.intent == Recall(SECRET)


@pytest.mark.parametrize("key", sorted(k for k, s in SCRIPT.items() if s.takes is Takes.REPORT))
def test_an_alarming_text_is_always_report(conversation: Conversation, key: str) -> None:
    for text in ("no", "help", "12345678901234567890", "cancel"):
        turn = conversation.advance(_at(key), Said(text, alarmed=True), b"f" * 16)
        assert type(turn.intent).__name__ == "Analyse", text


@pytest.mark.parametrize("key", sorted(FRESH | GATE | {"code", "reading", "add"}))
def test_a_new_report_never_has_the_secret_of_an_old_one(
    conversation: Conversation, key: str
) -> None:
    session = Session(secret=SECRET, step=key)
    turn = conversation.advance(session, Said("a man sells", alarmed=True), b"f" * 16)
    assert turn.session.secret == b"f" * 16
