"""How what is a transaction by itself becomes a part of another one."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import Database, Work


class Joined(Database):
    """A database whose pieces of work all run in one transaction that has begun already.

    Whoever began it commits it, tries it again while the database is locked, and scrubs after it.
    """

    def __init__(self, outer: Database, session: AsyncSession) -> None:
        super().__init__(outer.engine, patience=0.0)
        self._session = session

    async def write[T](self, work: Work[T], *, adds: bool = False) -> T:
        """Run work as a part of the transaction; raises what the work raises."""
        del adds
        return await work(self._session)

    async def read[T](self, work: Work[T]) -> T:
        """The same; it sees what was written before in the transaction."""
        return await work(self._session)

    async def scrub(self) -> None:
        """Nothing yet: what was erased is still there until the commit."""
