"""What each method of the Bot API does, and what it refuses."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from .delivering import get_webhook_info, set_webhook
from .params import Params, bad
from .world import QUERY_SECONDS, Json, Message, World

TEXT_UNITS = 4_096
DATA_BYTES = 64

type Method = Callable[[World, Params], Awaitable[Any]]


async def get_me(world: World, _: Params) -> Json:
    return world.me


async def get_updates(world: World, params: Params) -> list[Json]:
    if world.webhook:
        raise bad("can't use getUpdates method while webhook is active")
    limit = params.integer("limit", 100)
    if not 1 <= limit <= 100:
        raise bad("limit must be between 1 and 100")
    wait = params.integer("timeout", 0)
    kinds = params.items("allowed_updates")
    if kinds:
        world.allowed = frozenset(str(kind) for kind in kinds)
    return await world.updates(params.integer("offset", 0), limit, wait)


async def send_message(world: World, params: Params) -> Json:
    chat = world.chat(params.integer("chat_id"))
    text = _text(params)
    if "link_preview_options" in params and params.mapping("link_preview_options") is None:
        raise bad("can't parse link_preview_options")
    params.boolean("disable_notification")
    content: Json = {"text": text}
    if params.boolean("protect_content"):
        content["has_protected_content"] = True
    return world.add(chat, content, sender=world.bot, markup=_markup(params)).json()


async def send_photo(world: World, params: Params) -> Json:
    chat = world.chat(params.integer("chat_id"))
    if "photo" not in params:
        raise bad("there is no photo in the request")
    photo = {"file_id": "AgAC", "file_unique_id": "u", "width": 900, "height": 600}
    content: Json = {"photo": [photo], "caption": params.text("caption", "")}
    if params.boolean("protect_content"):
        content["has_protected_content"] = True
    return world.add(chat, content, sender=world.bot).json()


async def edit_message_text(world: World, params: Params) -> Json:
    message = _own(world, params)
    text, markup = _text(params), _markup(params)
    if text == message.body["text"] and markup == message.markup:
        raise bad("message is not modified")
    message.body["text"], message.markup = text, markup
    return message.json()


async def edit_message_reply_markup(world: World, params: Params) -> Json:
    message = _own(world, params)
    markup = _markup(params)
    if markup == message.markup:
        raise bad("message is not modified")
    message.markup = markup
    return message.json()


async def delete_message(world: World, params: Params) -> bool:
    chat = world.chat(params.integer("chat_id"))
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad("message to delete not found")
    if not world.may_delete(message):
        raise bad("message can't be deleted for everyone")
    del chat.messages[message.number]
    return True


async def delete_messages(world: World, params: Params) -> bool:
    chat = world.chat(params.integer("chat_id"))
    numbers = params.integers("message_ids")
    if not 1 <= len(numbers) <= 100:
        raise bad("message identifiers are not specified or too many")
    found = [chat.messages[n] for n in numbers if n in chat.messages]
    if not all(world.may_delete(message) for message in found):
        raise bad("message can't be deleted for everyone")
    for message in found:
        del chat.messages[message.number]
    return True


async def answer_callback_query(world: World, params: Params) -> bool:
    query = world.queries.get(params.text("callback_query_id"))
    text = params.text("text", "")
    if len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    if query is None or world.now() - query.at > QUERY_SECONDS:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    query.is_answered = True
    if text:
        world.chats[query.chat].popups.append(text)
    return True


async def set_my_commands(world: World, params: Params) -> bool:
    commands = params.items("commands")
    if commands is None or len(commands) > 100:
        raise bad("can't parse BotCommand")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    scope = params.mapping("scope") or {}
    world.menus[int(scope.get("chat_id", 0))] = commands
    world.commands = commands
    return True


async def delete_my_commands(world: World, params: Params) -> bool:
    world.menus.pop(int((params.mapping("scope") or {}).get("chat_id", 0)), None)
    return True


async def get_my_commands(world: World, _: Params) -> list[Json]:
    return world.commands


async def delete_webhook(world: World, params: Params) -> bool:
    world.webhook = ""
    if params.boolean("drop_pending_updates"):
        world.pending.clear()
    return True


async def get_file(world: World, params: Params) -> Json:
    number = params.text("file_id")
    if number not in world.files:
        raise bad("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": number,
        "file_unique_id": f"u{number}",
        "file_size": 1_000,
        "file_path": world.files[number],
    }


async def leave_chat(world: World, params: Params) -> bool:
    chat = world.chat(params.integer("chat_id"))
    if chat.json["type"] == "private":
        raise bad("chat member status can't be changed in private chats")
    chat.is_left = True
    return True


async def send_chat_action(world: World, params: Params) -> bool:
    world.chat(params.integer("chat_id"))
    if params.text("action") != "typing":
        raise bad("wrong parameter action in request")
    return True


METHODS: dict[str, Method] = {
    "getme": get_me,
    "getupdates": get_updates,
    "sendmessage": send_message,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "answercallbackquery": answer_callback_query,
    "sendphoto": send_photo,
    "setmycommands": set_my_commands,
    "deletemycommands": delete_my_commands,
    "getmycommands": get_my_commands,
    "deletewebhook": delete_webhook,
    "setwebhook": set_webhook,
    "getwebhookinfo": get_webhook_info,
    "getfile": get_file,
    "leavechat": leave_chat,
    "sendchataction": send_chat_action,
}
"""Methods by name in lower case; Telegram does not mind the case."""


def _own(world: World, params: Params) -> Message:
    chat = world.chat(params.integer("chat_id"))
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad("message to edit not found")
    if not message.is_bots:
        raise bad("message can't be edited")
    return message


def _text(params: Params) -> str:
    if "parse_mode" in params or "entities" in params:
        raise bad("this server takes plain text only: marks in a text are a way to inject")
    text = params.text("text")
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if not text.strip():
        raise bad("message text is empty")
    if units > TEXT_UNITS:
        raise bad("message is too long")
    return text


def _markup(params: Params) -> Json | None:
    markup = params.mapping("reply_markup")
    if markup is None or not markup.get("inline_keyboard"):
        return None
    for row in markup["inline_keyboard"]:
        for button in row:
            if not button.get("text"):
                raise bad("inline keyboard button text is empty")
            data = button.get("callback_data")
            if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_BYTES:
                raise bad("BUTTON_DATA_INVALID")
    return markup
