"""Progress of long work: a bar on a terminal, plain log lines otherwise."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.console import terminal

log = logging.getLogger(__name__)

LOG_STEPS = 10
"""How many lines a piece of work leaves in a plain log, at the most."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Yield a function to call once for each of the `total` things done."""
    if total == 0:
        yield lambda: None
    elif sys.stderr.isatty():
        with _bar(what, total) as advance:
            yield advance
    else:
        yield _log_lines(what, total)


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=terminal(),
    ) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def _log_lines(what: str, total: int) -> Callable[[], None]:
    done = 0
    step = -(-total // LOG_STEPS)

    def advance() -> None:
        nonlocal done
        done += 1
        if done % step == 0 or done == total:
            log.info("%s: %d of %d done", what, done, total)

    return advance
