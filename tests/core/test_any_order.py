"""Does the line keep its promises whatever a sender does, in any order?"""

from __future__ import annotations

import asyncio
import re

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.analysis import Category
from core.draft import MAX_CHARACTERS, MAX_QUESTIONS
from core.filing import CUT
from core.script import COMMANDS, REFUSALS, SCRIPT
from core.session import Session
from core.turn import Chose, Commanded, Event, Option, Reply, Said
from tests.support.fronts import CoreFront
from tests.support.scripted import read_rule
from tests.support.talk import World

RULES = tuple(
    map(
        read_rule,
        [
            "alarm: weapon = knife", "999: weapon = knife", "999: captive = locked in",
            "ask: imminent = tonight", "off-topic: = my bin", "place: street = mill lane",
            "place: town = maldon", "time: recurring = every day", "person: = deano",
            "cut: relationship = my brother", "cut: home = my flat", "sign: cuckooing = her flat",
        ],
    )
)  # fmt: skip
PIECES = (
    "a bloke sells", "deano", "my brother", "from my flat", "her flat", "knife", "locked in",
    "tonight", "my bin", "on Mill Lane", "in Maldon", "every day", "07700 900123", "[your home]",
    "x" * 3_000,
)  # fmt: skip
TYPED = (
    "yes", "no", "dunno", "skip", "done", "send it", "take out", "back", "cancel", "erase", "help",
    "hi", "thanks", "code", "danger", "...", "", "\U0001f44d", "1234 5678 9012 3456 7888", "12345",
    "deano", "bloke", "add", "finish",
)  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(TYPED),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join),
)
NAMES = sorted({name for step in SCRIPT.values() for name in step.choices})
WORLD = World(RULES)
LABELS = re.compile("|".join(re.escape(WORLD.wording.label(c)) for c in Category))


