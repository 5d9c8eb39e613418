"""The Prefect server and the undisturbed edition that all trials share."""

import logging
import threading
from asyncio import CancelledError
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.nursery import Nursery, nursery
from tests.faults.server import prefect_server
from tests.faults.world import World, base_environment
from tests.prefect_database import prefect_database


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


def _is_worth_saying(record: logging.LogRecord) -> bool:
    """False for a played server's answers that are cut off when its world ends, as they should."""
    is_cut = bool(record.exc_info and isinstance(record.exc_info[1], CancelledError))
    return not is_cut and not str(record.msg).startswith("Cancel %s running task(s)")
