"""`editions/README.md`: every day, with the weekdays that are missing said plainly."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from markupsafe import Markup

from tasks.days.status import DayState, DayStatus
from tasks.publish.render import DOCUMENTS, environment
from tasks.records import PublishedEdition

STATE_LABELS: dict[DayState, str] = {
    "published": "✅ 발행",
    "revised": "✅ 개정",
    "incomplete": "🟡 일부 누락",
    "empty": "⚪ 논문 없음",
    "failed": "❌ 실패",
    "missing": "❗ 빠짐",
}


def render_index(days: Sequence[DayStatus]) -> str:
    """The index of these days as Markdown, newest first and grouped by month.

    The reason of a day is not shown: it is written for whoever runs nonmun, not for readers.
    """
    newest_first = sorted(days, key=lambda status: status.day, reverse=True)
    months = {
        f"{year}년 {month}월": list(group)
        for (year, month), group in groupby(newest_first, lambda status: _month(status.day))
    }
    return (
        environment()
        .get_template("index.md.j2")
        .render(months=months, states=STATE_LABELS, counts=_counts, links=_links)
    )


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _counts(edition: PublishedEdition) -> str:
    listed, held = edition.counts.get("listed", 0), edition.counts.get("held", 0)
    return f"{listed}편 (보류 {held}편)" if held else f"{listed}편"


def _links(edition: PublishedEdition) -> Markup:
    # Labels, dates and file names of ours have nothing to escape; years have thousands of links.
    folder = f"{edition.day:%Y}/{edition.day}"
    links = [f"[{label}]({folder}/{file})" for file, label in DOCUMENTS.items()]
    return Markup(" · ".join(links))  # noqa: S704
