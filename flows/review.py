"""Has days that were published read a second time, from the store: no source is asked."""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime

from prefect import flow

from flows.context import RunContext, open_run
from flows.daily import THREADS
from flows.day import ended
from flows.edition import edited_papers, publish_day
from flows.overview import publish_overview
from flows.progress import progress
from flows.synthesis import write_insights
from flows.writing import read_papers
from tasks.days import check_day, days_between
from tasks.days.outcome import outcome, why_incomplete
from tasks.records import DayRun, Listing
from tasks.run.errors import DaysFailed, UsageError

log = logging.getLogger(__name__)


@flow(name="review", flow_run_name="review-{start}-{end}", task_runner=THREADS)
def review(start: date, end: date) -> tuple[DayRun, ...]:
    """Have the published days of a range read by the second reader, and publish what it changes.

    What it vetoes is repaired where the day was written by today's prompt and model, and left out
    otherwise.

    Args:
        start: First day of the range.
        end: Last day of the range, included.
    """
    wanted = set(days_between(start, check_day(end, datetime.now(UTC).date())))
    with open_run() as run:
        if run.model is None or run.reader is None:
            raise UsageError(
                "There is no second reader: set OPENAI_API_KEY or OPENAI_BASE_URL, and "
                "NONMUN_REVIEW=on."
            )
        days = tuple(day for day in run.store.days_listed(start, end) if day in wanted)
        with progress("review", len(days)) as advance:
            runs = []
            for day in days:
                runs.append(_review_day(run.metered(), day))
                advance()
        publish_overview(run, start, end)
    return _result(runs)


def _review_day(run: RunContext, day: date) -> DayRun:
    assert run.model is not None
    started_at = datetime.now(UTC)
    with run.claims.hold(f"day {day}"):
        missed = read_papers(run, run.model, day)
        missed = {**missed, **write_insights(run, run.model, day, edited_papers(run, day))}
        published = publish_day(run, day)
    listing = Listing(day=day)
    how = outcome(published.edition, listing, first=published.first, revised=published.revised)
    reason = why_incomplete(published.edition, listing, missed)
    done = ended(run, day, how, reason=reason).model_copy(update={"started_at": started_at})
    run.store.save_run(done)
    log.info("%s: %s%s", day, done.outcome, f" ({reason})" if reason else "")
    return done


def _result(runs: Sequence[DayRun]) -> tuple[DayRun, ...]:
    undone = [f"{run.day}: {run.reason}" for run in runs if run.outcome == "incomplete"]
    if undone:
        raise DaysFailed(f"Not read whole: {'; '.join(undone)}; run the same again for the rest.")
    return tuple(runs)
