"""Hands pieces of a range to the workers of a work pool, through Prefect.

The store is what the machines share; claims in it keep two workers from paying for the same paper.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from prefect import get_client
from prefect.client.schemas.objects import State
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound, TerminationSignal
from prefect.runtime import flow_run
from prefect.settings import get_current_settings
from prefect.states import Cancelling

from flows.context import RunContext
from flows.day import DayEnd
from flows.handout import Handout, Piece
from tasks.days import chunks
from tasks.run.errors import UsageError

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.objects import FlowRun

DEPLOYMENT = "backfill/chunk"
POLL_SECONDS = 2.0


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
    ends: list[DayEnd] = []
    with get_client(sync_client=True) as client:
        handout = Handout(
            run.store,
            WorkPool(client, parameters),
            chunks(days, chunk_days),
            budget_usd=run.settings.budget_usd,
            by_model=run.model is not None,
            refresh=bool(parameters["refresh"]),
        )
        try:
            while handout.waiting or handout.under_way:
                handout.start_up_to(workers)
                time.sleep(POLL_SECONDS)
                for end in handout.collect():
                    ends.append(end)
                    ended(end)
        except (KeyboardInterrupt, TerminationSignal):
            handout.cancel()
            raise
    return tuple(ends)


class WorkPool:
    """Runs of the deployment for pieces, done by whichever worker takes them."""

    def __init__(self, client: "SyncPrefectClient", parameters: Mapping[str, Any]) -> None:
        self._client, self._parameters = client, parameters

    def start(self, piece: Piece) -> UUID:
        """Schedule a run for the piece; raises `UsageError` when there is no deployment."""
        try:
            started = run_deployment(
                DEPLOYMENT,
                parameters={
                    **self._parameters,
                    "start": min(piece.days).isoformat(),
                    "end": max(piece.days).isoformat(),
                    "budget_usd": piece.budget_usd,
                },
                # A key gives the same run for ever, also a failed one. The run count is that of
                # this flow run, which Prefect's UI can retry.
                idempotency_key=f"{flow_run.id}-{flow_run.run_count}-{piece.name}-{piece.attempt}",
                timeout=0,
            )
        except ObjectNotFound:
            raise UsageError(
                f"There is no deployment {DEPLOYMENT}: run `python -m deployments.bootstrap` first."
            ) from None
        return cast("FlowRun", started).id

    def state(self, run: UUID) -> State | None:
        """The state of a run."""
        return self._client.read_flow_run(run).state

    def cancel(self, run: UUID) -> None:
        """Ask Prefect to cancel a run; its worker stops it."""
        self._client.set_flow_run_state(run, Cancelling())


def _require_server() -> None:
    if get_current_settings().api.url is None:
        raise UsageError(
            "A distributed backfill needs a Prefect server with workers: start it with `make up` "
            "and set PREFECT_API_URL to it, or leave distributed out."
        )
