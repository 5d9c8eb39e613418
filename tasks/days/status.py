"""The state of every day: a weekday is never silently absent."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from tasks.days import closes, days_between, is_weekday
from tasks.records import EXTRACTIVE, DayRun, PublishedEdition, Record

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
    if edition and (_is_half_read(run) or not edition.is_complete):
        pending = reason or f"{edition.counts['pending']} answers or a chart are missing"
        return DayStatus(day=day, state="incomplete", edition=edition, reason=pending)
    if edition:
        # What is published whole stays so, also when another look at its list has failed.
        state: DayState = "revised" if edition.revision > 1 else "published"
        return DayStatus(day=day, state=state, edition=edition, reason=reason)
    if run and run.outcome == "failed":
        return DayStatus(day=day, state="failed", reason=reason)
    if run and run.outcome == "empty":
        return DayStatus(day=day, state="empty", reason=reason)
    return DayStatus(day=day, state="missing", reason="no run has been recorded for this day")


def _is_half_read(run: DayRun | None) -> bool:
    """True when the list held items that the run could not read."""
    return run is not None and run.counts.get("unread", 0) > 0


def unsettled_days(
    days: Iterable[date],
    editions: Iterable[PublishedEdition],
    runs: Iterable[DayRun],
    *,
    by_model: bool,
) -> list[date]:
    """Those of the days that a run still has something to do for, in their order.

    A day is settled when it was published whole, or was empty, by a run that began after its list
    had closed. With a model to write (`by_model`) an edition made without any is not whole.
    """
    by_day = {edition.day: edition for edition in editions}
    last_run = {run.day: run for run in runs}
    return [
        day
        for day in days
        if not _is_settled(last_run.get(day), by_day.get(day), by_model=by_model)
    ]


def _is_settled(run: DayRun | None, edition: PublishedEdition | None, *, by_model: bool) -> bool:
    if run is None or (run.started_at or run.finished_at) < closes(run.day):
        return False
    if run.outcome == "failed" or _is_half_read(run):
        return False
    if edition is None:
        return run.outcome == "empty"
    return edition.is_complete and not (by_model and edition.model == EXTRACTIVE)
