"""What reaches into Prefect's insides, each with its reason; all of it was seen in version SEEN_IN.

No public way does what these do. tests/flows/test_prefect_insides.py fails when Prefect changes one
of them, or when another version is installed than was looked at.
"""

import gc
import logging
import time
from typing import TypeVar, cast

SEEN_IN = "3.8.8"
"""The version of Prefect whose insides these are."""

log = logging.getLogger(__name__)

MOST_EVENTS_WAITING = 400
"""About as many as a day of 40 papers has: three a task."""
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.1

Value = TypeVar("Value")

ONE_COMMAND_SERVER = {
    # What Prefect sets for the servers that it starts itself: no pages, and nothing that outlives
    # the command. The last two are no settings; its server reads them from the environment.
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}
"""The environment of a server that serves one command."""


def forget_task_runs() -> None:
    """Let Prefect forget what the tasks so far gave, or a year of days fills the memory.

    It remembers that for as long as the flow run lasts, some 10 KB a task, so that it can tell
    which task got the result of which. No task of ours is handed another's result.
    """
    from prefect.context import FlowRunContext

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
    from prefect.events.worker import EventsWorker

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
    from prefect.utilities.annotations import quote

    return cast(Value, quote(value))


def load_task_engine() -> None:
    """Import what Prefect imports when the first task begins, while a run has time for it."""
    import prefect.task_engine  # noqa: F401


def silence_prefect_console() -> None:
    """Keep Prefect's lines from the console, where ours say the same without a traceback.

    Prefect sets its logging up anew for every run. That puts back a handler that was removed, and
    resets its level, but leaves a filter alone.
    """
    from prefect.logging.configuration import setup_logging
    from prefect.logging.handlers import PrefectConsoleHandler

    setup_logging()
    for handler in logging.root.handlers:
        if isinstance(handler, PrefectConsoleHandler):
            handler.addFilter(lambda _: False)
