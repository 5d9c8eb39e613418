"""Progress of long work: bars on a terminal, one below the other, plain log lines otherwise."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from flows.console import terminal

if TYPE_CHECKING:
    from rich.progress import Progress

log = logging.getLogger(__name__)

LOG_STEPS = 10
"""How many lines a piece of work leaves in a plain log, at the most."""


class Advance(Protocol):
    """Says that one more thing is done; `note` is shown beside the progress until the next."""

    def __call__(self, note: str = "") -> None:
        """Move on by one."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Advance]:
    """Yield a function to call once for each of the `total` things done.

    Work inside of other work has a bar of its own on a terminal, and no lines in a plain log.
    """
    if total == 0:
        yield _nothing
        return
    is_inner = _board.open()
    try:
        if sys.stderr.isatty():
            with _board.bar(what, total) as advance:
                yield advance
        else:
            yield _log_lines(what, total, quiet=is_inner)
    finally:
        _board.close()


def _nothing(note: str = "") -> None:
    """No progress to show."""


class _Board:
    """The bars of all work under way in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = 0
        self._display: Progress | None = None

    def open(self) -> bool:
        """Begin a piece of work; True when other work is under way."""
        with self._lock:
            self._open += 1
            return self._open > 1

    def close(self) -> None:
        """End a piece of work; after the last one the bars stay as they are."""
        with self._lock:
            self._open -= 1
            if not self._open and self._display is not None:
                self._display.stop()
                self._display = None

    @contextmanager
    def bar(self, what: str, total: int) -> Iterator[Advance]:
        """A bar; it goes away at its end, unless it is the only one."""
        with self._lock:
            if self._display is None:
                self._display = _display()
                self._display.start()
            display = self._display
        task = display.add_task(what, total=total, note="")

        def advance(note: str = "") -> None:
            display.update(task, advance=1, note=note)

        try:
            yield advance
        finally:
            if self._is_shared():
                display.remove_task(task)

    def _is_shared(self) -> bool:
        with self._lock:
            return self._open > 1


_board = _Board()


def _display() -> "Progress":
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
        console=terminal(),
    )


def _log_lines(what: str, total: int, *, quiet: bool) -> Advance:
    done = 0
    step = -(-total // LOG_STEPS)

    def advance(note: str = "") -> None:
        nonlocal done
        done += 1
        if not quiet and (done % step == 0 or done == total):
            log.info("%s: %d of %d done%s", what, done, total, f", {note}" if note else "")

    return advance
