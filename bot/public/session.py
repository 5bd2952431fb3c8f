"""The connections to Telegram: how what is said goes out on them, and how they are closed."""

from __future__ import annotations

from typing import Final, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup
from aiohttp import ClientError, ClientTimeout
from pydantic import BaseModel

_JSON: Final = {"Content-Type": "application/json"}


class Sent(BaseModel):
    """What is read of the message that a `Say` became: its number, and nothing else."""

    message_id: int


class Say(TelegramMethod[Sent]):
    """sendMessage as the line sends it: silent, without preview, not to be passed on.

    The library's own has forty fields, sends them as a form of nested JSON, and reads all of the
    message in the answer: twice the time of the bot's process for each report that comes in.
    """

    __returning__ = Sent
    __api_method__ = "sendMessage"

    chat_id: int
    text: str
    link_preview_options: dict[str, bool] = {"is_disabled": True}  # noqa: RUF012  # pydantic copies
    disable_notification: bool = True
    protect_content: bool = True
    reply_markup: InlineKeyboardMarkup | None = None


class Session(AiohttpSession):
    """aiogram's, which says what it says in less time, and ends at once where nothing is encrypted.

    After closing, aiogram waits a quarter of a second for connections of TLS to take their leave.
    To a Bot API server of one's own, over plain HTTP, there are none.
    """

    async def make_request[T](
        self,
        bot: Bot,
        method: TelegramMethod[T],
        timeout: int | None = None,  # noqa: ASYNC109  # the library's own form
    ) -> T:
        """Make a call.

        Raises:
            AiogramError: it failed, as for `AiohttpSession`.
        """
        if isinstance(method, Say):
            return cast("T", await self._say(bot, method, timeout))
        return await super().make_request(bot, method, timeout)

    async def close(self) -> None:
        """Close every connection."""
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()

    async def _say(self, bot: Bot, said: Say, seconds: float | None) -> Sent:
        """What `AiohttpSession.make_request` does, with one body of JSON."""
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=said.__api_method__)
        total = ClientTimeout(total=self.timeout if seconds is None else seconds)
        body = said.model_dump_json(exclude_none=True).encode()
        try:
            async with session.post(url, data=body, headers=_JSON, timeout=total) as answer:
                content = await answer.read()
        except TimeoutError as error:
            raise TelegramNetworkError(method=said, message="Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method=said, message=type(error).__name__) from error
        response = self.check_response(
            bot=bot,
            method=said,
            status_code=answer.status,
            content=content.decode("utf-8", "replace"),
        )
        return cast("Sent", response.result)
