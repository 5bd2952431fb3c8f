"""A bare aiogram bot that says what it is told: the ceiling of the framework.

python -m bench.peers.echo
"""

from __future__ import annotations

import asyncio
import os
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def echo(message: Message) -> None:
    """Say what was said."""
    await message.answer(message.text or "")


async def poll(dispatcher: Dispatcher) -> None:
    """Run a bot of aiogram on the server that the environment names, until it is stopped."""
    server = TelegramAPIServer.from_base(os.environ["TIPLINE_TELEGRAM_API"])
    bot = Bot(os.environ["TIPLINE_BOT_TOKEN"], session=AiohttpSession(api=server))
    sys.stdout.write('{"event": "ready"}\n')
    sys.stdout.flush()
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    bare = Dispatcher()
    bare.message.register(echo)
    asyncio.run(poll(bare))
