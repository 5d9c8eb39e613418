"""Drives a real server as Prefect's UI does: by its REST API, with JSON."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
from httpx_retries import Retry, RetryTransport

from deployments.environment import environment
from deployments.processes import Child, wait_until
from deployments.steps import ROOT
from deployments.supervisor import WORKER
from deployments.up import SERVER

START_SECONDS = 120.0
RUN_SECONDS = 60.0
FINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _patient() -> RetryTransport:
    """Asks again after a 503, as Prefect's own client does: SQLite was busy, nothing was done."""
    retry = Retry(total=8, status_forcelist=[503], allowed_methods=["GET", "POST", "PATCH"])
    return RetryTransport(retry=retry)


class Driver:
    """A Prefect server on a port, its deployments, and one worker."""

    def __init__(self, settings: Mapping[str, str], port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.settings = environment(settings, f"{self.url}/api")
        self.folder = Path(settings["NONMUN_OUTPUT_DIR"]).parent
        self._port = port
        self._api = httpx.Client(base_url=f"{self.url}/api/", timeout=20, transport=_patient())
        self._server: Child | None = None
        self.worker: Child | None = None

    def start(self) -> None:
        """Start the server, bootstrap it, and start the worker."""
        self._server = Child("server", [*SERVER, "--port", str(self._port)], self.settings)
        self.bootstrap()
        self.start_worker()

    def start_worker(self) -> None:
        """Start a worker; the one before must be gone."""
        self.worker = Child("worker", WORKER, self.settings)

    def close(self) -> None:
        """Hang up."""
        self._api.close()

    def stop(self) -> None:
        """Kill what was started."""
        self.close()
        for child in (self.worker, self._server):
            if child is not None:
                child.kill()

    def bootstrap(self, **settings: str) -> list[str]:
        """Run the bootstrap, with other settings if need be; the lines that it prints."""
        said = self.run_command(["-m", "deployments.bootstrap", "--wait", "120"], **settings)
        return said.splitlines()

    def run_command(self, command: list[str], **settings: str) -> str:
        """Run a Python module to its end, which must be good; what it prints."""
        ended = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env={**self.settings, **settings},
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def get(self, path: str) -> Any:
        """What the API answers to a question."""
        return self._api.get(path).raise_for_status().json()

    def filter(self, kind: str, **body: Any) -> list[dict[str, Any]]:
        """Objects of a kind, as the UI's lists ask for them."""
        found = self._api.post(f"{kind}/filter", json=body).raise_for_status().json()
        assert isinstance(found, list)
        return found

    def deployment(self, name: str) -> dict[str, Any]:
        """A deployment by `flow/name`."""
        found: dict[str, Any] = self.get(f"deployments/name/{name}")
        return found

    def change(self, name: str, changes: dict[str, Any]) -> None:
        """Change a deployment, as somebody may do in the UI."""
        found = self.deployment(name)["id"]
        self._api.patch(f"deployments/{found}", json=changes).raise_for_status()

    def switch_schedule(self, name: str, *, active: bool) -> None:
        """Switch the one schedule of a deployment off or on, as the UI does."""
        found = self.deployment(name)
        path = f"deployments/{found['id']}/schedules/{found['schedules'][0]['id']}"
        self._api.patch(path, json={"active": active}).raise_for_status()

    def trigger(
        self, name: str, parameters: dict[str, Any], at: datetime | None = None
    ) -> httpx.Response:
        """Ask for a run, now or scheduled for a moment, with JSON parameters."""
        moment = (at or datetime.now(UTC)).isoformat()
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": moment}}
        body = {"parameters": parameters, "state": state}
        return self._api.post(
            f"deployments/{self.deployment(name)['id']}/create_flow_run", json=body
        )

    def start_run(self, name: str, parameters: dict[str, Any], at: datetime | None = None) -> str:
        """Ask for a run that must be accepted; its id."""
        run_id: str = self.trigger(name, parameters, at).raise_for_status().json()["id"]
        return run_id

    def state(self, run_id: str) -> dict[str, Any]:
        """The state of a run: its `type`, `name` and `message`."""
        state: dict[str, Any] = self.get(f"flow_runs/{run_id}")["state"]
        return state

    def ended(self, run_id: str, seconds: float = RUN_SECONDS) -> dict[str, Any]:
        """Wait for the run to end; its last state."""
        self.wait(lambda: self.state(run_id)["type"] in FINAL, seconds)
        return self.state(run_id)

    def wait(self, done: Callable[[], bool], seconds: float = RUN_SECONDS) -> None:
        """Wait for something that must come true."""
        assert wait_until(done, seconds), f"not within {seconds} seconds"

    def edition(self, day: date) -> dict[str, Any] | None:
        """The day's edition.json; None when nothing is published."""
        path = self.folder / "editions" / f"{day:%Y}" / str(day) / "edition.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else None
