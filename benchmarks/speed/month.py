"""Days to publish, as many as are wanted: real papers where there are some, under ids of their own.

The abstracts are real, so that the stand-in's answers meet the real checks; ids and days are made
up, so that no paper is in two days and every day asks the model anew.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tasks.days import is_weekday

ROOT = Path(__file__).resolve().parents[2]
REAL_LISTS = ROOT.parent / "shared" / "data" / "hf_daily" / "early"
SAMPLE_LIST = ROOT / "sample" / "day.json"

FIRST_DAY = date(2025, 1, 6)
PAPERS_A_DAY = 30

Item = dict[str, Any]


def month(
    days: int, papers_a_day: int = PAPERS_A_DAY, first: date = FIRST_DAY
) -> dict[date, list[Item]]:
    """`days` weekdays from `first` on, each with its list in the shape of Hugging Face's API.

    Where the real lists (../shared/data) are absent, the sample day's abstracts are repeated.
    """
    papers = cycle(_known_items())
    return {
        day: [_renamed(item, day, place) for place, item in enumerate(islice(papers, papers_a_day))]
        for day in islice(_weekdays(first), days)
    }


def _known_items() -> list[Item]:
    """Each known paper with an abstract once, in the order of the lists."""
    files = sorted(REAL_LISTS.glob("*.json")) or [SAMPLE_LIST]
    items = [item for file in files for item in json.loads(file.read_text("utf-8"))]
    return list({item["paper"]["id"]: item for item in items if item["paper"]["summary"]}.values())


def _weekdays(day: date) -> Iterator[date]:
    while True:
        if is_weekday(day):
            yield day
        day += timedelta(days=1)


def _renamed(item: Item, day: date, place: int) -> Item:
    return {**item, "paper": {**item["paper"], "id": f"{day:%y%m}.{1000 * day.day + place:05d}"}}
