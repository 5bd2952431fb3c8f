"""How a chat is told what became of what was asked for there: done, refused, or too late."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.staff.chats import Chats
from bot.staff.resting import Resting
from bot.staff.texts import StaffTexts
from core.pending import Deed, Outcome, PendingDesk, Settled

LOT = 50
"""Acts of which chats are told in one round."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Tells chats; the act is forgotten after it, so that a restart in between tells it again.

    The text takes the place of the one that said that the act waits: twice is as good as once.
    """

    pending: PendingDesk
    chats: Chats
    texts: StaffTexts
    resting: Resting
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def round(self) -> None:
        """Tell what is to be told.

        Raises:
            NotSaved: the store is down; the next round goes on where this one stopped.
        """
        async with self._one_at_a_time:
            while settled := await self.pending.settled(LOT, besides=self.resting.now()):
                for act in settled:
                    await self._tell(act)

    async def _tell(self, act: Settled) -> None:
        text = self.text_of(act)
        is_told = act.message is not None and await self.chats.edit(act.chat, act.message, text)
        # The message may never have gone out, or was taken away by its owner.
        is_told = is_told or await self.chats.send(act.chat, text) is not None
        self.resting.note(act.chat, is_reached=is_told)
        if is_told:
            await self.pending.told(act.id)

    def text_of(self, act: Settled) -> str:
        """What became of an act."""
        said = self.texts.say(
            f"tapped-{act.outcome}", what=self.texts.deed(act.deed, act.arguments)
        )
        if act.outcome is Outcome.DONE and act.deed is Deed.INVITE:
            said += self.texts.say("tapped-code")
        return said
