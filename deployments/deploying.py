"""The deployments of prefect.yaml, put on the server by Prefect's own command."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import WorkPoolFilter, WorkPoolFilterName
from prefect.client.schemas.responses import DeploymentResponse

from deployments.server import POOL
from deployments.steps import ROOT
from tasks.run.errors import NonmunError

COMMAND = ["--no-prompt", "deploy", "--all", "--prefect-file", "deployments/prefect.yaml"]

DEFINED = {
    *("entrypoint", "parameter_openapi_schema", "parameters", "pull_steps", "job_variables"),
    *("description", "tags", "concurrency_options"),
}
"""What of a deployment comes from prefect.yaml and the flow, as it is."""


def deploy(client: SyncPrefectClient) -> Iterator[tuple[str, str]]:
    """Deploy all, and yield each deployment with what was done about it.

    A schedule that was paused stays paused, and a run that waits to be started stays too. Raises
    `NonmunError` when Prefect refuses the file.
    """
    before = deployments(client)
    _run_prefect(str(client.api_url))
    for name, now in deployments(client).items():
        done = "made" if name not in before else "changed" if before[name] != now else ""
        yield name, done


def deployments(client: SyncPrefectClient) -> dict[str, Any]:
    """What is defined of every deployment of the work pool, by `flow/name`."""
    pool = WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL]))
    found = client.read_deployments(work_pool_filter=pool)
    return {_full_name(deployment): _defined(deployment) for deployment in found}


def _full_name(deployment: DeploymentResponse) -> str:
    flow = (deployment.entrypoint or "").rpartition(":")[2]
    return f"{flow}/{deployment.name}"


def _defined(deployment: DeploymentResponse) -> dict[str, Any]:
    limit = deployment.global_concurrency_limit
    schedules = [
        item.model_dump(mode="json", include={"schedule", "slug", "parameters"})
        for item in deployment.schedules
    ]
    return {
        **deployment.model_dump(mode="json", include=DEFINED),
        "schedules": schedules,
        "limit": limit.limit if limit else None,
    }


def _run_prefect(api_url: str) -> None:
    ended = subprocess.run(  # noqa: S603  # our own interpreter and arguments
        [sys.executable, "-m", "prefect", *COMMAND],
        cwd=ROOT,
        env={**os.environ, "PREFECT_API_URL": api_url},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        said = [line for line in (ended.stdout + ended.stderr).splitlines() if line.strip()]
        raise NonmunError(
            f"Prefect refuses deployments/prefect.yaml: {said[-1].strip() if said else 'no reason'}"
        )
