"""The connections to Telegram, and how they are closed."""

from __future__ import annotations

from aiogram.client.session.aiohttp import AiohttpSession


class Session(AiohttpSession):
    """aiogram's, which ends at once where nothing is encrypted.

    After closing, aiogram waits a quarter of a second for connections of TLS to take their leave.
    To a Bot API server of one's own, over plain HTTP, there are none.
    """

    async def close(self) -> None:
        """Close every connection."""
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()
