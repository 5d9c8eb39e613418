"""Waiting for what another thread does."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 10.0


def wait_until(holds: Callable[[], bool]) -> None:
    """Return as soon as it holds; fails after ten seconds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not come true within ten seconds"
        time.sleep(0.001)