class AnyOrder(RuleBasedStateMachine):
    """A sender who does anything at all."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(RULES)
        self.front = CoreFront(self.world)
        self.loop = asyncio.new_event_loop()
        self.has_crashed = False
        self.labels_typed = False

    def teardown(self) -> None:
        self.loop.close()

    @property
    def session(self) -> Session | None:
        return next((session for session, _ in self.world.sessions.kept.values()), None)

    @property
    def stored(self) -> int:
        return len(self.world.intake.tips) + len(self.world.intake.added)

    def do(self, event: Event, text: str = "") -> list[Reply]:
        """Let an event happen after a while, and check what may not follow from any."""
        self.world.clock.pass_by(20)
        session, stored = self.session, self.stored
        seen = len(self.front.stage.shown)
        self.loop.run_until_complete(self.front.do(event, text))
        shown = self.front.stage.shown[seen:]
        if self.stored > stored:
            assert session is not None
            assert session.step == "preview"
            self._was_sent(event, session)
        if any(reply.key == "receipt" for reply in shown):
            assert self.world.intake.tips
        return shown

    def _was_sent(self, event: Event, session: Session) -> None:
        """Only what the last preview showed is stored, and only after Send."""
        if isinstance(event, Chose):
            assert event == Chose("send", session.send_ticket)
        else:
            assert isinstance(event, Said)
            assert self.world.wording.understand(event.text, ("send",)) == "send"
        previews = [r for r in self.front.stage.shown if r.key == "ask-preview"]
        approved = str(previews[-1].values["report"])
        if session.receipt:
            parts = list(self.world.intake.added.values())[-1][1]
            stored = "\n".join(part.analysis.text for part in parts)
        else:
            stored = self.world.intake.words[-1]
        if not self.labels_typed:
            assert stored == LABELS.sub(CUT, approved)
        assert "my brother" not in stored

    @rule(text=TEXTS)
    def say(self, text: str) -> None:
        self.labels_typed = self.labels_typed or "[your home]" in text
        shown = self.do(Said(text), text)
        if "knife" in text:
            assert shown[0].key == "emergency"

    @rule(text=TEXTS)
    def write_up_to_the_preview(self, text: str) -> None:
        self.say(text)
        for _ in range(3):
            if self.session is not None and self.session.step not in ("preview", "idle"):
                self.tap_named(("leave", "leave_anyway", "no", "done", "back", "place_no"))

    @precondition(lambda self: self.session is not None and self.session.step == "preview")
    @rule(typed=st.booleans())
    def send(self, *, typed: bool) -> None:
        before, is_addition = self.stored, bool(self.session and self.session.receipt)
        if typed:
            self.do(Said("send it"), "send it")
        else:
            self.tap_named(("send",))
        if not self.world.intake.is_down and not is_addition:
            assert self.stored == before + 1  # none is taken for a repetition of another

    @precondition(lambda self: self.session is not None and self.session.step == "preview")
    @rule(words=st.sampled_from(["deano", "bloke", "a", "[your home]", "from my flat", "knife"]))
    def take_out(self, words: str) -> None:
        self.tap_named(("take_out",))
        self.do(Said(words), words)
        if self.session is not None and self.session.step == "take_out":
            self.tap_named(("back",))

    @precondition(lambda self: self.world.intake.tips)
    @rule(answered=st.booleans())
    def look_up(self, *, answered: bool) -> None:
        code = self.world.intake.receipts[-1].shown
        if answered:
            self.world.act("answer Which day?", code)
        self.do(Said(code), code)

    @precondition(lambda self: self.session is not None and self.session.receipt)
    @rule(text=TEXTS)
    def add_and_send(self, text: str) -> None:
        self.write_up_to_the_preview(text)
        self.tap_named(("send",))

    def tap_named(self, names: tuple[str, ...]) -> None:
        found = [option for option in self._buttons()[-6:] if option.name in names]
        if found:
            self.do(Chose(found[-1].name, found[-1].ticket))

    def _buttons(self) -> list[Option]:
        return [option for reply in self.front.stage.shown for option in reply.options]

    @rule(data=st.data())
    def tap(self, data: st.DataObject) -> None:
        if options := self._buttons()[-5:]:
            option = data.draw(st.sampled_from(options))
            self.do(Chose(option.name, option.ticket))

    @rule(data=st.data())
    def tap_an_old_button(self, data: st.DataObject) -> None:
        if options := self._buttons():
            option = data.draw(st.sampled_from(options))
            self.do(Chose(option.name, option.ticket))

    @rule(name=st.sampled_from(NAMES), ticket=st.one_of(st.text(max_size=64), st.just("A" * 27)))
    def forge_a_button(self, name: str, ticket: str) -> None:
        before = self.session
        self.do(Chose(name, ticket))
        after = self.session
        if before is not None and after is not None:
            assert (after.step, after.draft, after.receipt) == (
                before.step, before.draft, before.receipt,
            )  # fmt: skip

    @rule(name=st.sampled_from([*COMMANDS, "strat"]))
    def command(self, name: str) -> None:
        shown = self.do(Commanded(name), f"/{name}")
        if name == "danger":
            assert shown[0].key == "emergency"
        if name in ("erase", "cancel"):
            assert self.world.sessions.kept == {}
            standing = self.front.stage.standing.values()
            if not self.has_crashed:
                assert {getattr(m, "key", m) for m in standing} == {"erased"}

    @rule()
    def tap_the_newest(self) -> None:
        if options := self._buttons():
            self.do(Chose(options[-1].name, options[-1].ticket))

    @rule(kind=st.sampled_from([*REFUSALS, "contact", "sticker"]))
    def attach(self, kind: str) -> None:
        self.world.clock.pass_by(20)
        before = self.session
        self.loop.run_until_complete(self.front.attach(kind))
        if before is not None and self.session is not None:
            assert self.session.draft == before.draft

    @rule(latitude=st.integers(-90, 90), longitude=st.integers(-180, 180))
    def pin(self, latitude: float, longitude: float) -> None:
        self.world.clock.pass_by(20)
        before = self.session
        self.loop.run_until_complete(self.front.pin(latitude, longitude))
        after = self.session
        assert after is not None
        kept = before.draft.pin if before else None
        assert after.draft.pin in (kept, None)

    @rule(what=st.sampled_from(["store down", "store up", "crash", "minutes 1", "minutes 31"]))
    def misfortune(self, what: str) -> None:
        if what == "crash":
            self.has_crashed = True
            self.world.sessions.kept.clear()
        else:
            self.world.act(what, "")
        stage = self.front.stage
        self.loop.run_until_complete(self.world.reporter.clear_ended(lambda _: stage))

    @invariant()
    def bounds_hold(self) -> None:
        if self.session is None:
            return
        draft = self.session.draft
        assert draft.length <= MAX_CHARACTERS
        assert len(draft.asked) == len(set(draft.asked)) <= MAX_QUESTIONS
        assert self.session.step in SCRIPT

    @invariant()
    def every_reply_can_be_said(self) -> None:
        for reply in self.front.stage.shown[-3:]:
            assert self.world.texts.render(reply)

    @invariant()
    def every_tip_has_a_receipt_of_its_own(self) -> None:
        receipts = [receipt.digits for receipt in self.world.intake.receipts]
        assert len(set(receipts)) == len(receipts)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
