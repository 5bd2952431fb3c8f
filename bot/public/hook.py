"""What a webhook is: where Telegram delivers, what it sends along, and how long it may wait."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """Where Telegram delivers, and how long it may wait; times in seconds.

    Attributes:
        url: what Telegram is told; a proxy in front of us takes it.
        secret: what every delivery must carry.
        path: of the address, as it reaches us.
        host: address to listen on.
        port: to listen on; 0 for any that is free.
        shared: a socket to listen on in place of both, which other processes listen on too.
        early: after which an update that keeps no report is answered though it is still in work,
            so that Telegram hands out the chat's next: it may be an emergency.
        late: after which any other is answered 500, to be delivered again.
        look: between two looks at what Telegram has as our address.
    """

    url: str
    secret: str = field(repr=False)
    path: str
    host: str = "127.0.0.1"
    port: int = 8443
    shared: socket.socket | None = field(default=None, repr=False)
    early: float = 0.5
    late: float = 50.0
    look: float = 60.0
