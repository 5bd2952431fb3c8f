"""How one update of the staff bot is answered: who is it, which command, what to say."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, Message, Update

from bot.staff.calling import Call, Said, Wish, Wrong, sure
from bot.staff.chats import Chats
from bot.staff.commands import COMMANDS, Command
from bot.staff.menus import Menus
from bot.staff.parts import Office
from bot.staff.questions import Asked, Questions
from bot.staff.texts import StaffTexts
from bot.staff.watch import Happening, Watch
from core.errors import NoSuchTip, OutreachRefused, TiplineError
from core.pending import LIFE
from core.people import Member, NotAllowed

_COMMAND = re.compile(r"/([A-Za-z_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The staff bot in front of its people."""

    office: Office
    chats: Chats
    menus: Menus
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
            await self.menus.show(chat, taken)
            hello = self.texts.say("welcome", name=taken.name, role=taken.role)
            await self.chats.send(chat, hello)

    async def _turn_away(self, chat: int) -> None:
        """One line, always the same: it does not even say whether a code was right."""
        self.watch.note(Happening.STRANGER)
        await self.chats.send(chat, self.texts.say("unknown"))

    async def _command(self, chat: int, member: Member, name: str, rest: str) -> None:
        command = COMMANDS.get(name)
        if command is None or not command.is_for(member):
            await self.chats.send(chat, self.texts.say("strange-command"))
            return
        call = Call(member, tuple(rest.split()), rest, self.office, self.texts)
        done = await self._try(command, command.act(call))
        if isinstance(done, Wish) and done.deed in command.console:
            await self._put_off(chat, command, call, done)
            return
        if isinstance(done, Wish):
            question = done.question or f"{self.texts.deed(done.deed, done.arguments)}?"
            done = sure(call, question, done.now) if done.now else Said(self.texts.say("broken"))
        await self._show(Asked(chat, member.name, command.name), done)

    async def _put_off(self, chat: int, command: Command, call: Call, wish: Wish) -> None:
        """Keep what was asked for until the same person taps it in the console."""

        async def ask() -> str:
            return await self.office.pending.ask(wish.deed, wish.arguments, by=call.by, chat=chat)

        act = await self._try(command, ask())
        if isinstance(act, Said):
            await self.chats.send(chat, act.text)
            return
        what, minutes = self.texts.deed(wish.deed, wish.arguments), int(LIFE.total_seconds()) // 60
        message = await self.chats.send(chat, self.texts.say("asked", what=what, minutes=minutes))
        if message is not None:
            await self.office.pending.announced(act, message)

    async def _try[T](self, command: Command, doing: Awaitable[T]) -> T | Said:
        """What came of it, or why it was refused."""
        say = self.texts.say
        shape = {"usage": command.usage, "example": command.example}
        try:
            return await doing
        except NoSuchTip:
            return Said(say("wrong-because", why=say("no-tip"), **shape))
        except (Wrong, OutreachRefused) as wrong:
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
        taken, member = self.questions.take(chat, data, now), await self.office.seats.member(chat)
        if taken is None or member is None or member.name != taken[0].name:
            await self.chats.answer(query.id, say("button-old"))
            return
        command, choice = COMMANDS[taken[0].command], taken[1]
        is_allowed = command.is_for(member)  # the role may have changed since the question
        said = await self._try(command, choice.then()) if is_allowed else Said(say("not-allowed"))
        await self.chats.answer(query.id)
        if query.message is not None:
            await self.chats.edit(chat, query.message.message_id, said.text)

    async def _show(self, asked: Asked, said: Said) -> None:
        if said.picture is not None and await self.chats.picture(
            asked.chat, said.picture, said.text
        ):
            return
        ticks = self.office.clock.ticks()
        buttons = self.questions.ask(asked, said.choices, ticks) if said.choices else []
        await self.chats.send(asked.chat, said.text, buttons)
