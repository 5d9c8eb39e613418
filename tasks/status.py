"""The state of every day: a weekday is never silently absent."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from tasks.days import days_between, is_weekday
from tasks.records import DayRun, PublishedEdition, Record

DayState = Literal["published", "revised", "incomplete", "empty", "failed", "missing"]

LOUD: frozenset[DayState] = frozenset({"incomplete", "failed", "missing"})
"""The states that call for somebody to do something."""


class DayStatus(Record):
    """One day: its state, its edition when it has one, and the reason when it is not done."""

    day: date
    state: DayState
    edition: PublishedEdition | None = None
    reason: str | None = None


def day_statuses(
    start: date, end: date, editions: Iterable[PublishedEdition], runs: Iterable[DayRun]
) -> tuple[DayStatus, ...]:
    """The status of every weekday of the range, and of weekends that have an edition.

    `editions` holds the latest revision of a day, `runs` the latest run of a day.
    """
    by_day = {edition.day: edition for edition in editions}
    last_run = {run.day: run for run in runs}
    return tuple(
        _status(day, by_day.get(day), last_run.get(day))
        for day in days_between(start, end)
        if is_weekday(day) or day in by_day
    )


def _status(day: date, edition: PublishedEdition | None, run: DayRun | None) -> DayStatus:
    reason = run.reason if run else None
    if run and run.outcome == "failed":
        return DayStatus(day=day, state="failed", edition=edition, reason=reason)
    if edition and not edition.is_complete:
        pending = reason or f"{edition.counts['pending']} answers or a chart are missing"
        return DayStatus(day=day, state="incomplete", edition=edition, reason=pending)
    if edition:
        state: DayState = "revised" if edition.revision > 1 else "published"
        return DayStatus(day=day, state=state, edition=edition)
    if run and run.outcome == "empty":
        return DayStatus(day=day, state="empty", reason=reason)
    return DayStatus(day=day, state="missing", reason="no run has been recorded for this day")
