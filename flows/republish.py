"""Publishes days again from the store: no network, no model, the same bytes."""

import logging
from datetime import date

from prefect import flow

from flows.context import open_run
from flows.edition import publish_day
from flows.overview import publish_overview
from flows.progress import progress
from tasks.days import days_between
from tasks.run.errors import DayIncomplete

log = logging.getLogger(__name__)


@flow(name="republish", flow_run_name="republish-{start}-{end}")
def republish(start: date, end: date) -> tuple[date, ...]:
    """Write the editions of all stored days of a range anew, and return those days.

    Args:
        start: First day of the range.
        end: Last day of the range, included.
    """
    wanted = set(days_between(start, end))
    with open_run(with_model=False) as run:
        days = tuple(day for day in run.store.days_listed(start, end) if day in wanted)
        incomplete = []
        with progress("republish", len(days)) as advance:
            for day in days:
                with run.claims.hold(f"day {day}"):
                    if publish_day(run, day).edition.pending:
                        incomplete.append(str(day))
                advance()
        publish_overview(run, start, end)
    log.info("%d days published again between %s and %s", len(days), start, end)
    if incomplete:
        raise DayIncomplete(
            f"Published again, but still incomplete: {', '.join(incomplete)}. "
            "Run `nonmun daily --date DAY` for what is missing."
        )
    return days
