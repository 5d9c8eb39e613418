"""Runs nonmun on one machine: Prefect's server, the deployments and a worker, until Ctrl-C.

Ctrl-C ends the worker first: its runs finish the model calls in flight, store the answers and are
Crashed; the server goes last. A second Ctrl-C ends all at once.
"""

import argparse
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType

import httpx

from deployments.environment import environment
from deployments.processes import Child, say, send, wait_until
from tasks.errors import NonmunError, UsageError

START_SECONDS = 120.0
"""Limit for the server's start; the first one makes its database, which takes 10 to 20 seconds."""

RUN_END_SECONDS = 60.0
"""How long runs may take to finish their calls in flight when all is stopped."""

END_SECONDS = 10.0
"""How long the worker without runs, and then the server, may take to end."""

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # compared, not bound
"""Addresses to listen on that no browser can ask."""

SERVER = ["-m", "prefect", "server", "start"]
BOOTSTRAP = ["-m", "deployments.bootstrap"]
WORKER = ["-m", "prefect", "worker", "start", "--pool", "nonmun", "--type", "process"]


class Stopped(Exception):
    """Ctrl-C or SIGTERM came."""


class Machine:
    """The processes of one machine, started in order and stopped in the other."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._url = f"http://{_reachable(host)}:{port}"
        self._environment = environment(os.environ, f"{self._url}/api")
        self._children: list[Child] = []
        self._signals = threading.Semaphore(0)

    def run(self) -> None:
        """Start all, and return when told to stop.

        Raises `NonmunError` when something cannot start or ends by itself.
        """
        _require_free(self._host, self._port)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        try:
            self._start()
            self._wait(lambda: False)
        except Stopped:
            say("up", "stopping: runs finish their calls in flight; Ctrl-C again ends them now")
        finally:
            self._stop()
            say("up", "all is stopped")

    def _start(self) -> None:
        say("up", "starting the server; the first start makes its database, about 20 seconds")
        place = ["--host", self._host, "--port", str(self._port)]
        self._add("server", [*SERVER, *place])
        self._wait(self._is_healthy, START_SECONDS)
        self._bootstrap()
        self._add("worker", WORKER)
        say("up", f"ready: {self._url} shows runs and starts them; Ctrl-C stops everything")
        say("up", f"other terminals: export PREFECT_API_URL={self._url}/api")
        if self._host in EVERYWHERE and "PREFECT_SERVER_UI_API_URL" not in self._environment:
            say(
                "up",
                "browsers elsewhere need PREFECT_SERVER_UI_API_URL=http://THIS-MACHINE:PORT/api",
            )

    def _bootstrap(self) -> None:
        bootstrap = Child("bootstrap", BOOTSTRAP, self._environment)
        try:
            self._wait(lambda: bootstrap.exit_code is not None, START_SECONDS)
        finally:
            bootstrap.kill()
        if bootstrap.exit_code:
            raise NonmunError("The deployments could not be made: the lines above say why.")

    def _add(self, name: str, command: list[str]) -> None:
        self._children.append(Child(name, command, self._environment))

    def _is_healthy(self) -> bool:
        try:
            return httpx.get(f"{self._url}/api/health", timeout=2).is_success
        except httpx.TransportError:
            return False

    def _wait(self, done: Callable[[], bool], seconds: float = float("inf")) -> None:
        def is_over() -> bool:
            if self._signals.acquire(blocking=False):
                raise Stopped
            for child in self._children:
                if child.exit_code is not None:
                    raise NonmunError(
                        f"The {child.name} ended by itself (exit code {child.exit_code}): "
                        "the lines above say why."
                    )
            return done()

        if not wait_until(is_over, seconds):
            raise NonmunError(f"Nothing within {seconds:.0f} seconds: the lines above may say why.")

    def _stop(self) -> None:
        for child in reversed(self._children):
            if child.name == "worker":
                self._end_runs(child)
            child.terminate()
            self._until(partial(_has_ended, child), END_SECONDS)
            child.kill()

    def _end_runs(self, worker: Child) -> None:
        """End the runs before their worker, which would take them along in the middle of a call."""
        worker.freeze()
        for pid in worker.children():
            send(pid, signal.SIGTERM)
        self._until(lambda: not worker.children(), RUN_END_SECONDS)

    def _until(self, done: Callable[[], bool], seconds: float) -> None:
        wait_until(lambda: done() or self._signals.acquire(blocking=False), seconds)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signals.release()


def _has_ended(child: Child) -> bool:
    return child.exit_code is not None


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
