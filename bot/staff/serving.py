"""How one update of the staff bot is answered: who is it, which command, what to say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, Message, Update

from bot.staff.calling import Call, Said, Wrong
from bot.staff.chats import Chats
from bot.staff.commands import COMMANDS, Command, commands_for
from bot.staff.parts import Office
from bot.staff.questions import Questions
from bot.staff.texts import StaffTexts
from bot.staff.watch import Happening, Watch
from core.errors import TiplineError
from core.people import Member, NotAllowed

_COMMAND = re.compile(r"/([A-Za-z_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The staff bot in front of its people."""

    office: Office
    chats: Chats
    questions: Questions
    texts: StaffTexts
    watch: Watch

    async def take(self, update: Update) -> None:
        """Answer one update; nothing of strangers is kept or logged."""
        chat = update.effective_chat
        if chat is None:
            return
        if chat.type != Chat.PRIVATE:
            self.watch.note(Happening.CHAT_LEFT)
            await self.chats.leave(chat.id)
        elif update.callback_query is not None:
            await self._tapped(chat.id, update.callback_query)
        elif update.message is not None:
            await self._said(chat.id, update.message)

    async def _said(self, chat: int, message: Message) -> None:
        match = _COMMAND.fullmatch((message.text or "").strip())
        member = await self.office.seats.member(chat)
        name, rest = (match[1].lower(), match[2] or "") if match else ("", "")
        if name == "start" and rest:
            await self._start(chat, rest, member)
        elif member is None:
            await self._turn_away(chat)
        elif match is None:
            await self.chats.send(chat, self.texts.say("no-command"))
        else:
            await self._command(chat, member, "help" if name == "start" else name, rest)

    async def _start(self, chat: int, code: str, member: Member | None) -> None:
        taken = await self.office.seats.take(code.strip(), chat)
        if taken is None and member is None:
            await self._turn_away(chat)
        elif taken is None:
            await self.chats.send(chat, self.texts.say("code-unknown"))
        else:
            await self.show_menu(chat, taken)
            hello = self.texts.say("welcome", name=taken.name, role=taken.role)
            await self.chats.send(chat, hello)

    async def _turn_away(self, chat: int) -> None:
        """One line, always the same: it does not even say whether a code was right."""
        self.watch.note(Happening.STRANGER)
        await self.chats.send(chat, self.texts.say("unknown"))

    async def show_menu(self, chat: int, member: Member) -> None:
        """Show the commands of a member's role in their chat."""
        listed = [
            (command.name, self.texts.say(f"about-{command.name.replace('_', '-')}"))
            for command in commands_for(member)
        ]
        await self.chats.set_menu(chat, listed)

    async def _command(self, chat: int, member: Member, name: str, rest: str) -> None:
        command = COMMANDS.get(name)
        if command is None or not command.is_for(member):
            await self.chats.send(chat, self.texts.say("strange-command"))
            return
        call = Call(member, tuple(rest.split()), rest, self.office, self.texts)
        await self._show(chat, await self._carry_out(command, call))

    async def _carry_out(self, command: Command, call: Call) -> Said:
        say = self.texts.say
        try:
            return await command.act(call)
        except Wrong as wrong:
            shape = {"usage": command.usage, "example": command.example}
            why = str(wrong)
            return Said(say("wrong-because", why=why, **shape) if why else say("wrong", **shape))
        except NotAllowed:
            return Said(say("not-allowed"))
        except TiplineError as error:
            return Said(str(error))

    async def _tapped(self, chat: int, query: CallbackQuery) -> None:
        data, now = query.data or "", self.office.clock.ticks()
        say = self.texts.say
        if self.questions.is_foreign(chat, data):
            await self.chats.answer(query.id, say("button-foreign"))
            return
        choice = self.questions.take(chat, data, now)
        if choice is None or await self.office.seats.member(chat) is None:
            await self.chats.answer(query.id, say("button-old"))
            return
        try:
            said = await choice.then()
        except NotAllowed:
            said = Said(say("not-allowed"))
        except TiplineError as error:
            said = Said(str(error))
        await self.chats.answer(query.id)
        if query.message is not None:
            await self.chats.edit(chat, query.message.message_id, said.text)

    async def _show(self, chat: int, said: Said) -> None:
        if said.picture is not None:
            await self.chats.picture(chat, said.picture, said.text)
            return
        ticks = self.office.clock.ticks()
        buttons = self.questions.ask(chat, said.choices, ticks) if said.choices else []
        await self.chats.send(chat, said.text, buttons)
