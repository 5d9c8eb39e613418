"""Runs nonmun on one machine: Prefect's server, the deployments and a worker, until Ctrl-C.

Ctrl-C ends the worker first: its runs finish the model calls in flight, store the answers and are
Crashed; the server goes last. A second Ctrl-C ends all at once.
"""

import argparse
import os
import socket
import sys
from pathlib import Path

import httpx

from deployments.environment import environment
from deployments.supervisor import WORKER, Supervisor
from tasks.run.errors import NonmunError, UsageError

START_SECONDS = 120.0
"""Limit for the server's start; the first one makes its database, which takes 10 to 20 seconds."""

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # compared, not bound
"""Addresses to listen on that no browser can ask."""

SERVER = ["-m", "prefect", "server", "start"]
BOOTSTRAP = ["-m", "deployments.bootstrap"]


class Machine:
    """The processes of one machine: the server at an address, and a worker."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._url = f"http://{_reachable(host)}:{port}"
        self._environment = environment(os.environ, f"{self._url}/api")
        self._supervisor = Supervisor("up", self._environment)

    def run(self) -> None:
        """Start all, and return when told to stop.

        Raises `NonmunError` when something cannot start or ends by itself.
        """
        _require_free(self._host, self._port)
        Path(self._environment["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
        self._supervisor.run(self._start)

    def _start(self) -> None:
        supervisor = self._supervisor
        supervisor.say("starting the server; the first start makes its database, about 20 seconds")
        place = ["--host", self._host, "--port", str(self._port)]
        supervisor.add("server", [*SERVER, *place])
        supervisor.wait(self._is_healthy, START_SECONDS)
        if supervisor.run_to_its_end("bootstrap", BOOTSTRAP, START_SECONDS):
            raise NonmunError("The deployments could not be made: the lines above say why.")
        supervisor.add("worker", WORKER)
        supervisor.say(f"ready: {self._url} shows runs and starts them; Ctrl-C stops everything")
        supervisor.say(f"other terminals: export PREFECT_API_URL={self._url}/api")
        if self._host in EVERYWHERE and "PREFECT_SERVER_UI_API_URL" not in self._environment:
            supervisor.say(
                "browsers elsewhere need PREFECT_SERVER_UI_API_URL=http://THIS-MACHINE:PORT/api"
            )

    def _is_healthy(self) -> bool:
        try:
            return httpx.get(f"{self._url}/api/health", timeout=2).is_success
        except httpx.TransportError:
            return False


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in EVERYWHERE else host


def _require_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise UsageError(
            f"Cannot listen on {host}:{port} ({error.strerror}): stop what uses the port, "
            "or choose another with --port."
        ) from None


def main() -> None:
    """Run until stopped; exit code 1 when something ended by itself, 2 for a port in use."""
    parser = argparse.ArgumentParser(prog="make up", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=4200, help="port of UI and API (%(default)s)")
    arguments = parser.parse_args()
    try:
        Machine(arguments.host, arguments.port).run()
    except NonmunError as error:
        print(f"nonmun: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
