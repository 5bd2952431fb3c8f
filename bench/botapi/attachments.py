"""The JSON of everything that is no plain text, as Telegram sends it to bots."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from .world import Json, World

type Make = Callable[[World, Json], Json]

LOCATION: Json = {"latitude": 51.889_801, "longitude": 0.898_412}

_STRANGER: Json = {
    "id": 6_100_000_777,
    "is_bot": False,
    "first_name": "Stranger",
    "username": "stranger_name",
}


def _file(world: World, **more: object) -> Json:
    number = f"AgAD{secrets.token_hex(8)}"
    world.files[number] = f"files/{number}"
    return {"file_id": number, "file_unique_id": f"u{number}", "file_size": 1_000} | more


def _voice(world: World, _: Json) -> Json:
    return {"voice": _file(world, duration=3, mime_type="audio/ogg")}


def _audio(world: World, _: Json) -> Json:
    return {"audio": _file(world, duration=3, title="t", performer="p", file_name="memo.mp3")}


def _video(world: World, _: Json) -> Json:
    return {"video": _file(world, duration=3, width=640, height=480, file_name="IMG_1.mp4")}


def _video_note(world: World, _: Json) -> Json:
    return {"video_note": _file(world, duration=3, length=240)}


def _animation(world: World, _: Json) -> Json:
    both = _file(world, duration=3, width=64, height=48, file_name="a.mp4")
    return {"animation": both, "document": {k: both[k] for k in ("file_id", "file_unique_id")}}


def _photo(world: World, _: Json) -> Json:
    return {"photo": [_file(world, width=90, height=60), _file(world, width=900, height=600)]}


def _document(world: World, _: Json) -> Json:
    return {"document": _file(world, file_name="../../etc/passwd", mime_type="image/heic")}


def _sticker(world: World, _: Json) -> Json:
    size = {"width": 512, "height": 512}
    kind = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
    return {"sticker": _file(world, **size, **kind)}


def _contact(_: World, user: Json) -> Json:
    return {
        "contact": {
            "phone_number": "+447700900123",
            "first_name": user["first_name"],
            "user_id": user["id"],
            "vcard": "BEGIN:VCARD",
        }
    }


def _users_shared(_: World, __: Json) -> Json:
    return {"users_shared": {"request_id": 1, "users": [{"user_id": _STRANGER["id"]}]}}


def _live_location(_: World, __: Json) -> Json:
    return {"location": LOCATION | {"live_period": 900, "heading": 90, "horizontal_accuracy": 9.5}}


def _own_location(_: World, __: Json) -> Json:
    return {"location": LOCATION | {"horizontal_accuracy": 0.0}}


def _venue(_: World, __: Json) -> Json:
    return {
        "venue": {"location": LOCATION, "title": "The Venue", "address": "1 Venue Street"},
        "location": LOCATION,
    }


def _poll(_: World, __: Json) -> Json:
    options = [
        {"persistent_id": str(at), "text": text, "voter_count": 0}
        for at, text in enumerate(("yes", "no"))
    ]
    return {
        "poll": {
            "id": "1",
            "question": "q",
            "options": options,
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    }


def _dice(_: World, __: Json) -> Json:
    return {"dice": {"emoji": "🎲", "value": 3}}


def _game(world: World, _: Json) -> Json:
    photo = [_file(world, width=90, height=60)]
    return {"game": {"title": "t", "description": "d", "photo": photo}}


def _story(_: World, __: Json) -> Json:
    return {"story": {"chat": {"id": -1_005, "type": "channel", "title": "c"}, "id": 4}}


def _paid_media(_: World, __: Json) -> Json:
    return {"paid_media": {"star_count": 5, "paid_media": [{"type": "preview"}]}}


def _forward(_: World, __: Json) -> Json:
    return {"forward_origin": {"type": "user", "date": 1_700_000_000, "sender_user": _STRANGER}}


def _hidden_forward(_: World, __: Json) -> Json:
    origin = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "Hidden Name"}
    return {"forward_origin": origin, "text": "a text forwarded from a hidden account"}


def _quote(_: World, __: Json) -> Json:
    return {
        "text": "a text with a quote",
        "quote": {"text": "quoted words", "position": 0, "is_manual": True},
    }


def _external_reply(_: World, __: Json) -> Json:
    origin = {"type": "user", "date": 1_700_000_000, "sender_user": _STRANGER}
    return {"text": "a text about another chat", "external_reply": {"origin": origin}}


def _reply_to_story(world: World, user: Json) -> Json:
    return {"text": "a text about a story", "reply_to_story": _story(world, user)["story"]}


def _via_bot(_: World, __: Json) -> Json:
    bot = {"id": 1_234, "is_bot": True, "first_name": "Gif", "username": "gif"}
    return {"text": "a text made by another bot", "via_bot": bot}


def _unknown(_: World, __: Json) -> Json:
    return {"hologram": {"of": "a kind that does not exist yet"}}


def mention(text: str, name: str) -> Json:
    """A text in which a name carries a whole account."""
    at = len(text[: text.index(name)].encode("utf-16-le")) // 2
    entity = {"type": "text_mention", "offset": at, "length": len(name), "user": _STRANGER}
    return {"text": text, "entities": [entity]}


ATTACHMENTS: dict[str, Make] = {
    "voice": _voice,
    "audio": _audio,
    "video": _video,
    "video_note": _video_note,
    "animation": _animation,
    "photo": _photo,
    "document": _document,
    "sticker": _sticker,
    "contact": _contact,
    "users_shared": _users_shared,
    "live_location": _live_location,
    "own_location": _own_location,
    "venue": _venue,
    "poll": _poll,
    "dice": _dice,
    "game": _game,
    "story": _story,
    "paid_media": _paid_media,
    "forward": _forward,
    "hidden_forward": _hidden_forward,
    "quote": _quote,
    "external_reply": _external_reply,
    "reply_to_story": _reply_to_story,
    "via_bot": _via_bot,
    "unknown": _unknown,
}
"""Makers by kind; "unknown" is what no library of today knows."""
