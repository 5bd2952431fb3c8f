"""A Bot API server on this machine: Telegram's side of a conversation, over real HTTP.

It keeps chats and messages, hands out updates as Telegram does, checks what a bot sends, and
fails on demand. It is no mock: a bot of any library talks to it as to Telegram.
"""

from __future__ import annotations

from .faults import Fault
from .people import Person, Seen
from .server import BotApi

__all__ = ["BotApi", "Fault", "Person", "Seen"]
