"""The index: what is there, what is empty, and above all what is missing."""

from datetime import UTC, date, datetime

from tasks.days.status import DayState, DayStatus
from tasks.publish import render_index
from tasks.records import PublishedEdition


def edition(day: date, revision: int = 1, **counts: int) -> PublishedEdition:
    moment = datetime(2024, 12, 31, tzinfo=UTC)
    return PublishedEdition(
        day=day, revision=revision, content_sha="0", published_at=moment, counts=counts
    )


def status(day: date, state: DayState = "published") -> DayStatus:
    has_edition = state in ("published", "revised", "incomplete")
    return DayStatus(day=day, state=state, edition=edition(day) if has_edition else None)


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| ") and "날짜" not in line]


def test_days_come_newest_first_under_their_month() -> None:
    text = render_index([status(date(2024, 11, 29)), status(date(2024, 12, 2))])
    places = ["## 2024년 12월", "12월 2일 (월)", "## 2024년 11월", "11월 29일 (금)"]
    assert [text.index(place) for place in places] == sorted(text.index(place) for place in places)


def test_a_missing_weekday_is_loud() -> None:
    text = render_index([status(date(2024, 11, 21)), status(date(2024, 11, 22), "missing")])
    assert rows(text)[0] == "| 11월 22일 (금) | ❗ 빠짐 | – | – |"


def test_a_month_without_any_run_is_one_loud_line() -> None:
    days = [status(date(2024, 10, 31)), *(status(date(2024, 11, n), "missing") for n in (1, 4, 5))]
    assert rows(render_index(days))[0] == "| 평일 3일 모두 | ❗ 빠짐 | – | – |"


def test_a_holiday_is_empty_and_not_missing() -> None:
    (row,) = rows(render_index([status(date(2024, 11, 28), "empty")]))
    assert row == "| 11월 28일 (목) | ⚪ 논문 없음 | – | – |"


def test_an_edition_is_linked_with_its_revision_and_counts() -> None:
    day = date(2024, 11, 22)
    revised = DayStatus(day=day, state="revised", edition=edition(day, 2, listed=21, held=2))
    (row,) = rows(render_index([revised]))
    assert "✅ 개정 (2판) | 21편 (보류 2편) | [논문 카드](2024/2024-11-22/cards.md) · " in row


def test_a_failed_day_with_an_older_edition_keeps_its_links() -> None:
    day = date(2024, 11, 22)
    failed = DayStatus(day=day, state="failed", edition=edition(day), reason="disk | full")
    (row,) = rows(render_index([failed]))
    assert "❌ 실패 (1판)" in row
    assert "2024/2024-11-22/bulletin.md" in row
    assert "disk" not in row


def test_an_index_of_nothing_says_so() -> None:
    assert render_index([]).endswith("아직 발행한 날이 없습니다.\n")
