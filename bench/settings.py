"""Settings of a line that runs in several processes, or could."""

from __future__ import annotations

import secrets
import socket
from contextlib import closing
from pathlib import Path

from bench.redis import RedisProcess


def webhook() -> dict[str, str]:
    """Have Telegram deliver to a free port of this machine."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    return {
        "TIPLINE_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "TIPLINE_WEBHOOK_SECRET": secrets.token_hex(32),
        "TIPLINE_WEBHOOK_PORT": str(port),
    }


def shared(server: RedisProcess, data: Path) -> dict[str, str]:
    """Keep conversations in a Redis, under keys from a seed that is made in the data folder."""
    data.mkdir(mode=0o700, exist_ok=True)
    seed = data / "session-seed"
    seed.touch(0o600)
    seed.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
    return {"TIPLINE_REDIS_URL": server.url}
