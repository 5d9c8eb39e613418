"""One day, from Hugging Face's list to a published Korean edition, in an open run."""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flows.artifacts import show_edition
from flows.context import RunContext
from flows.edition import Chart, begin_chart, edited_papers, publish_day
from flows.synthesis import write_insights
from flows.warmup import warm_up
from flows.writing import write_papers
from tasks.abstracts import gather
from tasks.days.outcome import Missed, outcome, why_empty, why_incomplete, why_unverified
from tasks.records import DayRun, Listing, Outcome, Usage
from tasks.run.errors import NonmunError
from tasks.scrape import scrape
from tasks.text import one_line

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DayEnd:
    """How a day ended; `error` is what kept it from being published, or from being recorded."""

    run: DayRun
    error: Exception | None = None

    @property
    def is_done(self) -> bool:
        """True when no later run has anything to add."""
        return self.error is None and self.run.outcome not in ("failed", "incomplete")


def run_day(run: RunContext, day: date, *, force: bool = False) -> DayEnd:
    """Do one day and record how it ended, also when it fails; what it spends is metered apart.

    One run at a time works on a day; another waits, and then finds the work done. Raises nothing
    that is an `Exception`.
    """
    run, started_at = run.metered(), datetime.now(UTC)
    try:
        with run.claims.hold(f"day {day}"):
            end = DayEnd(_publish(run, day, force=force))
    except Exception as error:
        end = DayEnd(ended(run, day, "failed", reason=_told(day, error)), error)
    done = end.run.model_copy(update={"started_at": started_at})
    log.info("%s: %s%s", day, done.outcome, f" ({done.reason})" if done.reason else "")
    try:
        run.store.save_run(done)
    except NonmunError as error:
        return DayEnd(done, end.error or error)
    return DayEnd(done, end.error)


def _told(day: date, error: Exception) -> str:
    """Why the day failed, in one line; a bug also leaves its traceback in the log."""
    if isinstance(error, NonmunError):
        return str(error)
    log.error("%s", day, exc_info=error)
    return f"{type(error).__name__}: {one_line(str(error))[:300]}"


def _publish(run: RunContext, day: date, *, force: bool) -> DayRun:
    listing = scrape(day, run.settings.hf_url, run.settings.request_timeout_seconds)
    if listing.is_empty:
        return ended(run, day, "empty", reason=why_empty(listing))
    if run.store.latest_edition(day) is None:
        warm_up()
    _store(run, listing)
    missed, chart = _write(run, day, force=force)
    published = publish_day(run, day, chart)
    show_edition(published.edition, published.chart_png)
    return ended(
        run,
        day,
        outcome(published.edition, listing, first=published.first, revised=published.revised),
        listing=listing,
        reason=why_incomplete(published.edition, listing, missed)
        or why_unverified(published.edition),
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


def _write(run: RunContext, day: date, *, force: bool) -> tuple[Missed, Chart | None]:
    """Have all written that is missing; says why some still is. The chart is drawn meanwhile."""
    if run.model is None:
        return {}, None
    missed = write_papers(run, run.model, day, force=force)
    papers = edited_papers(run, day)
    chart = begin_chart(run, day, papers)
    return {**missed, **write_insights(run, run.model, day, papers, force=force)}, chart


def ended(
    run: RunContext,
    day: date,
    how: Outcome,
    *,
    listing: Listing | None = None,
    reason: str | None = None,
) -> DayRun:
    """The record of this run of the day, with what it spent on the model."""
    counts = {"listed": len(listing.papers), "unread": len(listing.unread)} if listing else {}
    meters = [model.meter for model in (run.model, run.reader) if model is not None]
    spent = sum((meter.spent for meter in meters), Usage(cost_usd=0.0))
    if meters:
        counts["calls"] = sum(meter.calls for meter in meters)
        counts["tokens_in"], counts["tokens_out"] = spent.tokens_in, spent.tokens_out
    return DayRun(
        day=day,
        outcome=how,
        counts=counts,
        cost_usd=spent.cost_usd,
        reason=reason,
        finished_at=datetime.now(UTC),
    )
