"""The automations on the server: a silent run becomes Crashed, and bad news is sent out."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from prefect.automations import (
    AutomationCore,
    EventTrigger,
    Posture,
    ResourceSpecification,
)
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import Automation

TAG = "nonmun"
"""The tag of every deployment and run; automations leave other runs of the server alone."""

HEARTBEAT_SECONDS = 30
"""How often a run gives a sign of life: Prefect's least value, set in prefect.yaml."""

SILENCE_SECONDS = 3 * HEARTBEAT_SECONDS
"""How long a run may be silent. The server looks every few seconds, so that a dead run is
Crashed within two minutes."""

LATE_MINUTES = 10
"""How long after its time a run may wait for a worker before somebody is told."""

BEGIN_MINUTES = 5
"""How long a run may be about to begin; one whose worker dies just then says nothing more."""

CRASH_SILENT_RUNS = "nonmun: a silent run is Crashed"
CRASH_RUNS_NOT_BEGUN = "nonmun: a run that does not begin is Crashed"
TELL_OF_BAD_ENDS = "nonmun: tell of a failed or crashed run"
TELL_OF_LATE_RUNS = "nonmun: tell of a late run"
NAMES = (CRASH_SILENT_RUNS, CRASH_RUNS_NOT_BEGUN, TELL_OF_BAD_ENDS, TELL_OF_LATE_RUNS)
"""Every automation that may exist."""

_ENDED = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")}
_BAD_ENDS = {f"prefect.flow-run.{state}" for state in ("Failed", "Crashed", "TimedOut")}
_HEARTBEAT = "prefect.flow-run.heartbeat"
_LATE = "prefect.flow-run.Late"

_SUBJECT = "nonmun: {{ flow_run.name }} is {{ flow_run.state.name }}"
_BODY = """\
{{ flow_run.state.message or "It waits for a worker: is one running?" }}
{{ flow_run|ui_url }}
What it means and what to do: docs/operations.md"""


def set_automations(
    client: SyncPrefectClient, channels: Mapping[str, UUID]
) -> Iterator[tuple[str, str]]:
    """Make, change or delete every automation; yield its name and what was done about it.

    One that was switched off stays off.
    """
    wanted = {automation.name: automation for automation in automations(channels)}
    for name in NAMES:
        known = client.read_automations_by_name(name)
        if name in wanted:
            yield name, _set(client, wanted[name], known)
        elif known:
            _delete(client, known)
            yield name, "deleted"


def _set(client: SyncPrefectClient, wanted: AutomationCore, known: list[Automation]) -> str:
    if not known:
        client.create_automation(wanted)
        return "made"
    first, *others = known
    _delete(client, others)
    wanted.enabled = first.enabled
    if _defined(first) == _defined(wanted):
        return ""
    client.update_automation(first.id, wanted)
    return "changed"


def _delete(client: SyncPrefectClient, known: list[Automation]) -> None:
    for automation in known:
        client.delete_automation(automation.id)


def _defined(automation: AutomationCore) -> dict[str, Any]:
    return automation.model_dump(include={"description", "enabled", "trigger", "actions"})


def automations(channels: Mapping[str, UUID]) -> list[AutomationCore]:
    """What must be on the server, given the id of each channel's notification block by name."""
    found = [_crash_silent_runs(), _crash_runs_not_begun()]
    if channels:
        found += [_tell_of_bad_ends(channels), _tell_of_late_runs(channels)]
    return found


def _crash_silent_runs() -> AutomationCore:
    return AutomationCore(
        name=CRASH_SILENT_RUNS,
        description="A worker or a run that is killed cannot say so; its silence can.",
        trigger=_trigger(
            Posture.Proactive,
            after={_HEARTBEAT},
            expect={_HEARTBEAT, "prefect.flow-run.TimedOut", *_ENDED},
            within=timedelta(seconds=SILENCE_SECONDS),
        ),
        actions=[
            ChangeFlowRunState(
                name="Crashed",
                state=StateType.CRASHED,
                message=f"No sign of life for {SILENCE_SECONDS} seconds: the worker or the run "
                "was killed. Its answers are stored; run it again to finish.",
            )
        ],
    )


def _crash_runs_not_begun() -> AutomationCore:
    return AutomationCore(
        name=CRASH_RUNS_NOT_BEGUN,
        description="A worker that is killed before its run begins leaves it Pending for ever.",
        trigger=_trigger(
            Posture.Proactive,
            after={"prefect.flow-run.Pending"},
            expect={"prefect.flow-run.Running", _HEARTBEAT, *_ENDED},
            within=timedelta(minutes=BEGIN_MINUTES),
        ),
        actions=[
            ChangeFlowRunState(
                name="Crashed",
                state=StateType.CRASHED,
                message=f"It did not begin within {BEGIN_MINUTES} minutes: its worker was killed. "
                "Run it again.",
            )
        ],
    )


def _tell_of_bad_ends(channels: Mapping[str, UUID]) -> AutomationCore:
    return AutomationCore(
        name=TELL_OF_BAD_ENDS,
        description="Sends a notification when a run fails or crashes.",
        trigger=_trigger(Posture.Reactive, expect=_BAD_ENDS),
        actions=_notifications(channels),
    )


def _tell_of_late_runs(channels: Mapping[str, UUID]) -> AutomationCore:
    begun = {"prefect.flow-run.Pending", "prefect.flow-run.Running"}
    return AutomationCore(
        name=TELL_OF_LATE_RUNS,
        description=f"Sends a notification when a run has found no worker for {LATE_MINUTES} min.",
        trigger=_trigger(
            Posture.Proactive,
            after={_LATE},
            expect=begun | _ENDED,
            within=timedelta(minutes=LATE_MINUTES),
        ),
        actions=_notifications(channels),
    )


def _trigger(
    posture: Posture,
    *,
    expect: set[str],
    after: set[str] | None = None,
    within: timedelta = timedelta(0),
) -> EventTrigger:
    return EventTrigger(
        posture=posture,
        after=after or set(),
        expect=expect,
        within=within,
        threshold=1,
        for_each={"prefect.resource.id"},
        match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
        match_related=ResourceSpecification(
            {"prefect.resource.role": "tag", "prefect.resource.id": f"prefect.tag.{TAG}"}
        ),
    )


def _notifications(channels: Mapping[str, UUID]) -> list[SendNotification]:
    return [
        SendNotification(block_document_id=block, subject=_SUBJECT, body=_BODY)
        for _, block in sorted(channels.items())
    ]
