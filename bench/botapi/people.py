"""People in front of a bot: what they do in their chat, and what they see there."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass
from typing import Any

from .attachments import ATTACHMENTS, LOCATION
from .world import Chat, Json, Message, Query, World

_GROUPS = itertools.count(1_000_000_001)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stands in a chat. ``buttons`` are pairs of label and data."""

    number: int
    text: str
    buttons: tuple[tuple[str, str], ...]
    is_mine: bool

    @property
    def labels(self) -> tuple[str, ...]:
        """What the buttons say."""
        return tuple(label for label, _ in self.buttons)

    @property
    def options(self) -> tuple[str, ...]:
        """What the data of the buttons begins with, up to the colon."""
        return tuple(data.partition(":")[0] for _, data in self.buttons)


class Person:
    """Somebody with a private chat with the bot."""

    def __init__(self, world: World, chat: Chat, user: Json) -> None:
        self._world = world
        self._chat = chat
        self.user = user

    @property
    def id(self) -> int:
        """Number of the account, and so of the private chat."""
        return int(self.user["id"])

    # What they do

    def send(self, content: Json) -> int:
        """Send a message of any content; its number."""
        message = self._world.add(self._chat, content, sender=self.user)
        self._world.tell("message", message.json())
        return message.number

    def say(self, text: str, **more: Any) -> int:
        """Send a text; a long one goes as several messages, as the apps do it."""
        number = 0
        for at in range(0, len(text), 4_096):
            number = self.send({"text": text[at : at + 4_096]} | more)
        return number

    def attach(self, kind: str, **more: Any) -> int:
        """Send something of `attachments.ATTACHMENTS`."""
        return self.send(ATTACHMENTS[kind](self._world, self.user) | more)

    def pin(self, **more: Any) -> int:
        """Send a place on the map."""
        return self.send({"location": LOCATION | more})

    def forward(self, text: str) -> int:
        """Forward a text of somebody else's."""
        return self.say(text, **ATTACHMENTS["forward"](self._world, self.user))

    def edit(self, number: int, text: str) -> None:
        """Change a text that was sent."""
        message = self._chat.messages[number]
        message.body |= {"text": text, "edit_date": int(self._world.now())}
        self._world.tell("edited_message", message.json())

    def tap(self, button: str) -> str:
        """Tap the newest button with this label, data, or option; the handle of the tap."""
        for message in reversed(list(self._chat.messages.values())):
            for label, data in _buttons(message):
                if button in (label, data, data.partition(":")[0]):
                    return self.forge(data, message.number)
        raise LookupError(f"there is no button {button!r} in the chat")

    def forge(self, data: str | None, number: int | None = None) -> str:
        """A tap with any data, on a message (the bot's newest) or on one that is gone."""
        if number is None:
            number = next(m.number for m in reversed(self._chat.messages.values()) if m.is_bots)
        query = str(secrets.randbits(62))
        self._world.queries[query] = Query(self.id, self._world.now())
        message = self._chat.messages.get(number)
        gone = {"chat": self._chat.json, "message_id": number, "date": 0}
        update: Json = {
            "id": query,
            "from": self.user,
            "message": message.json() if message else gone,
            "chat_instance": str(secrets.randbits(62)),
        }
        self._world.tell("callback_query", update | ({} if data is None else {"data": data}))
        return query

    def block(self) -> None:
        """Block the bot."""
        self._chat.is_blocked = True
        self._member("kicked")

    def unblock(self) -> None:
        """Start it again."""
        self._chat.is_blocked = False
        self._member("member")

    def _member(self, status: str) -> None:
        change: Json = {
            "chat": self._chat.json,
            "from": self.user,
            "date": int(self._world.now()),
            "old_chat_member": {"user": self._world.bot, "status": "member"},
            "new_chat_member": {"user": self._world.bot, "status": status},
        }
        if status == "kicked":
            change["new_chat_member"]["until_date"] = 0
        self._world.tell("my_chat_member", change)

    # What they see

    def sees(self) -> list[Seen]:
        """Messages presently in the chat, oldest first."""
        return [
            Seen(m.number, m.body.get("text", ""), _buttons(m), not m.is_bots)
            for m in self._chat.messages.values()
        ]

    def reads(self) -> list[str]:
        """Texts of the bot presently in the chat."""
        return [seen.text for seen in self.sees() if not seen.is_mine]

    @property
    def popups(self) -> list[str]:
        """What answers to taps have said."""
        return self._chat.popups


class Group:
    """A group or channel in which the bot sits."""

    def __init__(self, world: World, chat: Chat, user: Json) -> None:
        self._world = world
        self._chat = chat
        self.user = user

    @property
    def id(self) -> int:
        """Number of the chat."""
        return int(self._chat.json["id"])

    @property
    def has_bot(self) -> bool:
        """Whether the bot is still there."""
        return not self._chat.is_left

    def say(self, text: str) -> int:
        """Somebody writes; in a channel it is a post."""
        message = self._world.add(self._chat, {"text": text}, sender=self.user)
        is_channel = self._chat.json["type"] == "channel"
        self._world.tell("channel_post" if is_channel else "message", message.json())
        return message.number

    def add_bot(self) -> None:
        """Somebody puts the bot into it."""
        self._chat.is_left = False
        change: Json = {
            "chat": self._chat.json,
            "from": self.user,
            "date": int(self._world.now()),
            "old_chat_member": {"user": self._world.bot, "status": "left"},
            "new_chat_member": {"user": self._world.bot, "status": "member"},
        }
        self._world.tell("my_chat_member", change)

    def texts(self) -> list[str]:
        """Everything that stands in it."""
        return [m.body.get("text", "") for m in self._chat.messages.values()]


def new_person(world: World, name: str) -> Person:
    """An account with a private chat."""
    user = _account(name)
    chat = Chat({"type": "private"} | {k: v for k, v in user.items() if k in _CHAT_FIELDS})
    world.chats[int(user["id"])] = chat
    return Person(world, chat, user)


def new_group(world: World, kind: str) -> Group:
    """A group, supergroup or channel with the bot in it."""
    number = -next(_GROUPS)
    chat = Chat({"id": number, "type": kind, "title": "Neighbours"})
    world.chats[number] = chat
    return Group(world, chat, _account("Lee"))


_CHAT_FIELDS = ("id", "first_name", "last_name", "username")


def _account(name: str) -> Json:
    return {
        "id": 5_000_000_000 + secrets.randbelow(2_000_000_000),
        "is_bot": False,
        "first_name": name,
        "last_name": f"Surname{name}",
        "username": f"user_{name.lower()}",
        "language_code": "en",
        "is_premium": True,
    }


def _buttons(message: Message) -> tuple[tuple[str, str], ...]:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return tuple((b["text"], b["callback_data"]) for row in rows for b in row)
