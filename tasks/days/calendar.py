"""Which day a run is for, and which days are expected to have papers."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from tasks.run.errors import UsageError

FIRST_DAY = date(2023, 5, 4)
"""The first day for which Hugging Face has a list."""


def closed_day(moment: datetime) -> date:
    """The day whose list has just closed at that moment: yesterday in UTC.

    At 09:00 in Seoul it is midnight in UTC, and the list of the day before is complete.

    >>> closed_day(datetime.fromisoformat("2024-11-23T09:00:00+09:00"))
    datetime.date(2024, 11, 22)
    """
    return moment.astimezone(UTC).date() - timedelta(days=1)


def closes(day: date) -> datetime:
    """The moment at which the day's list closes: midnight in UTC after it."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def is_weekday(day: date) -> bool:
    """True from Monday to Friday; since May 2024 no papers are listed on weekends."""
    return day.weekday() < 5


def days_between(start: date, end: date) -> Iterator[date]:
    """Every day from `start` to `end`, both included; raises `UsageError` when they are swapped."""
    if end < start:
        raise UsageError(f"The range ends ({end}) before it starts ({start}): swap the two dates.")
    for offset in range((end - start).days + 1):
        yield start + timedelta(days=offset)


def parse_day(text: str) -> date:
    """A date as `YYYY-MM-DD`; raises `UsageError` for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise UsageError(
            f"{text!r} is not a date: write it as YYYY-MM-DD, such as 2024-11-22."
        ) from None


def check_day(day: date, today: date) -> date:
    """The day itself; raises `UsageError` when no list can exist for it (`today` is in UTC)."""
    if day > today:
        raise UsageError(f"{day} is in the future (today is {today} in UTC): give an earlier day.")
    if day < FIRST_DAY:
        raise UsageError(f"{day} is before the first list ({FIRST_DAY}): give a later day.")
    return day


def lookback(day: date, days: int, first: date | None) -> tuple[date, ...]:
    """The `days` days before `day`, newest first, but none before the `first` that is known.

    A store that has just been made knows none; a gap behind its first day is one to fill.
    """
    before = (day - timedelta(days=offset) for offset in range(1, days + 1))
    return tuple(early for early in before if first is not None and early >= first)


def chunks(days: Sequence[date], size: int) -> Iterator[tuple[date, ...]]:
    """The days in pieces of `size`, the last one maybe shorter."""
    for begin in range(0, len(days), size):
        yield tuple(days[begin : begin + size])
