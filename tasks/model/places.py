"""Places for calls in flight: those that others wait for come first, and none leaves late.

Sixteen answers that come in together are sixteen times some 10 ms of checking and storing. The
next calls are a matter of 3 ms each, and would leave a quarter of a second late among all that.
"""

import heapq
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

HAND_OVER_SECONDS = 0.25
"""How long a thread whose answer is in holds back, at most, for the calls that are leaving."""


class Places:
    """So many places at a time, given in the order asked for, urgent ones first."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._free = number
        self._leaving = 0
        self._none_leaving = threading.Condition()
        self._waiting: list[tuple[bool, int, threading.Event]] = []
        self._order = count()
        self._here = threading.local()

    @contextmanager
    def one(self, *, urgent: bool = False) -> Iterator[None]:
        """Wait for a place and keep it; afterwards wait until no call is about to leave.

        The latter takes `HAND_OVER_SECONDS` at most, holds no place, and is left out on errors.
        """
        self._take(urgent)
        try:
            yield
        finally:
            self.on_its_way()
            self._give_back()
        with self._none_leaving:
            self._none_leaving.wait_for(lambda: not self._leaving, HAND_OVER_SECONDS)

    def shrink_to(self, number: int) -> None:
        """Give no more than so many at a time; those that are kept now are given back in time."""
        with self._none_leaving:
            self._free -= self.number - number
            self.number = number

    def on_its_way(self) -> None:
        """Note that the call of this thread, if it has a place, is handed to the HTTP client."""
        if getattr(self._here, "leaving", False):
            self._here.leaving = False
            with self._none_leaving:
                self._leaving -= 1
                if not self._leaving:
                    self._none_leaving.notify_all()

    def _take(self, urgent: bool) -> None:
        given = threading.Event()
        with self._none_leaving:
            heapq.heappush(self._waiting, (not urgent, next(self._order), given))
            self._give()
        given.wait()
        self._here.leaving = True

    def _give_back(self) -> None:
        with self._none_leaving:
            self._free += 1
            self._give()

    def _give(self) -> None:
        while self._free > 0 and self._waiting:
            self._free -= 1
            self._leaving += 1
            heapq.heappop(self._waiting)[2].set()
