"""What became of all days: the index beside the editions, and the status in Prefect's UI."""

from datetime import timedelta

from flows.artifacts import show_status
from flows.context import RunContext
from tasks.publish import render_index
from tasks.status import day_statuses

SHOWN_DAYS = 60
"""How many days the status in Prefect's UI goes back."""


def publish_overview(run: RunContext) -> None:
    """Write the index of all days from the first edition to the last run, missing ones included.

    The newest of them are shown in Prefect's UI too.
    """
    editions = run.store.editions()
    if not editions:
        return
    runs = run.store.latest_runs()
    first = min(edition.day for edition in editions)
    last = max([edition.day for edition in editions] + [ended.day for ended in runs])
    days = day_statuses(first, last, editions, runs)
    run.output.write_index(render_index(days))
    show_status([day for day in days if day.day > last - timedelta(days=SHOWN_DAYS)])
