"""Adds up what model calls took: of a whole run, and apart for each of its days."""

import threading

from tasks.records import Usage


class Meter:
    """Calls and usage so far; what it counts, its parent counts too. Safe from many threads."""

    def __init__(self, parent: "Meter | None" = None) -> None:
        self.calls = 0
        self.spent = Usage(cost_usd=0.0)
        self._parent = parent
        self._lock = threading.Lock()

    def add(self, usage: Usage) -> None:
        """Count one call."""
        with self._lock:
            self.calls += 1
            self.spent += usage
        if self._parent is not None:
            self._parent.add(usage)
