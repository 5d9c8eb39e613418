"""What a day is: the calendar of lists, and how a day stands."""

from tasks.days.calendar import (
    FIRST_DAY,
    check_day,
    chunks,
    closed_day,
    closes,
    days_between,
    is_weekday,
    lookback,
    parse_day,
)

__all__ = [
    "FIRST_DAY",
    "check_day",
    "chunks",
    "closed_day",
    "closes",
    "days_between",
    "is_weekday",
    "lookback",
    "parse_day",
]
