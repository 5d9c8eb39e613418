"""Does days, several at a time, so that the model does not idle while one is read or published."""

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from datetime import date
from functools import partial

from prefect.exceptions import TerminationSignal

from flows.context import RunContext
from flows.day import DayEnd, run_day
from flows.prefect_insides import forget_task_runs, let_prefect_catch_up
from tasks.run.errors import RunStopped, SourceError, SourceUnreadable, UsageError

log = logging.getLogger(__name__)

DAYS_IN_FLIGHT = 4
SOURCE_FAILURES_IN_A_ROW = 3
"""So many days in a row whose list cannot be fetched mean that Hugging Face is away."""


def do_days(
    run: RunContext,
    days: Iterable[date],
    *,
    in_flight: int = DAYS_IN_FLIGHT,
    forced: Collection[date] = (),
    ended: Callable[[DayEnd], None] = lambda _: None,
) -> tuple[DayEnd, ...]:
    """Do each day and return how each ended, in the order in which they did.

    No further day is begun after what would end them all: a wrong setting, a model or a source
    that stays away, a spent budget. On Ctrl-C or SIGTERM what is in flight still comes in, then
    the signal is raised again.
    """
    work = _Work(run, deque(days), in_flight, forced, ended)
    with ThreadPoolExecutor(in_flight, thread_name_prefix="day") as pool:
        try:
            work.go_on(pool)
        except (KeyboardInterrupt, TerminationSignal):
            log.warning("Stopping: what is in flight still comes in and is stored.")
            run.stop(RunStopped("The run was stopped; what it had is stored, run again to go on."))
            work.waiting.clear()
            work.go_on(pool)
            raise
    return tuple(work.ends)


class _Work:
    """Days that wait, days under way, and how those ended that did."""

    def __init__(
        self,
        run: RunContext,
        waiting: deque[date],
        in_flight: int,
        forced: Collection[date],
        ended: Callable[[DayEnd], None],
    ) -> None:
        self.waiting = waiting
        self.ends: list[DayEnd] = []
        self._run, self._in_flight, self._forced, self._ended = run, in_flight, forced, ended
        self._under_way: set[Future[DayEnd]] = set()

    def go_on(self, pool: ThreadPoolExecutor) -> None:
        """Begin days and take in those that end, until none is left."""
        while self.waiting or self._under_way:
            while self.waiting and len(self._under_way) < self._in_flight:
                self._under_way.add(self._begin(pool, self.waiting.popleft()))
            finished, self._under_way = wait(self._under_way, return_when=FIRST_COMPLETED)
            for end in [future.result() for future in finished]:
                self.ends.append(end)
                self._ended(end)
            if self._is_pointless():
                self.waiting.clear()
            if self.waiting:
                forget_task_runs()
                let_prefect_catch_up()

    def _begin(self, pool: ThreadPoolExecutor, day: date) -> Future[DayEnd]:
        # The thread must know of the flow run: its tasks belong to it.
        work = partial(run_day, self._run, day, force=day in self._forced)
        return pool.submit(copy_context().run, work)

    def _is_pointless(self) -> bool:
        last = [end.error for end in self.ends[-SOURCE_FAILURES_IN_A_ROW:]]
        source_is_away = len(last) == SOURCE_FAILURES_IN_A_ROW and all(map(_is_away, last))
        return self._run.is_stopped or isinstance(last[-1], UsageError) or source_is_away


def _is_away(error: Exception | None) -> bool:
    return isinstance(error, SourceError) and not isinstance(error, SourceUnreadable)
