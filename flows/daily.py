"""One day, from Hugging Face's list to a published Korean edition."""

import logging
from datetime import UTC, date, datetime
from typing import Annotated, Any

from prefect import flow
from prefect.runtime import flow_run
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from pydantic import Field

from flows.artifacts import show_edition
from flows.context import RunContext, open_run
from flows.edition import Published, edited_papers, publish_day, publish_overview
from flows.writing import write_insights, write_papers
from tasks.abstracts import gather
from tasks.days import check_day, closed_day
from tasks.errors import DayIncomplete, NonmunError
from tasks.publish import day_lock
from tasks.records import DayRun, Listing, Outcome
from tasks.scrape import scrape

log = logging.getLogger(__name__)

# How many of these threads call the model at a time is NONMUN_CONCURRENCY's to say.
THREADS: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=64)


def run_name() -> str:
    """Names a flow run by its day: `daily-2024-11-22`."""
    return f"daily-{_day_of_this_run(flow_run.parameters.get('day'))}"


@flow(name="daily", flow_run_name=run_name, task_runner=THREADS)
def daily(
    day: Annotated[
        date | None,
        Field(description="The day to publish; when empty, the day before the scheduled time."),
    ] = None,
    force: Annotated[
        bool, Field(description="Ask the model again for papers that already have an answer.")
    ] = False,
) -> DayRun:
    """Publish the Korean edition of one day of Hugging Face's Daily Papers.

    Running it again costs nothing and changes nothing, unless papers were added or changed.
    """
    day = check_day(_day_of_this_run(day), datetime.now(UTC).date())
    with open_run() as run:
        try:
            result = run_day(run, day, force=force)
        finally:
            publish_overview(run)
    if result.outcome == "incomplete":
        raise DayIncomplete(f"{day} is published but incomplete: {result.reason}")
    return result


def run_day(run: RunContext, day: date, *, force: bool = False) -> DayRun:
    """Do one day and record how it ended, also when it fails."""
    try:
        with day_lock(run.settings.output_dir, day):
            result = _publish(run, day, force=force)
    except Exception as error:
        reason = (
            str(error) if isinstance(error, NonmunError) else f"{type(error).__name__}: {error}"
        )
        run.store.save_run(_ended(day, "failed", reason=reason))
        raise
    run.store.save_run(result)
    log.info("%s: %s%s", day, result.outcome, f" ({result.reason})" if result.reason else "")
    return result


def _publish(run: RunContext, day: date, *, force: bool) -> DayRun:
    listing = scrape(day, run.settings.hf_url, run.settings.request_timeout_seconds)
    if listing.is_empty:
        return _ended(day, "empty", reason=_why_empty(listing))
    _store(run, listing)
    missed = _write(run, day, force=force)
    published = publish_day(run, day)
    show_edition(published.edition, published.chart_png)
    return _ended(
        day,
        _outcome(published),
        counts={"listed": len(listing.papers), **_spent(run)},
        reason=_why_incomplete(published, missed),
    )


def _store(run: RunContext, listing: Listing) -> None:
    settings = run.settings
    papers, remarks = gather(
        listing,
        settings.arxiv_url,
        settings.arxiv_delay_seconds,
        settings.request_timeout_seconds,
    )
    change = run.store.record_listing(listing, papers, datetime.now(UTC))
    for remark in (*listing.remarks, *remarks):
        log.warning("%s: %s", listing.day, remark)
    log.info(
        "%s: %d papers listed, %d new, %d gone, %d with a changed abstract",
        listing.day,
        len(papers),
        len(change.added),
        len(change.gone),
        len(change.abstract_changed),
    )


def _write(run: RunContext, day: date, *, force: bool) -> dict[str, str]:
    if run.model is None:
        return {}
    missed = write_papers(run, run.model, day, force=force)
    papers = edited_papers(run, day)
    return missed | write_insights(run, run.model, day, papers, force=force)


def _outcome(published: Published) -> Outcome:
    if published.edition.pending:
        return "incomplete"
    if published.first:
        return "published"
    return "revised" if published.revised else "unchanged"


def _why_incomplete(published: Published, missed: dict[str, str]) -> str | None:
    edition = published.edition
    if not edition.pending:
        return None
    reasons = [f"{name}: {reason}" for name, reason in sorted(missed.items())]
    if not edition.has_chart:
        reasons.append("the chart is missing, see the log for what to install")
    more = f" (and {len(reasons) - 3} more)" if len(reasons) > 3 else ""
    return "; ".join(reasons[:3]) + more or f"{edition.pending} answers are still missing"


def _why_empty(listing: Listing) -> str:
    shown = f"Hugging Face shows {listing.shown_day}" if listing.shown_day else "the list is empty"
    return f"no papers on this day, {shown}; nothing is published"


def _spent(run: RunContext) -> dict[str, int]:
    if run.model is None:
        return {}
    spent = run.model.spent
    return {
        "calls": run.model.calls,
        "tokens_in": spent.tokens_in,
        "tokens_out": spent.tokens_out,
    }


def _ended(
    day: date,
    outcome: Outcome,
    *,
    counts: dict[str, int] | None = None,
    reason: str | None = None,
) -> DayRun:
    return DayRun(
        day=day,
        outcome=outcome,
        counts=counts or {},
        reason=reason,
        finished_at=datetime.now(UTC),
    )


def _day_of_this_run(day: Any) -> date:
    """The day asked for, else the one that closed before the *scheduled* time.

    After an outage overdue runs start late, each with the time for which it was scheduled; the
    clock would give them all the same day.
    """
    if day is not None:
        return day if isinstance(day, date) else date.fromisoformat(str(day))
    return closed_day(flow_run.scheduled_start_time or datetime.now(UTC))
