"""Loads what checking and publishing need while the model writes its first answers.

A run waits then, and has nothing else to do; later each of these would keep it from something.
"""

import threading
from functools import cache

from prompts.taxonomy import load_taxonomy
from tasks.chart import category_chart, chart_html, open_browser
from tasks.days import FIRST_DAY
from tasks.publish import load_templates
from tasks.verify import check_text

DELAY_SECONDS = 0.5
"""By then the first calls are out."""


@cache
def warm_up() -> None:
    """Begin to load in the background; once in a process, further calls do nothing."""
    timer = threading.Timer(DELAY_SECONDS, _load)
    timer.daemon = True
    timer.start()


def _load() -> None:
    open_browser()
    check_text("Warm-up", "It loads the lists of words.", "단어 목록을 불러옵니다.")
    load_templates()
    chart_html(category_chart([(load_taxonomy().fallback, 1)], FIRST_DAY))
