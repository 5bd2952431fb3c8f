"""The console's two cookies: which visit this is, and which browser signed in before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

_DEVICE_LIFE = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names and attributes of the cookies.

    Over https both carry the `__Host-` prefix: no other host and no plain connection can set
    them. A console on this machine alone is reached by plain http, where browsers refuse that
    prefix, so that the names are others there.
    """

    is_encrypted: bool

    @property
    def visit(self) -> str:
        """Name of the cookie with a visit's token; it ends with the browser."""
        return self._named("sid")

    @property
    def device(self) -> str:
        """Name of the cookie that `Gate.sign_in` gives a browser; it opens nothing."""
        return self._named("device")

    def set_visit(self, answer: Response, token: str) -> None:
        """Let a browser keep the token of its visit."""
        self._set(answer, self.visit, token, None)

    def set_device(self, answer: Response, device: str) -> None:
        """Let a browser keep what it shows the gate next time."""
        self._set(answer, self.device, device, int(_DEVICE_LIFE.total_seconds()))

    def drop_visit(self, answer: Response) -> None:
        """Let a browser forget its visit."""
        self._set(answer, self.visit, "", 0)

    def _named(self, name: str) -> str:
        return f"__Host-{name}" if self.is_encrypted else f"local-{name}"

    def _set(self, answer: Response, name: str, value: str, life: int | None) -> None:
        answer.set_cookie(
            name,
            value,
            max_age=life,
            path="/",
            secure=self.is_encrypted,
            httponly=True,
            samesite="strict",
        )
