"""Pieces of a range that others do: which wait, which are under way, and how their days ended.

It knows the store, where the run of a piece writes how its days ended, and a `Workshop`, which
starts such runs and says what became of them.
"""

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import UUID

from prefect.client.schemas.objects import State

from flows.day import DayEnd
from tasks.days.status import unsettled_days
from tasks.records import DayRun
from tasks.store import Store

log = logging.getLogger(__name__)

ATTEMPTS = 3
"""How often a piece is handed out when its run is lost with its worker."""
PATIENCE_SECONDS = 60.0
"""After so long without a worker that takes a piece, the log says so."""


@dataclass(frozen=True)
class Piece:
    """Some days of the range, handed out for the `attempt`-th time with a share of the budget.

    `before` is how their latest runs had ended by then. What differs later is new; times would
    not tell, as machines' clocks differ.
    """

    days: tuple[date, ...]
    attempt: int = 1
    budget_usd: float | None = None
    before: tuple[DayRun, ...] = ()
    since: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def name(self) -> str:
        """What the UI calls its run: `backfill-2024-11-18-2024-11-22`."""
        return f"backfill-{min(self.days)}-{max(self.days)}"


class Workshop(Protocol):
    """Where pieces are done."""

    def start(self, piece: Piece) -> UUID:
        """Have a worker do the piece; the id of its run."""

    def state(self, run: UUID) -> State | None:
        """The state of a run."""

    def cancel(self, run: UUID) -> None:
        """Have the worker stop the run."""


class Handout:
    """Hands out pieces, a few at a time, until every day has ended.

    With `refresh` a day is done when it was done anew, else also when it is settled by whomever.
    """

    def __init__(
        self,
        store: Store,
        workshop: Workshop,
        pieces: Iterable[tuple[date, ...]],
        *,
        budget_usd: float | None,
        by_model: bool,
        refresh: bool,
    ) -> None:
        self.waiting = deque(Piece(days) for days in pieces)
        self.under_way: dict[UUID, Piece] = {}
        self._store, self._workshop = store, workshop
        self._budget_usd, self._by_model, self._refresh = budget_usd, by_model, refresh
        self._spent_usd = 0.0
        self._told: set[UUID] = set()

    def start_up_to(self, workers: int) -> None:
        """Hand out pieces until so many are under way, as long as the budget lasts."""
        while self.waiting and len(self.under_way) < workers:
            share = self._share()
            if share is not None and share <= 0:
                log.warning("The budget is spent: %d pieces are not begun.", len(self.waiting))
                self.waiting.clear()
                return
            piece = self.waiting.popleft()
            before = tuple(self._latest_runs(piece).values())
            piece = replace(piece, budget_usd=share, before=before, since=datetime.now(UTC))
            self.under_way[self._workshop.start(piece)] = piece

    def collect(self) -> list[DayEnd]:
        """The days that ended with their pieces; what was lost with a worker waits again."""
        ends: list[DayEnd] = []
        for run, piece in list(self.under_way.items()):
            state = self._workshop.state(run)
            if state is not None and state.is_final():
                del self.under_way[run]
                ends += self._ends(piece, state)
            elif state is None or state.is_scheduled() or state.is_pending():
                self._tell_if_nobody_takes(run, piece)
        return ends

    def cancel(self) -> None:
        """Have the pieces under way stopped."""
        for run in self.under_way:
            self._workshop.cancel(run)

    def _ends(self, piece: Piece, state: State) -> list[DayEnd]:
        """How the days of an ended piece ended; those of a lost one that are left wait again."""
        runs = self._latest_runs(piece)
        anew = {day: DayEnd(run) for day, run in runs.items() if run not in piece.before}
        done = {day: end for day, end in anew.items() if end.is_done}
        if not self._refresh:
            done |= {day: DayEnd(runs[day]) for day in self._settled(piece) if day in runs}
        left = tuple(day for day in piece.days if day not in done)
        # A lost run may have spent what it did not live to record.
        recorded = sum(end.run.cost_usd or 0.0 for end in anew.values())
        self._spent_usd += (piece.budget_usd or 0.0) if state.is_crashed() else recorded
        if left and state.is_crashed() and piece.attempt < ATTEMPTS:
            log.warning("%s was lost with its worker, what is left is handed out again", piece.name)
            self.waiting.appendleft(Piece(left, piece.attempt + 1))
            return list(done.values())
        if not state.is_completed():
            log.warning("%s ended %s: %s", piece.name, state.name, state.message)
        return list({**anew, **done}.values())

    def _settled(self, piece: Piece) -> set[date]:
        first, last = min(piece.days), max(piece.days)
        left = unsettled_days(
            piece.days,
            self._store.editions(first, last),
            self._store.latest_runs(first, last),
            by_model=self._by_model,
        )
        return set(piece.days) - set(left)

    def _latest_runs(self, piece: Piece) -> dict[date, DayRun]:
        runs = self._store.latest_runs(min(piece.days), max(piece.days))
        return {run.day: run for run in runs if run.day in piece.days}

    def _share(self) -> float | None:
        """The next piece's part of what is left of the budget; None without a budget."""
        if self._budget_usd is None:
            return None
        given = sum(piece.budget_usd or 0.0 for piece in self.under_way.values())
        return (self._budget_usd - self._spent_usd - given) / len(self.waiting)

    def _tell_if_nobody_takes(self, run: UUID, piece: Piece) -> None:
        waited = (datetime.now(UTC) - piece.since).total_seconds()
        if waited > PATIENCE_SECONDS and run not in self._told:
            self._told.add(run)
            log.warning(
                "%s: no worker has begun it for %.0f s; start one with "
                "`python -m deployments.worker`",
                piece.name,
                waited,
            )
