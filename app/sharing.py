"""What several processes of one line share, or what one process has for itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.following import Nudges
from app.settings import Settings
from core.deliveries import Deliveries
from core.flood import SharedArrivals
from core.limits import Limits, MemoryLimits
from core.locks import Locks, SenderLocks
from core.ports import Clock, Sessions
from storage.sessions import MemorySessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Conversations, turns and limits; and where there are other processes, what they tell.

    That is which updates they took, what they count of a flood, and that the steering has changed.
    """

    sessions: Sessions
    locks: SenderLocks
    limits: Limits
    deliveries: Deliveries | None
    arrivals: SharedArrivals | None
    nudges: Nudges | None


@asynccontextmanager
async def open_shared(settings: Settings, clock: Clock, *, is_alone: bool) -> AsyncIterator[Shared]:
    """Open what is shared: in Redis where the settings name one, else in memory.

    Args:
        settings: the operator's.
        clock: the time.
        is_alone: whether there is only this process, whatever the settings say.

    Raises:
        BadRedisUrl, BadRedis, SessionsAway, NoSeed, LooseFile, BrokenFile: Redis, or the seed of
            its keys, cannot be used.
    """
    url = settings.redis_url.get_secret_value()
    if is_alone or not url:
        yield Shared(
            sessions=MemorySessions(clock),
            locks=Locks(),
            limits=MemoryLimits(),
            deliveries=None,
            arrivals=None,
            nudges=None,
        )
        return
    from storage.epochs import Epochs
    from storage.redis_arrivals import RedisArrivals
    from storage.redis_deliveries import RedisDeliveries
    from storage.redis_limits import RedisLimits
    from storage.redis_locks import RedisLocks
    from storage.redis_nudges import RedisNudges
    from storage.redis_server import open_redis
    from storage.redis_sessions import RedisSessions
    from storage.secret_files import load_seed

    epochs = Epochs(load_seed(settings.data_dir))
    async with open_redis(url) as server:
        yield Shared(
            sessions=RedisSessions(server, epochs, clock),
            locks=RedisLocks(server),
            limits=RedisLimits(server, clock),
            deliveries=RedisDeliveries(server, epochs),
            arrivals=RedisArrivals(server, clock),
            nudges=RedisNudges(server),
        )
