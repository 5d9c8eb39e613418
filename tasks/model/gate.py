"""Lets a bounded number of calls through at a time, and none after what ends them all.

After an error that every further call would meet too (a refused key, a spent budget, a server
that stays away), waiting calls fail at once instead of failing one by one.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tasks.model.meter import Meter
from tasks.model.places import Places
from tasks.run.errors import BudgetExhausted, NonmunError

UNREACHABLE_IN_A_ROW = 5
"""So many calls without an answer, none between them answered, end the run's calls."""


class Gate:
    """The way to the model for all calls of a run; `meter` counts them."""

    def __init__(self, meter: Meter, places: Places, budget_usd: float | None) -> None:
        self.stopped: NonmunError | None = None
        self._meter = meter
        self._budget_usd = budget_usd
        self._places = places
        self._lock = threading.Lock()
        self._unreachable_in_a_row = 0

    @contextmanager
    def place(self, *, urgent: bool = False) -> Iterator[None]:
        """Wait for a place and keep it; raises what ended the calls, if anything has."""
        with self._places.one(urgent=urgent):
            self._check_budget()
            if self.stopped is not None:
                raise self.stopped
            yield

    def stop(self, error: NonmunError) -> NonmunError:
        """Let no further call out; those in flight still come in. Returns the first reason."""
        with self._lock:
            self.stopped = self.stopped or error
            return self.stopped

    def answered(self) -> None:
        """Note that the server has answered."""
        with self._lock:
            self._unreachable_in_a_row = 0

    def missed(self, error: NonmunError) -> NonmunError:
        """Note that the server has not answered; after enough in a row it is asked no more."""
        with self._lock:
            self._unreachable_in_a_row += 1
            if self._unreachable_in_a_row >= UNREACHABLE_IN_A_ROW:
                self.stopped = self.stopped or error
        return error

    def _check_budget(self) -> None:
        spent = self._meter.spent.cost_usd
        if self._budget_usd is not None and spent is not None and spent >= self._budget_usd:
            self.stop(
                BudgetExhausted(
                    f"The budget of ${self._budget_usd:.2f} for this run is spent; what is missing "
                    "is done by the next run. Raise NONMUN_BUDGET_USD to go on now."
                )
            )
