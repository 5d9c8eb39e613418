"""How long a command takes that does nothing: nothing heavy is imported until it is needed."""

import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from benchmarks.speed.row import Row, Workplace

REPEATS = 7
GOAL_SECONDS = 0.5


def import_rows(_: Workplace) -> Iterator[Row]:
    """`nonmun --help` beside a Python that does nothing."""
    _median("-c", "pass")  # what is on disk is read once
    floor, measured = _median("-c", "pass"), _median("-m", "flows", "--help")
    yield Row(
        "nonmun --help",
        f"{measured:.2f} s",
        f"{floor:.2f} s (Python alone)",
        f"≤ {GOAL_SECONDS} s",
        measured <= GOAL_SECONDS,
    )


def _median(*arguments: str) -> float:
    return median(_seconds(*arguments) for _ in range(REPEATS))


def _seconds(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    return time.perf_counter() - begun
