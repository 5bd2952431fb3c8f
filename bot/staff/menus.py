"""How the menu of each chat follows the role of whoever sits there."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.staff.chats import Chats
from bot.staff.commands import commands_for
from bot.staff.resting import Resting
from bot.staff.texts import StaffTexts
from core.people import Member
from core.staff_ports import Seats


@dataclass(frozen=True, slots=True)
class Menus:
    """The menus of all chats, and of which member each was shown last."""

    seats: Seats
    chats: Chats
    texts: StaffTexts
    resting: Resting
    _shown: dict[int, Member] = field(default_factory=dict)

    async def round(self) -> None:
        """Show a menu to who has a new role, and take it from who has left.

        Raises:
            NotSaved: the store is down.
        """
        seats = {seat.chat: seat.member for seat in await self.seats.everybody()}
        left_alone = self.resting.now()
        for chat, member in seats.items():
            shown = self._shown.get(chat)
            if chat not in left_alone and (shown is None or shown.role is not member.role):
                await self.show(chat, member)
        for chat in [chat for chat in self._shown if chat not in seats]:
            del self._shown[chat]
            await self.chats.clear_menu(chat)

    async def show(self, chat: int, member: Member) -> None:
        """Show the commands of a member's role in their chat."""
        listed = [
            (command.name, self.texts.say(f"about-{command.name.replace('_', '-')}"))
            for command in commands_for(member)
        ]
        is_shown = await self.chats.set_menu(chat, listed)
        self.resting.note(chat, is_reached=is_shown)
        if is_shown:
            self._shown[chat] = member
