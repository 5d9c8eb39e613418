"""The Prefect server and the undisturbed edition that all trials share."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.faults.world import ROOT, World, base_environment

START_SECONDS = 120.0


@dataclass(frozen=True)
class Calm:
    """What an undisturbed run publishes and stores."""

    files: dict[str, bytes]
    answers: frozenset[tuple[Any, ...]]


class Harness:
    """Makes worlds under one folder, whose commands use one Prefect server."""

    def __init__(self, folder: Path, api_url: str) -> None:
        self._folder, self._api_url = folder, api_url
        self.prefect_home = folder / "prefect"
        self._lock = threading.Lock()
        self._worlds = 0
        self._calm: Calm | None = None

    @contextmanager
    def world(self, items: Sequence[Any] | None = None, **settings: str) -> Iterator[World]:
        """A day of its own with store, output and cache, until the block ends."""
        with self._lock:
            self._worlds += 1
            folder = self._folder / f"world-{self._worlds}"
        folder.mkdir()
        with World.open(folder, self._api_url, items, settings) as world:
            yield world

    def calm(self) -> Calm:
        """The undisturbed run of the usual list."""
        known = self._calm
        assert known is not None, "nothing has been run undisturbed"
        return known

    def run_undisturbed(self) -> None:
        """Make the day with which all others are compared."""
        with self.world() as world:
            ended = world.run()
            assert ended.code == 0, ended.said
            self._calm = Calm(world.files(), world.answers())


@contextmanager
def harness(folder: Path) -> Iterator[Harness]:
    """A Prefect server with a home of its own, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    home = folder / "prefect"
    home.mkdir(parents=True)
    environment = base_environment() | {"PREFECT_HOME": str(home), "PREFECT_SERVER_UI_ENABLED": "0"}
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
    api_url = f"http://127.0.0.1:{port}/api"
    try:
        _wait_for(f"{api_url}/health", server)
        made = Harness(folder, api_url)
        made.run_undisturbed()
        yield made
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(url, timeout=2).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError("Prefect's server did not start.")
