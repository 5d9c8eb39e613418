"""Moments of a run at which something is done to it, each stretch of the run with a fair part."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.faults.nursery import Running
from tests.faults.world import DAY, World

START_SECONDS = 3.0
"""From a command's start to its first request, about."""
REQUESTS = 16
"""All of a run: page, arXiv, a digest and a category a paper, four syntheses."""
DRAWING_SECONDS = 1.0
"""From the last answer to the first published file, at least."""
POLL_SECONDS = 0.001

PUBLISHING = (
    "plotly-*.js",
    f"{DAY:%Y}",
    f"{DAY:%Y}/.{DAY}.new",
    f"{DAY:%Y}/.{DAY}.new/cards.md",
    f"{DAY:%Y}/{DAY}",
    f"{DAY:%Y}/{DAY}/edition.json",
    "README.md",
)
"""What appears in the output one after another, as globs."""
STRETCHES: Mapping[str, float] = {"starting": 0.1, "asking": 0.5, "drawing": 0.2, "publishing": 0.2}


@dataclass(frozen=True)
class Moment:
    """A while after a number of requests, or after a file has appeared in the output."""

    requests: int
    after_seconds: float
    file: str = ""
    stretch: str = ""

    def wait(self, world: World, process: Running) -> bool:
        """Let it come; False when the command has ended before."""
        output = Path(world.environment["NONMUN_OUTPUT_DIR"])
        while len(world.requests) < self.requests or not self._is_there(output):
            if process.poll() is not None:
                return False
            time.sleep(POLL_SECONDS)
        time.sleep(self.after_seconds)
        return process.poll() is None

    def _is_there(self, output: Path) -> bool:
        return not self.file or any(output.glob(self.file))

    def earlier(self) -> "Moment":
        """One that comes in half the while."""
        return replace(self, after_seconds=self.after_seconds / 2)


def moments(random: Random, count: int) -> list[Moment]:
    """So many moments; each stretch has its part of them, and chance the rest."""
    stretches = [
        stretch for stretch, part in STRETCHES.items() for _ in range(max(1, round(part * count)))
    ]
    random.shuffle(stretches)
    return [moment(random, stretch) for stretch in stretches[:count]]


def moment(random: Random, stretch: str) -> Moment:
    """Any moment of a stretch."""
    if stretch == "starting":
        return Moment(0, random.uniform(0.0, START_SECONDS), stretch=stretch)
    if stretch == "asking":
        requests = random.randint(1, REQUESTS - 1)
        return Moment(requests, random.uniform(0.0, 0.2), stretch=stretch)
    if stretch == "drawing":
        return Moment(REQUESTS, random.uniform(0.0, DRAWING_SECONDS), stretch=stretch)
    file = random.choice(PUBLISHING)
    # What comes after the index, such as the rows of the run and the goodbye, takes longer.
    after = random.uniform(0.0, 1.0 if file == "README.md" else 0.02)
    return Moment(REQUESTS, after, file, stretch)
