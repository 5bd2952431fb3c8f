"""What an update of Telegram means to the line; all the rest of it goes no further.

An update carries the sender's number in Telegram, names, language, the second it was sent and
marks on its words. What leaves this module is a chat's handle, the numbers of the messages, and
an event of `core.turn`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiogram.types import CallbackQuery, Chat, InaccessibleMessage, Location, Message, Update

from core.tidy import tidy
from core.turn import Attached, Chose, Commanded, Event, Pinned, Said

SUBSCRIBED = ("message", "callback_query", "my_chat_member")
"""The only kinds of update that are asked for. Edits are not among them: what was approved and
sealed is what was read then."""

SEND = "send"
"""The option of `core.script` that keeps a report."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]{1,64})?(?=\s|$)")

_SILENT = (
    "message_auto_delete_timer_changed",
    "pinned_message",
    "chat_background_set",
    "write_access_allowed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "boost_added",
)
"""Notices of Telegram about the chat itself; a sender who sets the timer we advise to set is
not told that we cannot take it."""

_KINDS = (
    ("forward_origin", "forward"),
    ("external_reply", "quote"),
    ("quote", "quote"),
    ("reply_to_story", "quote"),
    ("via_bot", "via_bot"),
    ("voice", "voice"),
    ("audio", "audio"),
    ("video_note", "video_note"),
    ("video", "video"),
    ("live_photo", "photo"),
    ("photo", "photo"),
    # An animation also fills `document`, so it is asked for first.
    ("animation", "video"),
    ("document", "document"),
    ("sticker", "sticker"),
    ("contact", "contact"),
    ("users_shared", "contact"),
    ("user_shared", "contact"),
    ("chat_shared", "contact"),
    ("poll", "poll"),
    ("dice", "dice"),
    ("game", "game"),
    ("story", "story"),
    ("paid_media", "paid_media"),
)
"""Fields of a message in the order in which they decide, and the kind that each stands for."""


@dataclass(frozen=True, slots=True)
class Tap:
    """What is needed to answer a tap on a button.

    Attributes:
        query: Telegram's handle of the tap.
        message: the message whose button was tapped; 0 when it is out of reach.
    """

    query: str = field(repr=False)
    message: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """An update of a private chat, reduced.

    Attributes:
        chat: the chat's handle.
        incoming: messages to remember for erasing.
        event: what the sender did.
        unheard: words of a message that is refused. They are kept nowhere; only the fast check
            for emergencies may look at them.
        tap: the tap, where the event is one.
    """

    chat: str = field(repr=False)
    incoming: tuple[int, ...] = field(repr=False)
    event: Event
    unheard: str = field(default="", repr=False)
    tap: Tap | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An update of a group or a channel, where the line has no business."""

    chat: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stray:
    """A tap that belongs to no chat we know; it is only taken off the sender's screen."""

    tap: Tap


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update that the library cannot read; ``chat`` is its private chat, or ""."""

    chat: str = field(repr=False)


type Understood = Reading | Elsewhere | Stray | Unreadable


def read(raw: Mapping[str, Any]) -> Understood | None:
    """Reduce an update.

    Args:
        raw: the update as JSON values.

    Returns:
        What it means, or None when it means nothing to the line.
    """
    try:
        return _reduced(Update.model_validate(raw))
    except Exception:  # noqa: BLE001  # a form that nobody foresaw must not stop the line
        # The error quotes the message, so nothing of it is kept or passed on.
        return Unreadable(_private_chat(raw))


def must_come_again(understood: Understood) -> bool:
    """Whether it is a tap on Send: the one update behind which a report may have been kept."""
    if not isinstance(understood, Reading) or not isinstance(understood.event, Chose):
        return False
    return understood.event.option == SEND


def _reduced(update: Update) -> Understood | None:
    if update.message is not None:
        return _message(update.message)
    if update.callback_query is not None:
        return _tap(update.callback_query)
    if update.my_chat_member is not None:
        return _elsewhere(update.my_chat_member.chat)
    return None


def _elsewhere(chat: Chat) -> Elsewhere | None:
    return None if chat.type == "private" else Elsewhere(chat.id)


def _message(message: Message) -> Understood | None:
    if message.chat.type != "private":
        return Elsewhere(message.chat.id)
    if any(getattr(message, name) is not None for name in _SILENT):
        return None
    event = _event(message)
    words = (message.text or message.caption or "") if not isinstance(event, Said) else ""
    return Reading(str(message.chat.id), (message.message_id,), event, tidy(words))


def _event(message: Message) -> Event:
    for name, kind in _KINDS:
        if getattr(message, name) is not None:
            return Attached(kind)
    if message.location is not None:
        return _located(message.location)
    if message.text is not None:
        text = tidy(message.text)
        command = _COMMAND.match(text)
        return Commanded(command[1].lower()) if command else Said(text)
    return Attached("other")


def _located(location: Location) -> Attached | Pinned:
    """A pin, unless it moves or comes from the device: then it shows where the sender is."""
    moves = (location.live_period, location.heading, location.proximity_alert_radius)
    if any(value is not None for value in moves):
        return Attached("live_location")
    if location.horizontal_accuracy is not None:
        return Attached("own_location")
    return Pinned(location.latitude, location.longitude)


def _tap(query: CallbackQuery) -> Understood:
    message = query.message
    if message is None:
        return Stray(Tap(query.id))
    if message.chat.type != "private":
        return Elsewhere(message.chat.id)
    option, _, ticket = (query.data or "").partition(":")
    # Telegram gives a message that is gone or too old the date 0, and then it takes no edit.
    is_gone = isinstance(message, InaccessibleMessage) or message.date.timestamp() == 0
    tap = Tap(query.id, 0 if is_gone else message.message_id)
    return Reading(
        str(message.chat.id), (message.message_id,), Chose(option, ticket), "", tap
    )  # fmt: skip


def _private_chat(raw: Mapping[str, Any]) -> str:
    """The private chat of an update that does not follow the form, as far as it can be told."""
    node: Any = raw.get("message")
    if not isinstance(node, Mapping):
        query = raw.get("callback_query")
        node = query.get("message") if isinstance(query, Mapping) else None
    chat = node.get("chat") if isinstance(node, Mapping) else None
    if not isinstance(chat, Mapping) or chat.get("type") != "private":
        return ""
    number = chat.get("id")
    return str(number) if isinstance(number, int) else ""
