"""A range of past days, several in flight, from where an earlier run left it."""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from prefect import flow
from pydantic import Field

from flows.artifacts import RangeProgress
from flows.context import RunContext, open_run
from flows.daily import THREADS
from flows.day import DayEnd
from flows.days import DAYS_IN_FLIGHT, do_days
from flows.distributed import hand_out
from flows.overview import publish_overview
from flows.progress import progress
from tasks.days import check_day, days_between
from tasks.days.status import unsettled_days
from tasks.records import DayRun
from tasks.run.errors import DaysFailed, UsageError

log = logging.getLogger(__name__)

Order = Literal["newest first", "oldest first"]


@flow(name="backfill", flow_run_name="backfill-{start}-{end}", task_runner=THREADS)
def backfill(
    start: date,
    end: date,
    order: Order = "newest first",
    days_in_flight: Annotated[int, Field(ge=1, le=16)] = DAYS_IN_FLIGHT,
    refresh: bool = False,
    force: bool = False,
    budget_usd: Annotated[float | None, Field(ge=0)] = None,
    distributed: bool = False,
    chunk_days: Annotated[int, Field(ge=1, le=31)] = 5,
    workers: Annotated[int, Field(ge=1, le=32)] = 4,
) -> tuple[DayRun, ...]:
    """Publish every day of a range that is not done yet.

    Days that are published whole, or were empty, after their list had closed are left alone.
    Stopped or killed, it goes on where it was when it is run again.

    Args:
        start: First day of the range.
        end: Last day of the range, included.
        order: Which days are done first.
        days_in_flight: How many days one machine works on at a time.
        refresh: Read the lists of days again that are already done.
        force: Ask the model again for every paper; not when distributed.
        budget_usd: Most that this run may spend; when empty, NONMUN_BUDGET_USD.
        distributed: Hand pieces of the range to the workers of the work pool.
        chunk_days: Days a piece has, when distributed.
        workers: Pieces in flight at a time, when distributed.
    """
    days = _days(start, end, order)
    if distributed and force:
        raise UsageError("force works on one machine only: leave distributed out.")
    with open_run(budget_usd=budget_usd) as run:
        wanted = days if refresh or force else _unsettled(run, days)
        log.info("%d days in the range, %d of them to do", len(days), len(wanted))
        with progress("backfill", len(wanted)) as advance:
            shown = RangeProgress(f"backfill-{start}-{end}", len(wanted))

            def ended(end: DayEnd) -> None:
                shown.add(end.run, is_done=end.is_done)
                advance(shown.cost)

            try:
                if distributed:
                    parameters = {
                        "order": order,
                        "days_in_flight": days_in_flight,
                        "refresh": refresh,
                    }
                    ends = hand_out(
                        run,
                        wanted,
                        chunk_days=chunk_days,
                        workers=workers,
                        parameters=parameters,
                        ended=ended,
                    )
                else:
                    forced = days if force else ()
                    ends = do_days(
                        run, wanted, in_flight=days_in_flight, forced=forced, ended=ended
                    )
            finally:
                publish_overview(run, start, end)
    return _result(wanted, ends)


def _days(start: date, end: date, order: Order) -> list[date]:
    today = datetime.now(UTC).date()
    days = list(days_between(check_day(start, today), check_day(end, today)))
    return days if order == "oldest first" else days[::-1]


def _unsettled(run: RunContext, days: Sequence[date]) -> list[date]:
    first, last = min(days), max(days)
    return unsettled_days(
        days,
        run.store.editions(first, last),
        run.store.latest_runs(first, last),
        by_model=run.model is not None,
    )


def _result(wanted: Sequence[date], ends: Sequence[DayEnd]) -> tuple[DayRun, ...]:
    """How the days ended, in their order; raises `DaysFailed` when one is not done."""
    by_day = {end.run.day: end for end in ends}
    undone = {
        day: _why(by_day.get(day)) for day in wanted if day not in by_day or not by_day[day].is_done
    }
    for day, why in sorted(undone.items()):
        log.error("%s %s", day, why)
    if undone:
        raise DaysFailed(
            f"{len(undone)} of {len(wanted)} days are not done ({_some(undone)}): run the same "
            "range again to go on, `nonmun status` shows what is missing."
        )
    return tuple(by_day[day].run for day in sorted(by_day))


def _why(end: DayEnd | None) -> str:
    return f"{end.run.outcome}: {end.run.reason}" if end else "was not begun"


def _some(undone: dict[date, str]) -> str:
    days = [str(day) for day in sorted(undone)]
    return ", ".join(days[:3]) + (f" and {len(days) - 3} more" if len(days) > 3 else "")
