"""Waiting for what another thread does."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 10.0
NOTICE_SECONDS = 1.5
"""So much later, on a busy machine, a server may notice what a process sent before it died."""


def wait_until(
    holds: Callable[[], bool], patience_seconds: float = PATIENCE_SECONDS, every: float = 0.001
) -> None:
    """Return as soon as it holds, asked `every` so many seconds; fails when patience ends."""
    deadline = time.monotonic() + patience_seconds
    while not holds():
        assert time.monotonic() < deadline, f"not true within {patience_seconds:.0f} seconds"
        time.sleep(every)
