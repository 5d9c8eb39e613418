"""What a run prints on a terminal: our own log lines, errors as one line, no tracebacks."""

import ctypes
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from flows.prefect_insides import silence_prefect_console

if TYPE_CHECKING:
    from rich.console import Console

OUR_LOGGERS = ("flows", "tasks", "db")

M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
"""The numbers of these settings in glibc's malloc.h."""
LARGE_BYTES = 128 * 1024
"""What is larger goes back to the system when it is freed; glibc begins with the same size."""

ENVIRONMENT = {
    # The first start of Prefect's own server migrates its database: 10 to 16 seconds.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # Our ordinary log lines belong to the run that the UI shows.
    "PREFECT_LOGGING_EXTRA_LOGGERS": ",".join(OUR_LOGGERS),
    "PREFECT_LOGGING_LEVEL": "WARNING",
    # Lines before and after a run, such as those of the demo, belong to no run.
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # The server of a single command is stopped in the middle of its housekeeping and says so.
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}


def prepare_environment() -> None:
    """Set Prefect's settings for a run from the command line; what the user has set stays.

    Must be called before Prefect is imported, which reads them once.
    """
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)


def bound_memory() -> None:
    """Let many threads share two pools of memory, where glibc would give each up to its own.

    Pools hold on to what one thread has freed and another cannot use: 25 MB with 64 threads. And
    keep large pieces (pictures, documents, answers of servers) out of the pools, where glibc puts
    them after a while and where small ones then keep their place from being given back. Same as
    MALLOC_ARENA_MAX and MALLOC_MMAP_THRESHOLD_, which have to be set before Python starts. Does
    nothing without glibc.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "gnu_get_libc_version"):
        libc.mallopt(M_ARENA_MAX, 2)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)


@contextmanager
def importing() -> Iterator[None]:
    """Import much at once: without garbage collection, and without later looks at what stays.

    Half a million objects of Prefect's and our modules live as long as the process. Looking through
    them takes 0.4 s each time, a third of all imports and a pause for every thread of a run.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def start_prefect(flow_module: str, prepare: Callable[[], None] = lambda: None) -> None:
    """Start Prefect's own server, unless PREFECT_API_URL names one, out of the reach of Ctrl-C.

    A terminal sends Ctrl-C to all processes of a command. A server that ends at once could not be
    told how the run ended, so it is started with that signal blocked, which a child inherits.
    The module of the flow is imported meanwhile, and what `prepare` does is done: the server's
    start takes longer.
    """
    from flows.prefect_server import use_own_server

    def meanwhile() -> None:
        import_module(flow_module)
        prepare()
        gc.collect()

    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        use_own_server(meanwhile)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def let_ordinary_lines_through() -> None:
    """Let our ordinary log lines reach a run that a worker started.

    Prefect gives `PREFECT_LOGGING_EXTRA_LOGGERS` its handlers but no level, so that the root's,
    WARNING, would hold them back.
    """
    for name in OUR_LOGGERS:
        logger = logging.getLogger(name)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.INFO)


def set_up_logging(*, debug: bool) -> None:
    """Send our log lines to stderr, and keep Prefect's from repeating them with tracebacks."""
    handler = _handler()
    for name in OUR_LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.DEBUG if debug else logging.INFO)
        logger.addHandler(handler)
        logger.propagate = False
    if not debug:
        silence_prefect_console()


@cache
def terminal() -> "Console":
    """The one console on stderr: log lines and a progress bar must know of each other."""
    from rich.console import Console

    return Console(stderr=True)


def _handler() -> logging.Handler:
    if sys.stderr.isatty():
        from rich.logging import RichHandler

        return RichHandler(
            console=terminal(), show_path=False, show_level=False, log_time_format="%X"
        )
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S"))
    return handler
