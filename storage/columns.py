"""How values of the domain become columns that SQLite and PostgreSQL hold alike."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, SmallInteger
from sqlalchemy.types import TypeDecorator

from core.tip import Priority

_RANKS = tuple(Priority)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored and read back as UTC; SQLite keeps no zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC.

        Raises:
            ValueError: the moment is naive.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware again."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PriorityRank(TypeDecorator[Priority]):
    """A priority as its place in the order of the queue: 0 is the most pressing."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: Priority | None, dialect: Dialect) -> int | None:
        """To its rank."""
        del dialect
        return None if value is None else _RANKS.index(Priority(value))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Priority | None:
        """From its rank."""
        del dialect
        return None if value is None else _RANKS[value]
