"""Runs jobs as Prefect tasks, and lets each finished job ask for the next one.

A repair is submitted the moment its refused answer is in, before all that has not begun: another
repair may have to follow it, and the syntheses wait for the last one. Waiting for whole rounds
would leave places in flight empty.
"""

from collections import deque
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
    *,
    at_once: int,
) -> None:
    """Submit every job; hand each finished one to `collect`, which may return a follow-up job.

    No more than `at_once` are submitted and not collected. `collect` runs in the calling thread,
    one job at a time, in the order in which jobs finish. `advance` is called when one of `jobs`
    has no follow-up left.
    """
    finished: SimpleQueue[tuple[JobT, PrefectFuture[Any]]] = SimpleQueue()

    def start(job: JobT) -> None:
        future = submit(job)
        future.add_done_callback(lambda done: finished.put((job, done)))

    waiting = deque(jobs)
    under_way = 0
    while waiting or under_way:
        while waiting and under_way < at_once:
            start(waiting.popleft())
            under_way += 1
        job, future = finished.get()
        under_way -= 1
        if (follow_up := collect(job, future)) is None:
            advance()
        else:
            waiting.appendleft(follow_up)
