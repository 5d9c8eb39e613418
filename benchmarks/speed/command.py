"""Runs a command of nonmun as a person would, in a folder of its own, and says how long it took."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

IN_FLIGHT = 16


@dataclass(frozen=True)
class Timing:
    """Seconds of one command, from the start of its process to its end; memory in bytes.

    `before` is until Prefect is started, `prefect` until it is up and the flow imported, `entry`
    until the flow's body begins, `body` the flow itself, and `after` the rest.
    """

    before: float
    prefect: float
    entry: float
    body: float
    after: float
    cpu: float
    peak_bytes: float

    @property
    def whole(self) -> float:
        """All of the command."""
        return self.before + self.prefect + self.entry + self.body + self.after

    @property
    def parts(self) -> str:
        """Where the time goes, in words."""
        return (
            f"Python and settings {self.before:.1f}, Prefect's start {self.prefect:.1f}, "
            f"run's entry {self.entry:.1f}, flow {self.body:.1f}, run's end {self.after:.1f} s"
        )


class Folder:
    """A folder with a store and editions; Prefect's own database is that of `prefect_home`."""

    def __init__(self, path: Path, prefect_home: Path, settings: Mapping[str, str]) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._environment = {
            "NONMUN_CONCURRENCY": str(IN_FLIGHT),
            "NONMUN_LOOKBACK_DAYS": "0",
            "NONMUN_DATABASE_URL": f"sqlite:///{path / 'nonmun.db'}",
            "NONMUN_OUTPUT_DIR": str(path / "editions"),
            "PREFECT_HOME": str(prefect_home),
            # Prefect's cache of answers must not serve another folder's run.
            "PREFECT_RESULTS_LOCAL_STORAGE_PATH": str(path / "answers"),
            **settings,
        }

    def run(self, *command: str) -> Timing:
        """Run `nonmun COMMAND` and time its parts; raises `RuntimeError` when it fails."""
        file = self.path / "stamps.json"
        begun = time.time()
        self.python("benchmarks.speed.stamped", str(file), *command)
        ended = time.time()
        stamps = json.loads(file.read_text())
        return Timing(
            before=stamps["start_begins"] - begun,
            prefect=stamps["start_ends"] - stamps["start_begins"],
            entry=stamps["body_begins"] - stamps["start_ends"],
            body=stamps["body_ends"] - stamps["body_begins"],
            after=ended - stamps["body_ends"],
            cpu=stamps["cpu_seconds"],
            peak_bytes=stamps["peak_bytes"],
        )

    def python(self, module: str, *arguments: str) -> float:
        """Run a module with this folder's settings; its seconds. Raises `RuntimeError`."""
        begun = time.time()
        done = subprocess.run(  # noqa: S603 - our own modules with our own arguments
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            asked = f"{module} {' '.join(arguments)}"
            raise RuntimeError(f"{asked} ended with {done.returncode}: {done.stderr[-2000:]}")
        return time.time() - begun
