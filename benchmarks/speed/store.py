"""A large store: what a day is missing, one day published again, and the status of three years."""

import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from benchmarks.speed import big_store
from benchmarks.speed.command import Folder
from benchmarks.speed.month import PAPERS_A_DAY, month
from benchmarks.speed.row import Row, Workplace
from benchmarks.speed.server import MODEL, played
from flows.writing import prompt_versions
from tasks.store import Store, open_store

REPEATS = 50
MISSING_GOAL_SECONDS = 0.005
REPUBLISH_GOAL_SECONDS = 0.5
STATUS_GOAL_SECONDS = 1.0
STATUS_SPAN = timedelta(weeks=156)


def store_rows(workplace: Workplace) -> Iterator[Row]:
    """In a copy of the big store, to which the real flow adds one day of 30 papers."""
    days = month(1)
    (day,) = days
    with played(days) as server:
        folder = workplace.folder(server)
        shutil.copyfile(big_store.big_store(), folder.path / "nonmun.db")
        folder.run("daily", "--date", str(day))
        with open_store(f"sqlite:///{folder.path / 'nonmun.db'}") as store:
            yield _missing(store, day, MODEL, "nothing")
            yield _missing(store, day, "another-model", "all 60 answers")
        yield _republished(folder, str(day))
        yield _status(folder)


def _missing(store: Store, day: date, model: str, what: str) -> Row:
    """The query of a day that is missing `what`; the first one, which compiles it, left out."""
    versions = prompt_versions()
    took = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        store.missing(day, versions, model)
        took.append(time.perf_counter() - begun)
    middle = median(took)
    return Row(
        f"100,000 papers: what a day of {PAPERS_A_DAY} is missing ({what})",
        f"{1000 * middle:.1f} ms",
        goal=f"≤ {1000 * MISSING_GOAL_SECONDS:.0f} ms",
        ok=middle <= MISSING_GOAL_SECONDS,
    )


def _republished(folder: Folder, day: str) -> Row:
    """The body of the flow: the day, and the index of all days."""
    took = median(folder.run("republish", day, day).body for _ in range(3))
    return Row(
        f"100,000 papers: publishing a day of {PAPERS_A_DAY} again, with the index",
        f"{took:.2f} s",
        goal=f"≤ {REPUBLISH_GOAL_SECONDS} s",
        ok=took <= REPUBLISH_GOAL_SECONDS,
    )


def _status(folder: Folder) -> Row:
    """The whole command, Python's start included."""
    first = big_store.FIRST_DAY
    last = first + STATUS_SPAN - timedelta(days=1)
    took = median(folder.python("flows", "status", str(first), str(last)) for _ in range(3))
    return Row(
        "100,000 papers: nonmun status of three years, whole command",
        f"{took:.2f} s",
        goal=f"≤ {STATUS_GOAL_SECONDS:.0f} s",
        ok=took <= STATUS_GOAL_SECONDS,
    )
