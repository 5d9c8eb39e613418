"""Prefect's own server for the length of one command, in a process beside it.

Prefect starts one itself when no PREFECT_API_URL is set, but imports the whole server for that into
the process of the run: 80 MB that stay, and a second of every start.
"""

import atexit
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

import httpx

from flows.prefect_insides import ONE_COMMAND_SERVER
from tasks.run.errors import ServerNotStarted

STARTS = 3
POLL_SECONDS = 0.05
STOP_SECONDS = 5.0


class PrefectServer:
    """A server that is being started, and ends with this process.

    `settings` are Prefect's, as environment variables.
    """

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._settings = settings
        self._starts = 0
        self._start()
        atexit.register(self.stop)

    def wait(self, seconds: float) -> str:
        """The address of its API, once it answers; raises `ServerNotStarted`.

        The port is chosen before the server takes it: when another process was quicker, the next
        start tries another one.
        """
        deadline = time.monotonic() + seconds
        with httpx.Client(trust_env=False, verify=False) as client:  # noqa: S501 - no TLS here
            while not self._answers(client):
                if self._process.poll() is not None and self._starts < STARTS:
                    self._start()
                elif self._process.poll() is not None or time.monotonic() > deadline:
                    raise ServerNotStarted(
                        "Prefect's own server did not start: see what it says above, or set "
                        "PREFECT_API_URL to a server that runs (`make up` starts one)."
                    )
                time.sleep(POLL_SECONDS)
        return self._api_url

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> None:
        self._starts += 1
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        self._api_url = f"http://127.0.0.1:{port}/api"
        command = ["--factory", "prefect.server.api.server:create_app", "--lifespan", "on"]
        where = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "uvicorn", *command, *where],
            env={**os.environ, **ONE_COMMAND_SERVER, **self._settings},
        )

    def _answers(self, client: httpx.Client) -> bool:
        with suppress(httpx.HTTPError):
            return client.get(f"{self._api_url}/health").is_success
        return False


def use_own_server(meanwhile: Callable[[], None]) -> None:
    """Do something while a server starts, and lead Prefect to it, in all threads.

    Does no more than `meanwhile` when Prefect's settings name a server, or want none.
    Raises `ServerNotStarted`.
    """
    from prefect.context import refresh_global_settings_context
    from prefect.settings import get_current_settings

    settings = get_current_settings()
    ephemeral = settings.server.ephemeral
    if settings.api.url or not ephemeral.enabled:
        meanwhile()
        return
    server = PrefectServer(settings.to_environment_variables(exclude_unset=True))
    meanwhile()
    os.environ["PREFECT_API_URL"] = server.wait(ephemeral.startup_timeout_seconds)
    refresh_global_settings_context()
