"""What became of all days: the index beside the editions, and the status in Prefect's UI."""

from datetime import UTC, date, datetime, timedelta

from flows.artifacts import show_status
from flows.context import RunContext
from tasks.days import closed_day
from tasks.days.status import day_statuses
from tasks.publish import render_index

SHOWN_DAYS = 60
"""How many days the status in Prefect's UI goes back, at least."""


def publish_overview(run: RunContext, start: date, end: date) -> None:
    """Write the index of all days that are known, missing ones included.

    Prefect's UI is shown the days of the run, from `start` to `end`, and the newest ones.
    """
    first = run.store.first_day()
    if first is None:
        return
    editions, runs = run.store.editions(), run.store.latest_runs()
    last = max([first, *(edition.day for edition in editions), *(ended.day for ended in runs)])
    if days := day_statuses(first, last, editions, runs):
        run.output.write_index(render_index(days))
    last = max(last, min(end, closed_day(datetime.now(UTC))))
    since = min(start, max(first, last - timedelta(days=SHOWN_DAYS)))
    show_status(day_statuses(since, last, editions, runs))
