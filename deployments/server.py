"""The server: waiting for it, the work pool, and whether old runs go away."""

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound

from deployments.processes import wait_until
from tasks.run.errors import NonmunError

POOL = "nonmun"


class ServerUnreachable(NonmunError):
    """Prefect's server does not answer."""

    exit_code = 3


def wait_for_server(client: SyncPrefectClient, seconds: float) -> None:
    """Return when the server answers; raises `ServerUnreachable` when it does not in time."""
    if not wait_until(lambda: client.api_healthcheck() is None, seconds):
        url = str(client.api_url).rstrip("/")
        raise ServerUnreachable(
            f"No Prefect server answers at {url} within {seconds:.0f} seconds: "
            "start one with `make up`, or set PREFECT_API_URL to where yours is."
        )


def set_work_pool(client: SyncPrefectClient) -> str:
    """Make the work pool unless it is there; what was done.

    Raises `NonmunError` when a pool of this name is there for another kind of worker.
    """
    try:
        pool = client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        return "made"
    if pool.type != "process":
        raise NonmunError(
            f"The work pool {POOL} is there with type {pool.type}, but nonmun's workers are of "
            f"type process: delete it (prefect work-pool delete {POOL}) and try again."
        )
    return ""


def keeps_all_runs(client: SyncPrefectClient) -> bool:
    """True when the server never deletes old runs, and its database only grows."""
    settings = client.request("GET", "/admin/settings").json()
    enabled = settings["server"]["services"]["db_vacuum"]["enabled"]
    return enabled is not True and "flow_runs" not in (enabled or ())
