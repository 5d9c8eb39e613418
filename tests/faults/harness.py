"""The Prefect server and the undisturbed edition that all trials share."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from asyncio import CancelledError
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from tests.faults.nursery import ROOT, Nursery, nursery
from tests.faults.world import World, base_environment
from tests.postgres import create_database, dump_of, postgres_programs, postgres_server

START_SECONDS = 120.0
STARTS = 3


@dataclass(frozen=True)
class Calm:
    """What an undisturbed run publishes and stores."""

    files: dict[str, bytes]
    answers: frozenset[tuple[Any, ...]]


class Harness:
    """Makes worlds under one folder, whose commands use one Prefect server."""

    def __init__(
        self, folder: Path, api_url: str, nursery: Nursery, prefect_dump: Callable[[], bytes]
    ) -> None:
        self._folder, self._api_url, self._nursery = folder, api_url, nursery
        self.prefect_home, self.prefect_dump = folder / "prefect", prefect_dump
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
        with World.open(folder, self._api_url, self._nursery, items, settings) as world:
            yield world

    def calm(self) -> Calm:
        """The undisturbed run of the usual list."""
        known = self._calm
        assert known is not None, "nothing has been run undisturbed"
        return known

    def run_undisturbed(self) -> None:
        """Make the day with which all others are compared; Python keeps what it compiles."""
        with self.world(PYTHONDONTWRITEBYTECODE="") as world:
            ended = world.run()
            assert ended.code == 0, ended.said
            self._calm = Calm(world.files(), world.answers())


@contextmanager
def harness(folder: Path) -> Iterator[Harness]:
    """A Prefect server with a home of its own, until the block ends."""
    (folder / "prefect").mkdir(parents=True)
    uvicorn = logging.getLogger("uvicorn.error")
    uvicorn.addFilter(_is_worth_saying)
    try:
        with (
            prefect_database() as database,
            prefect_server(folder, database.settings) as api_url,
            nursery(base_environment()) as started,
        ):
            made = Harness(folder, api_url, started, database.dump)
            made.run_undisturbed()
            yield made
    finally:
        uvicorn.removeFilter(_is_worth_saying)


@dataclass(frozen=True)
class PrefectDatabase:
    """The setting of Prefect's database, and what it holds when that is in no file of its home."""

    settings: Mapping[str, str] = field(default_factory=dict)
    dump: Callable[[], bytes] = bytes


@contextmanager
def prefect_database() -> Iterator[PrefectDatabase]:
    """A database of PostgreSQL where it is installed, until the block ends; otherwise a file.

    With SQLite, Prefect's server stands still for a minute now and then when clients are killed.
    By its stacks, the event loop frees a statement whose connection waits in another thread, for as
    long as Prefect's busy_timeout, for a lock that only the event loop could release.
    """
    programs = postgres_programs()
    if programs is None:
        yield PrefectDatabase()
        return
    with postgres_server(programs) as folder:
        name = create_database(folder)
        url = f"postgresql+asyncpg://tester@/{name}?host={folder}"
        settings = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": url}
        yield PrefectDatabase(settings, partial(dump_of, programs, folder, name))


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


def _is_worth_saying(record: logging.LogRecord) -> bool:
    """False for a played server's answers that are cut off when its world ends, as they should."""
    is_cut = bool(record.exc_info and isinstance(record.exc_info[1], CancelledError))
    return not is_cut and not str(record.msg).startswith("Cancel %s running task(s)")


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
