"""What the columns of a trend are called."""

from __future__ import annotations

from datetime import date

from core.picture import Period, Span


def columns_of(period: Period) -> list[str]:
    """Months by their names, with the year where it begins; else days."""
    buckets = period.buckets()

    def name(day: date) -> str:
        if period.span is Span.MONTH:
            has_year = day.month == 1 or day == buckets[0]
            return f"{day:%b} {day:%y}" if has_year else f"{day:%b}"
        return f"{day.day} {day:%b}"

    return [name(day) for day in buckets]
