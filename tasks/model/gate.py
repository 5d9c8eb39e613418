"""Lets a bounded number of calls through at a time, and none after what ends them all.

After an error that every further call would meet too (a refused key, a spent budget, a server
that stays away), waiting calls fail at once instead of failing one by one.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tasks.model.meter import Meter
from tasks.model.places import Places
from tasks.run.errors import (
    AnswerRefused,
    BudgetExhausted,
    ModelOutOfQuota,
    ModelRejectedKey,
    ModelTooSlow,
    ModelUnreachable,
    NonmunError,
)

log = logging.getLogger(__name__)

UNREACHABLE_IN_A_ROW = 5
"""So many calls without an answer, none between them answered, end the run's calls."""

REFUSED_AT_FIRST = 5
"""So many calls that are refused, and none ever answered, end the run's calls."""

FEWER = 4
"""When most calls in flight time out, a fourth of them may be in flight from then on."""


class Gate:
    """The way to the model for all calls of a run; `meter` counts them."""

    def __init__(self, meter: Meter, places: Places, budget_usd: float | None) -> None:
        self.stopped: NonmunError | None = None
        self._meter = meter
        self._budget_usd = budget_usd
        self._places = places
        self._lock = threading.Lock()
        self._has_answered = False
        self._unreachable_in_a_row = self._lone_late = self._refused_at_first = 0
        self._late_together = 0
        self._first_late = self._since = 0.0

    def is_stopped(self) -> bool:
        """True when no further call is let out."""
        return self.stopped is not None

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
            self._has_answered = True
            self._unreachable_in_a_row = self._lone_late = 0

    def note(self, error: NonmunError, began: float) -> NonmunError:
        """Note why the call that began then (by the monotonic clock) has no answer.

        Returns the error, or what stopped the calls before it.
        """
        match error:
            case ModelRejectedKey() | ModelOutOfQuota():
                return self.stop(error)
            case ModelTooSlow():
                self._late(error, began)
            case ModelUnreachable():
                self._missed(error)
            case AnswerRefused():
                return self._refused(error)
        return error

    def _missed(self, error: NonmunError) -> None:
        with self._lock:
            self._unreachable_in_a_row += 1
            if self._unreachable_in_a_row >= UNREACHABLE_IN_A_ROW:
                self.stopped = self.stopped or error

    def _late(self, error: NonmunError, began: float) -> None:
        with self._lock:
            if self._places.number > 1:
                self._count_late(began)
                return
            self._lone_late += 1
            if self._lone_late >= UNREACHABLE_IN_A_ROW:
                self.stopped = self.stopped or error

    def _count_late(self, began: float) -> None:
        """Let fewer calls out when most of those that were out together came too late.

        Together were those that began before the first of them was known to be late.
        """
        if began < self._since:
            return  # it went out among more
        if not self._late_together or began > self._first_late:
            self._late_together, self._first_late = 0, time.monotonic()
        self._late_together += 1
        if 2 * self._late_together <= self._places.number:
            return
        number = max(1, self._places.number // FEWER)
        self._places.shrink_to(number)
        self._late_together, self._since = 0, time.monotonic()
        log.warning(
            "Most calls in flight came too late: from now on %d at a time. Lower "
            "NONMUN_CONCURRENCY or raise NONMUN_MODEL_TIMEOUT_SECONDS for good.",
            number,
        )

    def _refused(self, error: AnswerRefused) -> NonmunError:
        with self._lock:
            self._refused_at_first += 1
            if self._has_answered or self._refused_at_first < REFUSED_AT_FIRST:
                return error
            self.stopped = self.stopped or ModelUnreachable(
                f"The model server refuses every call ({error.trouble or error}). "
                f"{error.hint or 'Check NONMUN_MODEL, OPENAI_BASE_URL and NONMUN_ANSWER_FORMAT.'}"
            )
            return self.stopped

    def _check_budget(self) -> None:
        spent = self._meter.spent.cost_usd
        if self._budget_usd is not None and spent is not None and spent >= self._budget_usd:
            self.stop(
                BudgetExhausted(
                    f"The budget of ${self._budget_usd:.2f} for this run is spent; what is missing "
                    "is done by the next run. Raise NONMUN_BUDGET_USD to go on now."
                )
            )
