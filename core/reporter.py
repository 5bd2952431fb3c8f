"""What the service does for a sender: every event of a chat passes through `Reporter.talk`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TypeGuard

from core.analysis import Analysis, Reason, Triage
from core.conversation import Conversation
from core.door import Door
from core.draft import approve
from core.errors import NotSaved, SessionsAway, TiplineError
from core.filing import cut_mark, tip_of
from core.limits import ALL_CODES, CODES, EMERGENCIES, MESSAGES, Buckets, Pass
from core.outside import Outside
from core.ports import SessionKey, Stage
from core.receipt import Receipt
from core.results import resume
from core.rush import Rush
from core.session import SECRET_BYTES, Session
from core.steering import Traffic
from core.strays import Strays
from core.turn import (
    Add,
    Added,
    Analyse,
    Analysed,
    Chose,
    Drop,
    Erase,
    Event,
    Intent,
    Keep,
    Kept,
    LookedUp,
    LookUp,
    LookUpRefused,
    NewsRead,
    NotKept,
    ReadNews,
    Recall,
    Recalled,
    Reply,
    Result,
    Said,
    Turn,
)
from core.turnstile import Turnstile

NEWS_SHOWN = 5
SHORT = 24
"""Code points of the longest text that is taken for an answer to a question until it is read."""


class Reporter:
    """The line as a sender meets it."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._conversation = Conversation(outside.wording)
        self._door = Door(outside)
        self._strays = Strays()
        self._turnstile = Turnstile()
        self._rush = Rush()
        self._emergencies = Buckets(EMERGENCIES)  # of this process: 999 waits for nobody

    @property
    def asks_newcomers(self) -> bool:
        """Whether newcomers are asked for a tap now."""
        return self._door.asks_newcomers

    def take_counts(self) -> Traffic:
        """What all senders together did since this was asked last."""
        return self._door.take_counts()

    async def talk(self, event: Event, stage: Stage) -> None:
        """Answer one event.

        A clear emergency is answered before anything else: before limits, before waiting for
        an earlier message of the same sender, and whether or not anything behind works.

        Args:
            event: what the person did; a text tidied.
            stage: the chat it came from.

        Raises:
            Nothing of the domain: a failure behind is told to the sender.
        """
        key = self._outside.sessions.key_of(stage.chat)
        shown: list[int] = list(stage.incoming)
        event = await self._sound_alarm(key, event, stage, shown)
        self._door.count("messages")
        match await self._outside.limits.take(MESSAGES, key.lock, self._outside.clock.ticks()):
            case Pass.DROP:
                self._door.count("refused")
                self._strays.add(key.lock, shown)
                return
            case Pass.NOTICE:
                self._door.count("refused")
                shown += await stage.show(Reply("slow-down"))
                self._strays.add(key.lock, shown)
                return
            case Pass.GO:
                pass
        try:
            async with self._outside.locks.hold(key.lock):
                # With the place in the sender's queue taken, where other processes see it.
                await self._turn_of(key, event, stage, shown)
                shown += self._strays.take(key.lock)
                await self._answer(key, event, stage, shown)
        except TiplineError:
            shown += await stage.show(Reply("broken"))
            self._strays.add(key.lock, shown)

    async def clear_ended(self, stage_of: Callable[[str], Stage]) -> int:
        """Erase the chats of conversations whose life has ended, without a word.

        Args:
            stage_of: the stage of a chat, from what the session remembers of it.

        Returns:
            How many conversations ended.
        """
        ended = await self._outside.sessions.take_ended()
        for session in ended:
            await stage_of(session.trail.chat).erase(session.trail.messages)
        return len(ended)

    async def _sound_alarm(
        self, key: SessionKey, event: Event, stage: Stage, shown: list[int]
    ) -> Event:
        """Answer a clear emergency with 999 and mark the event as answered."""
        if not isinstance(event, Said) or self._outside.alarm.sounds(event.text) is None:
            return event
        if self._emergencies.take(key.lock, self._outside.clock.ticks()) is Pass.GO:
            shown += await stage.show(Reply("emergency"))
        return replace(event, alarmed=True)

    def _urgency(self, event: Event) -> float:
        """How soon an event is taken up: what is seldom analysed costs little, and goes first."""
        if _is_read(event):
            return self._outside.screening.urgency(event.text)
        return 1.0

    async def _turn_of(self, key: SessionKey, event: Event, stage: Stage, shown: list[int]) -> None:
        """Wait until an event is taken up; its sender is told where that takes long."""
        came, urgency = self._outside.clock.ticks(), self._urgency(event)
        may_overtake = isinstance(event, Chose)
        turn = self._turnstile.enter(key.lock, came, urgency, may_overtake=may_overtake)
        if _is_read(event) and not event.alarmed:
            await self._told_meanwhile(turn, key, stage, shown)
        else:
            await turn

    async def _told_meanwhile[T](
        self, work: Awaitable[T], key: SessionKey, stage: Stage, shown: list[int]
    ) -> T:
        async def tell() -> None:
            shown.extend(await stage.show(Reply("rush")))

        return await self._rush.wait(work, (key.lock, self._outside.clock.ticks()), tell)

    async def _answer(self, key: SessionKey, event: Event, stage: Stage, shown: list[int]) -> None:
        fresh = self._outside.randomness.draw(SECRET_BYTES)
        session = await self._outside.sessions.load(key) or Session(secret=fresh)
        turn = self._conversation.advance(session, event, fresh)
        turn = self._door.after(session, event, turn)
        is_done = False
        while True:
            session = self._remember(turn.session, stage, shown)
            await self._save(key, session, is_done=is_done)
            for reply in turn.replies:
                shown += await stage.show(reply)
            if turn.replies:
                session = self._remember(session, stage, shown)
                await self._save(key, session, is_done=is_done)
            if turn.intent is None:
                return
            if isinstance(turn.intent, Analyse):
                result: Result | None = await self._analysed(turn.intent, key, stage, shown)
            else:
                result = await self._carry_out(turn.intent, key, session, stage)
            if result is None:
                return
            turn = self._door.turned_away(session, result) or resume(
                session, result, self._outside.wording
            )
            is_done = True
            if isinstance(result, LookedUp) and result.answers:
                await self._show_answers(key, turn, result, stage, shown)
                return

    async def _show_answers(
        self, key: SessionKey, turn: Turn, found: LookedUp, stage: Stage, shown: list[int]
    ) -> None:
        """Show answers, and destroy them once they stand in the chat."""
        was_shown = False
        for reply in turn.replies:
            messages = await stage.show(reply)
            was_shown = was_shown or bool(messages)
            shown += messages
        await self._outside.sessions.save(key, self._remember(turn.session, stage, shown))
        if was_shown:
            with suppress(NotSaved):  # it will be shown once more, or the janitor shreds it
                await self._outside.mailbox.burn(found.receipt, found.answers)

    async def _save(self, key: SessionKey, session: Session, *, is_done: bool) -> None:
        """Keep a session; what was done is told even where it cannot be remembered."""
        try:
            await self._outside.sessions.save(key, session)
        except SessionsAway:
            if not is_done:
                raise

    def _remember(self, session: Session, stage: Stage, shown: list[int]) -> Session:
        return replace(session, trail=session.trail.with_messages(stage.chat, tuple(shown)))

    async def _carry_out(
        self, intent: Intent, key: SessionKey, session: Session, stage: Stage
    ) -> Result | None:
        outside = self._outside
        match intent:
            case Keep():
                return await self._keep(session)
            case Add():
                return await self._add(intent.receipt, session)
            case Recall():
                return await self._recall(intent.secret)
            case LookUp():
                return await self._look_up(intent.receipt, key)
            case ReadNews():
                return NewsRead(await outside.news.latest(NEWS_SHOWN))
            case Erase():
                done = await stage.erase(session.trail.messages)
                await outside.sessions.forget(key)
                await stage.show(Reply("erased" if done else "erased-not-all"))
            case Drop():
                await stage.erase(stage.incoming)
        return None

    async def _analysed(
        self, intent: Analyse, key: SessionKey, stage: Stage, shown: list[int]
    ) -> Analysed:
        work: Awaitable[Analysis] = self._understand(intent)
        if not intent.alarmed:
            work = self._told_meanwhile(work, key, stage, shown)
        return Analysed(intent.question, await work, intent.alarmed)

    async def _understand(self, intent: Analyse) -> Analysis:
        outside = self._outside
        analysis = await outside.analyser.analyse(intent.text, outside.clock.local())
        if not intent.alarmed or analysis.triage is Triage.EMERGENCY:
            return analysis
        # The queue must not think less of it than what the sender was told.
        heard = outside.alarm.sounds(intent.text)
        reasons: tuple[Reason, ...] = (heard,) if heard else ()
        return replace(analysis, triage=Triage.EMERGENCY, reasons=reasons + analysis.reasons)

    async def _keep(self, session: Session) -> Kept | NotKept:
        try:
            tip = tip_of(session.draft, self._outside)
            receipt = await self._outside.intake.keep(session.secret, tip)
        except NotSaved:
            return NotKept()
        return Kept(receipt)

    async def _add(self, receipt: Receipt, session: Session) -> Added | NotKept:
        parts = approve(session.draft, cut_mark)
        try:
            return Added(await self._outside.intake.add(receipt, session.secret, parts))
        except NotSaved:
            return NotKept()

    async def _recall(self, secret: bytes) -> Recalled:
        return Recalled(await self._outside.intake.recall(secret))

    async def _look_up(self, receipt: Receipt, key: SessionKey) -> LookedUp | LookUpRefused:
        ticks = self._outside.clock.ticks()
        for rate, whose in ((CODES, key.lock), (ALL_CODES, b"")):
            if await self._outside.limits.take(rate, whose, ticks) is not Pass.GO:
                return LookUpRefused()
        return LookedUp(receipt, await self._outside.mailbox.read(receipt))


def _is_read(event: Event) -> TypeGuard[Said]:
    """Whether it is a text that the analysis is likely to read."""
    return isinstance(event, Said) and len(event.text) > SHORT
