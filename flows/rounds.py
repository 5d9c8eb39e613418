"""Runs jobs as Prefect tasks, and lets each finished job ask for the next one.

A repair is submitted the moment its refused answer is in, so no place in flight stays empty while
other papers are still being written. Waiting for whole rounds would leave them empty.
"""

from collections.abc import Callable, Iterable
from queue import SimpleQueue
from typing import Any, TypeVar

from prefect.futures import PrefectFuture

JobT = TypeVar("JobT")


def in_rounds(
    jobs: Iterable[JobT],
    submit: Callable[[JobT], PrefectFuture[Any]],
    collect: Callable[[JobT, PrefectFuture[Any]], JobT | None],
    advance: Callable[[], None] = lambda: None,
) -> None:
    """Submit every job; hand each finished one to `collect`, which may return a follow-up job.

    `collect` runs in the calling thread, one job at a time, in the order in which jobs finish.
    `advance` is called when one of `jobs` has no follow-up left.
    """
    finished: SimpleQueue[tuple[JobT, PrefectFuture[Any]]] = SimpleQueue()

    def start(job: JobT) -> None:
        future = submit(job)
        future.add_done_callback(lambda done: finished.put((job, done)))

    under_way = 0
    for job in jobs:
        start(job)
        under_way += 1
    while under_way:
        job, future = finished.get()
        under_way -= 1
        if (follow_up := collect(job, future)) is None:
            advance()
        else:
            start(follow_up)
            under_way += 1
