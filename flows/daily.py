"""The daily run: the day that has closed, and another look at the days before it."""

import logging
from datetime import UTC, date, datetime
from typing import Any

from prefect import flow
from prefect.runtime import flow_run
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.context import open_run
from flows.day import DayEnd
from flows.days import do_days
from flows.overview import publish_overview
from tasks.days import check_day, closed_day, lookback
from tasks.records import DayRun
from tasks.run.errors import DayIncomplete

log = logging.getLogger(__name__)

# How many of these threads call the model at a time is NONMUN_CONCURRENCY's to say.
THREADS: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=64)


def run_name() -> str:
    """Names a flow run by its day: `daily-2024-11-22`."""
    return f"daily-{_day_of_this_run(flow_run.parameters.get('day'))}"


@flow(name="daily", flow_run_name=run_name, task_runner=THREADS)
def daily(day: date | None = None, force: bool = False) -> DayRun:
    """Publish the Korean edition of one day of Hugging Face's Daily Papers.

    The days before it are read once more, as far as the store knows them: papers that came late
    are added, votes are refreshed, and what was left undone is done. Running it again costs
    nothing and changes nothing, unless papers were added or changed.

    Args:
        day: The day to publish; when empty, the day before the scheduled time.
        force: Ask the model again for papers that already have an answer.
    """
    day = check_day(_day_of_this_run(day), datetime.now(UTC).date())
    with open_run() as run:
        days = (day, *lookback(day, run.settings.lookback_days, run.store.first_day()))
        try:
            ends = do_days(run, days, forced={day} if force else ())
        finally:
            publish_overview(run, min(days), day)
    return _result(day, ends)


def _result(day: date, ends: tuple[DayEnd, ...]) -> DayRun:
    """How the day ended; raises when it, or a day before it, is not done."""
    by_day = {end.run.day: end for end in ends}
    asked = by_day[day]
    if asked.error is not None:
        raise asked.error
    undone = [end.run for end in ends if not end.is_done]
    if undone:
        told = "; ".join(f"{ended.day} is {ended.outcome}: {ended.reason}" for ended in undone)
        raise DayIncomplete(f"Not everything is done: {told}; run again for the rest.")
    return asked.run


def _day_of_this_run(day: Any) -> date:
    """The day asked for, else the one that closed before the *scheduled* time.

    After an outage overdue runs start late, each with the time for which it was scheduled; the
    clock would give them all the same day.
    """
    if day is not None:
        return day if isinstance(day, date) else date.fromisoformat(str(day))
    return closed_day(flow_run.scheduled_start_time or datetime.now(UTC))
