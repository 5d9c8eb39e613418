"""A row of the table, and what all groups of rows share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.command import Folder
from benchmarks.speed.server import PlayedServer


@dataclass(frozen=True)
class Row:
    """What was measured, beside its floor and its goal; `ok` is None when it is only reported."""

    name: str
    measured: str
    floor: str = ""
    goal: str = ""
    ok: bool | None = None


class Workplace:
    """Folders for runs, under one that is deleted afterwards, and one Prefect database for all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made = 0

    def folder(self, server: PlayedServer) -> Folder:
        """A new folder, whose runs are led to the server."""
        self._made += 1
        place = self._path / str(self._made)
        return Folder(place, self._path / "prefect", server.settings())


Group = Callable[[Workplace], Iterable[Row]]
"""Measures, and returns rows that belong together."""
