"""A cold day, and the same day again."""

from collections.abc import Iterator
from datetime import date
from statistics import median_low

from benchmarks.speed.command import IN_FLIGHT, Folder, Timing
from benchmarks.speed.floor import waves_of_day
from benchmarks.speed.month import PAPERS_A_DAY, month
from benchmarks.speed.row import Row, Workplace
from benchmarks.speed.server import PlayedServer, played

LATENCY_SECONDS = 1.0
REPEATS = 3
COLD_GOAL = 1.25
OWN_GOAL_SECONDS = 1.5


def day_rows(workplace: Workplace) -> Iterator[Row]:
    """Three cold days, one after the other in one store, and then each of them again."""
    days = month(REPEATS)
    with played(days) as server:
        server.answer_after(LATENCY_SECONDS)
        folder = workplace.folder(server)
        first_start = folder.python("benchmarks.speed.bare")
        yield from _cold(folder, server, list(days))
        yield from _again(folder, server, list(days))
        yield Row("Prefect's first start, empty database", f"{first_start:.1f} s, an empty flow")


def _cold(folder: Folder, server: PlayedServer, days: list[date]) -> Iterator[Row]:
    runs = [_timed(folder, server, day) for day in days]
    ratio, timing, floor, calls = sorted(runs, key=lambda run: run[0])[len(runs) // 2]
    yield Row(
        f"cold day of {PAPERS_A_DAY}, 1 s a call: flow",
        f"{timing.body:.2f} s = {ratio:.2f} × floor ({_all(run[0] for run in runs)})",
        f"{floor:.0f} s ({calls} calls in {floor / LATENCY_SECONDS:.0f} waves of {IN_FLIGHT})",
        f"≤ {COLD_GOAL} × floor",
        ratio <= COLD_GOAL,
    )
    yield Row("cold day: whole command", f"{timing.whole:.1f} s: {timing.parts}")


def _timed(folder: Folder, server: PlayedServer, day: date) -> tuple[float, Timing, float, int]:
    """The flow's time over its floor; the timing; the floor in seconds; the model's calls."""
    server.answer_after(LATENCY_SECONDS)
    timing = folder.run("daily", "--date", str(day))
    calls = server.calls()
    floor = waves_of_day(calls, IN_FLIGHT) * LATENCY_SECONDS
    return timing.body / floor, timing, floor, calls.total()


def _again(folder: Folder, server: PlayedServer, days: list[date]) -> Iterator[Row]:
    """Prefect's own start varies by a second, so runs and bare starts are taken in turn."""
    server.answer_after(LATENCY_SECONDS)
    bare, again = [], []
    for day in days:
        bare.append(folder.python("benchmarks.speed.bare"))
        again.append(folder.run("daily", "--date", str(day)))
    calls = server.calls().total()
    floor = median_low(bare)
    middle = sorted(again, key=lambda run: run.whole)[len(again) // 2]
    own = middle.whole - floor
    yield Row(
        "the same day again: our own time",
        f"{own:.2f} s, {calls} model calls; flow {middle.body:.2f} s",
        f"{floor:.1f} s (Prefect's start and an empty flow)",
        f"≤ {OWN_GOAL_SECONDS} s more than the floor, no call",
        own <= OWN_GOAL_SECONDS and calls == 0,
    )
    yield Row("the same day again: whole command", f"{middle.whole:.1f} s: {middle.parts}")


def _all(ratios: Iterator[float]) -> str:
    return ", ".join(f"{ratio:.2f}" for ratio in ratios)
