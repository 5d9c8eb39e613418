"""The Prefect server that all commands of the suite share."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from tests.faults.nursery import ROOT
from tests.faults.world import base_environment

START_SECONDS = 120.0
STARTS = 3


@contextmanager
def prefect_server(folder: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """The address of a Prefect server's API, until the block ends."""
    server, api_url = _started(folder, settings)
    try:
        yield api_url
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _started(folder: Path, settings: Mapping[str, str]) -> "tuple[subprocess.Popen[bytes], str]":
    """A server that answers; another port is tried where somebody took the free one first."""
    environment = base_environment() | {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_SERVER_UI_ENABLED": "0",
        **settings,
    }
    for _ in range(STARTS):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
        with (folder / "server.log").open("ab") as log:
            server = subprocess.Popen(
                command, env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        api_url = f"http://127.0.0.1:{port}/api"
        if _answers(f"{api_url}/health", server):
            return server, api_url
        server.kill()
        server.wait()
    raise RuntimeError(f"Prefect's server did not start: {(folder / 'server.log').read_text()}")


def _answers(url: str, server: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(httpx.HTTPError):
            if httpx.get(url, timeout=2).is_success:
                return True
        time.sleep(0.2)
    return False
