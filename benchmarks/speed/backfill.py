"""Ranges of days: how near to the floor, and whether many days cost more a paper than few."""

from collections import Counter
from collections.abc import Iterator

from benchmarks.speed.command import IN_FLIGHT, Timing
from benchmarks.speed.floor import Call, waves_of_range
from benchmarks.speed.month import PAPERS_A_DAY, month
from benchmarks.speed.row import Row, Workplace
from benchmarks.speed.server import played

DAYS = 20
LATENCY_SECONDS = 1.0
FLOOR_GOAL = 1.15
SIZES = (5, 20, 60)
SPREAD_GOAL = 1.2
MEGABYTE = 1e6
MEMORY_GOAL_MB = 400
GROWTH_GOAL = 1.1


def backfill_rows(workplace: Workplace) -> Iterator[Row]:
    """A month at a second a call, and three sizes with a model that takes no time."""
    timing, calls = _backfill(workplace, DAYS, LATENCY_SECONDS)
    floor = waves_of_range(calls, IN_FLIGHT) * LATENCY_SECONDS
    yield Row(
        f"backfill of {DAYS} × {PAPERS_A_DAY}, 1 s a call: flow",
        f"{timing.body:.1f} s = {timing.body / floor:.3f} × floor, CPU {timing.cpu:.0f} s",
        f"{floor:.1f} s ({calls.total()} calls / {IN_FLIGHT})",
        f"≤ {FLOOR_GOAL} × floor",
        timing.body <= FLOOR_GOAL * floor,
    )
    timings = {days: _backfill(workplace, days, 0.0)[0] for days in SIZES}
    yield _time_per_paper(timings)
    yield _memory(timings, timing)


def _backfill(workplace: Workplace, size: int, latency: float) -> tuple[Timing, Counter[Call]]:
    days = month(size)
    with played(days) as server:
        folder = workplace.folder(server)
        folder.python("benchmarks.speed.bare")  # makes Prefect's database, if there is none yet
        server.answer_after(latency)
        timing = folder.run("backfill", str(min(days)), str(max(days)))
        return timing, server.calls()


def _time_per_paper(timings: dict[int, Timing]) -> Row:
    """From the flow's beginning to the command's end.

    When the flow's body ends, Prefect's server has still to be told up to a day's worth, which is
    a quarter of five days and nothing of sixty.
    """
    each = {
        days: (timing.body + timing.after) / (days * PAPERS_A_DAY)
        for days, timing in timings.items()
    }
    spread = max(each.values()) / min(each.values())
    told = ", ".join(f"{days} days {1000 * seconds:.0f} ms" for days, seconds in each.items())
    return Row(
        "backfill, 0 s a call: time a paper",
        f"{told}: spread {spread:.2f}",
        goal=f"within {SPREAD_GOAL - 1:.0%}",
        ok=spread <= SPREAD_GOAL,
    )


def _memory(timings: dict[int, Timing], *others: Timing) -> Row:
    peaks = {days: timing.peak_bytes / MEGABYTE for days, timing in timings.items()}
    most = max([*peaks.values(), *(timing.peak_bytes / MEGABYTE for timing in others)])
    growth = peaks[max(SIZES)] / peaks[min(SIZES)]
    told = ", ".join(f"{days} days {megabytes:.0f} MB" for days, megabytes in peaks.items())
    return Row(
        "backfill: peak memory of the process",
        f"{told}; most {most:.0f} MB",
        goal=f"≤ {MEMORY_GOAL_MB} MB, {max(SIZES)} days ≤ {GROWTH_GOAL} × {min(SIZES)} days",
        ok=most <= MEMORY_GOAL_MB and growth <= GROWTH_GOAL,
    )
