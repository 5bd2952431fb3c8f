"""What the use cases of the sender need from the outside, as small protocols.

Errors named here are the only ones an implementation may raise on purpose. Every
implementation passes the same contract tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.analysis import Analysis, Category, Reason
from core.receipt import Receipt
from core.session import Session
from core.tip import Answer, Part, Tip
from core.turn import Reply


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""

    def local(self) -> datetime:
        """Now on the sender's wall: naive, in Europe/London."""

    def ticks(self) -> float:
        """Seconds that only grow, whatever happens to the wall clock."""


class Randomness(Protocol):
    """Random bytes fit for secrets."""

    def draw(self, count: int) -> bytes:
        """``count`` random bytes."""


class Analyser(Protocol):
    """Understands a message."""

    async def analyse(self, text: str, at: datetime) -> Analysis:
        """The analysis of a text sent at ``at`` (local, naive).

        Never raises and never waits long: when the model is late or gone, rules alone
        decide, and the analysis is marked degraded.
        """


class Alarm(Protocol):
    """The fast check: word rules only, under 5 ms."""

    def sounds(self, text: str) -> Reason | None:
        """Why a text is a clear emergency, or None when it is not clearly one."""


class Screening(Protocol):
    """What a text tells at a glance, far under 1 ms: only which of many to read first."""

    def urgency(self, text: str) -> float:
        """How likely it tells of danger, between 0 and 1."""


class Wording(Protocol):
    """The words that the conversation itself must know, in the language of the bot."""

    def label(self, category: Category) -> str:
        """What stands in place of a cut when the sender is shown it: ``[your home]``."""

    def understand(self, text: str, choices: Sequence[str]) -> str | None:
        """The one of ``choices`` that a typed text means, or None: words for it, never a guess.

        Args:
            text: a whole message.
            choices: names of options, of commands (`core.script.COMMANDS`), or of small talk
                (`core.conversation.SMALL_TALK`); of those that fit, the first is meant.
        """


@dataclass(frozen=True, slots=True)
class SessionKey:
    """A keyed hash of the chat: opaque, and useless without a secret that is only in memory.

    Attributes:
        lock: stable while the process lives; for locks and limits.
        current: key under which the session is saved now.
        previous: key of the hour before, under which it may still lie.
    """

    lock: bytes = field(repr=False)
    current: bytes = field(repr=False)
    previous: bytes = field(repr=False)


class Sessions(Protocol):
    """Conversations in progress: sealed, in memory, for their life and no longer."""

    def key_of(self, chat: str) -> SessionKey:
        """The key of a chat. The only place that sees who talks."""

    async def load(self, key: SessionKey) -> Session | None:
        """The session, or None when there is none or its life has ended.

        Raises:
            SessionsAway: where it lies cannot be reached; this and the others alike.
        """

    async def save(self, key: SessionKey, session: Session) -> None:
        """Keep a session for `Session.life` from now."""

    async def forget(self, key: SessionKey) -> None:
        """Destroy a session; none is fine too."""

    async def take_ended(self) -> tuple[Session, ...]:
        """Remove and return sessions whose life has ended, so that their chats can be erased."""


class Intake(Protocol):
    """Where approved reports go. It can write tips and cannot read them."""

    async def keep(self, secret: bytes, tip: Tip) -> Receipt:
        """Seal and store a tip, its receipt and the news for staff, in one transaction.

        The same secret again stores nothing and returns the same receipt.

        Raises:
            NotSaved: the store could not commit in time; nothing was kept.
        """

    async def recall(self, secret: bytes) -> Receipt | None:
        """The receipt of a tip stored under this secret, or None when none was.

        Raises:
            NotSaved: the store could not be read in time.
        """

    async def add(self, receipt: Receipt, secret: bytes, parts: tuple[Part, ...]) -> bool:
        """Seal and store an addition to the tip of a receipt; once for each secret.

        Returns:
            Whether there is a tip that takes additions.

        Raises:
            NotSaved: the store could not commit in time; nothing was kept.
        """


class Mailbox(Protocol):
    """Where the desk's answers wait. Only the receipt opens them."""

    async def read(self, receipt: Receipt) -> tuple[Answer, ...]:
        """Answers for a receipt; none for an unknown receipt, in the same time.

        Raises:
            NotSaved: the store could not be read in time.
        """

    async def burn(self, receipt: Receipt, answers: tuple[Answer, ...]) -> None:
        """Destroy answers that have been shown.

        Raises:
            NotSaved: the store could not commit in time.
        """


class NewsBoard(Protocol):
    """What staff have told the public."""

    async def latest(self, count: int) -> tuple[str, ...]:
        """The newest items, newest first."""


class Stage(Protocol):
    """The chat in front of the sender, for the time of one event."""

    @property
    def chat(self) -> str:
        """How the bot finds this chat again; opaque to everybody else."""

    @property
    def incoming(self) -> tuple[int, ...]:
        """The message that brought the event, where there is one."""

    async def show(self, reply: Reply) -> tuple[int, ...]:
        """Show a reply and return the messages it became.

        Never raises: a sender who blocked the bot, or a platform that is down, loses the
        message and nothing else.
        """

    async def erase(self, messages: Sequence[int]) -> bool:
        """Delete messages from the chat; whether all that can be deleted are gone."""
