"""The chart as a Prefect task."""

import logging
from collections.abc import Sequence
from datetime import date

from prefect import task

from tasks.chart.browser import draw_png
from tasks.chart.figure import category_chart
from tasks.chart.fonts import missing_fonts

_log = logging.getLogger(__name__)


@task(name="chart", task_run_name="chart-{day}", persist_result=False)
def draw_chart(counts: Sequence[tuple[str, int]], day: date) -> bytes:
    """The category chart of a day as PNG bytes; raises `ChartUnavailable`."""
    if warning := missing_fonts():
        _log.warning(warning)
    return draw_png(category_chart(counts, day))
