"""Hands pieces of a range to the workers of a work pool, through Prefect.

The store is what the machines share: the run of a piece writes how its days ended there. Claims
in the store keep two workers from paying for the same paper.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from prefect import get_client
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound, TerminationSignal
from prefect.runtime import flow_run
from prefect.settings import get_current_settings
from prefect.states import Cancelling

from flows.context import RunContext
from flows.days import DayEnd
from tasks.days import chunks
from tasks.errors import UsageError
from tasks.records import DayRun

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.objects import FlowRun

log = logging.getLogger(__name__)

DEPLOYMENT = "backfill/chunk"
ATTEMPTS = 3
"""How often a piece is handed out when its run is lost with its worker."""
POLL_SECONDS = 2.0
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


def hand_out(
    run: RunContext,
    days: Sequence[date],
    *,
    chunk_days: int,
    workers: int,
    parameters: Mapping[str, Any],
    ended: Callable[[DayEnd], None],
) -> tuple[DayEnd, ...]:
    """Have each day done by a worker and return how each ended; `parameters` go to every piece.

    Raises `UsageError` when there is no server or no deployment to hand pieces to.
    """
    _require_server()
    with get_client(sync_client=True) as client:
        work = _Handout(run, client, [Piece(part) for part in chunks(days, chunk_days)], parameters)
        try:
            while work.waiting or work.under_way:
                work.start_up_to(workers)
                time.sleep(POLL_SECONDS)
                for end in work.collect():
                    ended(end)
        except (KeyboardInterrupt, TerminationSignal):
            work.cancel()
            raise
    return tuple(work.ends)


class _Handout:
    """Pieces that wait, pieces under way by the id of their flow run, and days that ended."""

    def __init__(
        self,
        run: RunContext,
        client: "SyncPrefectClient",
        pieces: Sequence[Piece],
        parameters: Mapping[str, Any],
    ) -> None:
        self.waiting = deque(pieces)
        self.under_way: dict[UUID, Piece] = {}
        self.ends: list[DayEnd] = []
        self._run, self._client, self._parameters = run, client, parameters
        self._told: set[UUID] = set()

    def start_up_to(self, workers: int) -> None:
        """Hand out pieces until so many are under way, as long as the budget lasts."""
        while self.waiting and len(self.under_way) < workers:
            share = self._share()
            if share is not None and share <= 0:
                log.warning("The budget is spent: %d pieces are not begun.", len(self.waiting))
                self.waiting.clear()
                return
            waiting = self.waiting.popleft()
            before = self._latest_runs(waiting)
            piece = replace(waiting, budget_usd=share, before=before, since=datetime.now(UTC))
            self.under_way[self._start(piece)] = piece

    def collect(self) -> list[DayEnd]:
        """The days of the pieces that ended; what was lost with a worker waits again."""
        ends: list[DayEnd] = []
        for key, piece in list(self.under_way.items()):
            state = self._client.read_flow_run(key).state
            if state is None or not state.is_final():
                self._tell_if_nobody_takes(key, piece, is_waiting=not state or state.is_scheduled())
                continue
            del self.under_way[key]
            ended = self._ended(piece)
            ends += ended
            lost = tuple(day for day in piece.days if day not in {end.run.day for end in ended})
            if lost and state.is_crashed() and piece.attempt < ATTEMPTS:
                log.warning("%s was lost with its worker and is handed out again", piece.name)
                self.waiting.appendleft(Piece(lost, piece.attempt + 1))
            elif not state.is_completed():
                log.warning("%s ended %s: %s", piece.name, state.name, state.message)
        self.ends += ends
        return ends

    def cancel(self) -> None:
        """Have Prefect cancel the pieces under way; their workers stop them."""
        for key in self.under_way:
            self._client.set_flow_run_state(key, Cancelling())

    def _start(self, piece: Piece) -> UUID:
        try:
            started = run_deployment(
                DEPLOYMENT,
                parameters={
                    **self._parameters,
                    "start": min(piece.days).isoformat(),
                    "end": max(piece.days).isoformat(),
                    "budget_usd": piece.budget_usd,
                },
                flow_run_name=piece.name,
                # A key gives the same run for ever, also a failed one.
                idempotency_key=f"{flow_run.id}-{piece.name}-{piece.attempt}",
                timeout=0,
            )
        except ObjectNotFound:
            raise UsageError(
                f"There is no deployment {DEPLOYMENT}: run `python -m deployments.bootstrap` first."
            ) from None
        return cast("FlowRun", started).id

    def _ended(self, piece: Piece) -> list[DayEnd]:
        return [DayEnd(run) for run in self._latest_runs(piece) if run not in piece.before]

    def _latest_runs(self, piece: Piece) -> tuple[DayRun, ...]:
        runs = self._run.store.latest_runs(min(piece.days), max(piece.days))
        return tuple(run for run in runs if run.day in piece.days)

    def _share(self) -> float | None:
        """The next piece's part of what is left of the budget; None without a budget."""
        budget = self._run.settings.budget_usd
        if budget is None:
            return None
        spent = sum(end.run.cost_usd or 0.0 for end in self.ends)
        given = sum(piece.budget_usd or 0.0 for piece in self.under_way.values())
        return (budget - spent - given) / len(self.waiting)

    def _tell_if_nobody_takes(self, key: UUID, piece: Piece, *, is_waiting: bool) -> None:
        waited = (datetime.now(UTC) - piece.since).total_seconds()
        if is_waiting and waited > PATIENCE_SECONDS and key not in self._told:
            self._told.add(key)
            log.warning(
                "%s: no worker has taken it for %.0f s; start one with "
                "`python -m deployments.worker`",
                piece.name,
                waited,
            )


def _require_server() -> None:
    if get_current_settings().api.url is None:
        raise UsageError(
            "A distributed backfill needs a Prefect server with workers: start it with `make up` "
            "and set PREFECT_API_URL to it, or leave distributed out."
        )
