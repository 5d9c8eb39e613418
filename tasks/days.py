"""Which day a run is for, and which days are expected to have papers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from tasks.errors import UsageError

FIRST_DAY = date(2023, 5, 4)
"""The first day for which Hugging Face has a list."""


def closed_day(moment: datetime) -> date:
    """The day whose list has just closed at that moment: yesterday in UTC.

    At 09:00 in Seoul it is midnight in UTC, and the list of the day before is complete.
    """
    return moment.astimezone(UTC).date() - timedelta(days=1)


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
