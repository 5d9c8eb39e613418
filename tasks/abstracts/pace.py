"""Keeps requests to arXiv apart, by its terms: one every few seconds on one connection."""

import threading
import time


class Pace:
    """Waits until a time since the last request has passed; threads wait for each other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = float("-inf")

    def wait(self, delay_seconds: float) -> None:
        """Return when `delay_seconds` have passed since the last call returned."""
        with self._lock:
            time.sleep(max(0.0, self._last + delay_seconds - time.monotonic()))
            self._last = time.monotonic()


ARXIV_PACE = Pace()
"""Shared by the process, so that the days of a backfill keep their distance too."""
