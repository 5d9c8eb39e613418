"""Keeps what Prefect remembers of a long run from filling the memory."""

import gc
import logging
import time
from typing import TypeVar, cast

from prefect.context import FlowRunContext
from prefect.events.worker import EventsWorker
from prefect.utilities.annotations import quote

log = logging.getLogger(__name__)

MOST_EVENTS_WAITING = 400
"""About as many as a day of 40 papers has: three a task."""
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.1

Value = TypeVar("Value")


def forget_task_runs() -> None:
    """Let Prefect forget what the tasks so far gave, or a year of days fills the memory.

    It remembers that for as long as the flow run lasts, some 10 KB a task, so that it can tell
    which task got the result of which. No task of ours is handed another's result.
    """
    context = FlowRunContext.get()
    if context is not None:
        context.run_results.clear()
        context.task_run_assets.clear()
    gc.collect()  # left alone, what refers to itself piles up over several days


def let_prefect_catch_up() -> None:
    """Wait until Prefect's server knows nearly all of what the tasks so far have done.

    What it is to be told waits in a queue without a limit, 20 KB an event, and the command cannot
    end before the last one is sent: whoever runs ahead of the server saves no time. A server that
    takes nothing in for a minute is not waited for.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while EventsWorker.instance()._queue.qsize() > MOST_EVENTS_WAITING:
        if time.monotonic() > deadline:
            log.warning("Prefect's server is slow: it does not yet know all that was done.")
            return
        time.sleep(POLL_SECONDS)


def unvisited(value: Value) -> Value:
    """The same value for a task, which gets it as it is.

    Prefect goes through all that a task is handed, twice, in search of other tasks' results: 30 ms
    for an edition. There are none in our records.
    """
    return cast(Value, quote(value))
