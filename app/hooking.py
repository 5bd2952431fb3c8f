"""Which webhook the settings ask for, and why one is refused."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from app.problems import BadInput
from app.settings import Settings
from bot.public.hook import Hook

_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
"""Telegram takes 1 to 256 of these characters (Bot API, setWebhook); 32 random ones cannot be
guessed."""

FEWEST_KINDS = 10
"""Different characters in a secret. Of 32 random ones fewer than ten differ once in 10^17."""

PORTS = (443, 80, 88, 8443)
"""Ports to which Telegram delivers (Bot API, setWebhook)."""


def hook_of(settings: Settings) -> Hook | None:
    """The webhook, or None for long polling.

    Raises:
        BadInput: the address or the secret cannot be used; the sentence does not repeat it.
    """
    if not settings.webhook_url:
        return None
    _check_address(settings.webhook_url, is_telegrams_own=not settings.telegram_api)
    return Hook(
        url=settings.webhook_url,
        secret=_secret(settings),
        path=urlsplit(settings.webhook_url).path or "/",
        host=settings.webhook_host,
        port=settings.webhook_port,
    )


def _secret(settings: Settings) -> str:
    secret = settings.webhook_secret.get_secret_value()
    if not secret:
        raise BadInput(
            "TIPLINE_WEBHOOK_SECRET is not set: without it anybody could pose as Telegram. Make "
            "one with: openssl rand -hex 32."
        )
    token = settings.bot_token.get_secret_value()
    is_known = secret in token or secret in settings.webhook_url
    if not _SECRET.fullmatch(secret) or len(set(secret)) < FEWEST_KINDS or is_known:
        raise BadInput(
            "TIPLINE_WEBHOOK_SECRET is too weak: 32 to 256 random letters, digits, _ or -, not "
            "part of the token or the address. Make one with: openssl rand -hex 32."
        )
    return secret


def _check_address(url: str, *, is_telegrams_own: bool) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        parts, port = urlsplit(""), 0
    is_plain = parts.hostname and not parts.query and not parts.fragment and "@" not in parts.netloc
    if not is_plain or not re.fullmatch(r"[\w/.~-]*", parts.path, re.ASCII):
        raise BadInput("TIPLINE_WEBHOOK_URL must look like https://line.example/telegram.")
    if is_telegrams_own and (parts.scheme != "https" or port not in PORTS):
        raise BadInput(
            "TIPLINE_WEBHOOK_URL must start with https://, on port 443, 80, 88 or 8443: Telegram "
            "delivers nowhere else."
        )
    if parts.scheme not in ("https", "http"):
        raise BadInput("TIPLINE_WEBHOOK_URL must look like https://line.example/telegram.")
