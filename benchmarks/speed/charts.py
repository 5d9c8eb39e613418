"""Charts by one browser that stays open."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from benchmarks.speed.month import FIRST_DAY
from benchmarks.speed.row import Row, Workplace
from prompts.taxonomy import load_taxonomy
from tasks.chart import category_chart, chart_html, draw_png

CHARTS = 20
GOAL_SECONDS = 0.5


def chart_rows(_: Workplace) -> Iterator[Row]:
    """The first chart starts the browser; the others are what a further day of a range takes."""
    first, *others = [_seconds(FIRST_DAY + timedelta(days=number)) for number in range(CHARTS + 1)]
    yield Row(
        f"{CHARTS} charts after the first: each",
        f"median {median(others):.2f} s, slowest {max(others):.2f} s",
        f"first {first:.1f} s (starts the browser)",
        f"≤ {GOAL_SECONDS} s",
        max(others) <= GOAL_SECONDS,
    )


def _seconds(day: date) -> float:
    """What figure, page and picture of a day take."""
    ids = load_taxonomy().ids
    counts = [(name, 1 + (place + day.day) % 7) for place, name in enumerate(ids)]
    begun = time.perf_counter()
    figure = category_chart(counts, day)
    chart_html(figure)
    draw_png(figure)
    return time.perf_counter() - begun
