"""Loads what checking and publishing need while a run waits for something else.

A command does so while Prefect's server starts, a run on a worker while the model writes its first
answers; later each of these would keep it from something.
"""

import threading
from functools import cache
from typing import get_args

from flows.prefect_insides import load_task_engine
from prompts.loader import PromptName, load_prompt
from prompts.taxonomy import load_taxonomy
from tasks.chart import category_chart, chart_html, open_browser, plotly_js
from tasks.days import FIRST_DAY
from tasks.publish import load_templates
from tasks.verify import check_text

DELAY_SECONDS = 0.5
"""By then the first calls are out."""


@cache
def warm_up() -> None:
    """Begin to start the browser and to load the rest, once in a process, in the background."""
    timer = threading.Timer(DELAY_SECONDS, _open_and_load)
    timer.daemon = True
    timer.start()


def _open_and_load() -> None:
    open_browser()
    load()


@cache
def load() -> None:
    """Load word lists, prompts, templates and what draws charts, once in a process."""
    load_task_engine()
    for name in get_args(PromptName):
        load_prompt(name)
    # With a number, because there are lists for what is counted.
    check_text("Warm-up", "It loads two lists of words.", "단어 목록 두 개를 불러옵니다.")
    load_templates()
    chart_html(category_chart([(load_taxonomy().fallback, 1)], FIRST_DAY))
    plotly_js()
