from datetime import UTC, date, datetime

from tasks.days.status import day_statuses, unsettled_days
from tasks.records import DayRun, Outcome, PublishedEdition

NOW = datetime(2024, 11, 26, tzinfo=UTC)
FRIDAY, SATURDAY, MONDAY = date(2024, 11, 22), date(2024, 11, 23), date(2024, 11, 25)


def edition(day: date, revision: int = 1, pending: int = 0) -> PublishedEdition:
    counts = {"pending": pending}
    return PublishedEdition(
        day=day, revision=revision, content_sha="0", published_at=NOW, counts=counts
    )


def run(day: date, outcome: Outcome, reason: str | None = None) -> DayRun:
    return DayRun(day=day, outcome=outcome, reason=reason, finished_at=NOW)


def test_weekday_without_a_run_is_missing_and_a_weekend_is_not_shown() -> None:
    statuses = day_statuses(FRIDAY, MONDAY, [], [])
    assert [(status.day, status.state) for status in statuses] == [
        (FRIDAY, "missing"),
        (MONDAY, "missing"),
    ]


def test_second_revision_is_revised() -> None:
    (status,) = day_statuses(FRIDAY, FRIDAY, [edition(FRIDAY, 2)], [run(FRIDAY, "revised")])
    assert status.state == "revised"


def test_a_failed_look_at_a_whole_edition_is_told_and_an_unfinished_one_is_incomplete() -> None:
    statuses = day_statuses(
        FRIDAY,
        MONDAY,
        [edition(FRIDAY, pending=2), edition(MONDAY)],
        [run(FRIDAY, "incomplete", "2 papers"), run(MONDAY, "failed", "no answer")],
    )
    assert [(status.state, status.reason) for status in statuses] == [
        ("incomplete", "2 papers"),
        ("published", "no answer"),
    ]


def test_holiday_is_empty_and_not_missing() -> None:
    (status,) = day_statuses(MONDAY, MONDAY, [], [run(MONDAY, "empty", "no papers")])
    assert (status.state, status.reason) == ("empty", "no papers")


def test_weekend_with_an_edition_is_shown() -> None:
    (status,) = day_statuses(SATURDAY, SATURDAY, [edition(SATURDAY)], [])
    assert status.state == "published"


def test_an_edition_with_missing_answers_is_incomplete_whatever_the_last_run_says() -> None:
    (status,) = day_statuses(FRIDAY, FRIDAY, [edition(FRIDAY, pending=3)], [])
    assert status.state == "incomplete"
    assert "3" in (status.reason or "")


def test_a_day_is_settled_when_it_was_whole_or_empty_after_its_list_had_closed() -> None:
    days = [FRIDAY, SATURDAY, MONDAY]
    editions = [edition(FRIDAY)]
    runs = [run(FRIDAY, "unchanged"), run(SATURDAY, "empty"), run(MONDAY, "failed", "no network")]
    assert unsettled_days(days, editions, runs, by_model=False) == [MONDAY]


def test_a_day_that_was_read_while_its_list_was_open_is_not_settled() -> None:
    begun = datetime(2024, 11, 22, 23, 59, tzinfo=UTC)
    ended = run(FRIDAY, "published").model_copy(update={"started_at": begun})
    assert unsettled_days([FRIDAY], [edition(FRIDAY)], [ended], by_model=False) == [FRIDAY]


def test_an_edition_without_a_model_is_settled_only_for_who_has_none() -> None:
    done = {"editions": [edition(FRIDAY)], "runs": [run(FRIDAY, "published")]}
    assert unsettled_days([FRIDAY], **done, by_model=True) == [FRIDAY]
    assert unsettled_days([FRIDAY], **done, by_model=False) == []


def test_an_incomplete_edition_and_a_day_without_a_run_are_not_settled() -> None:
    incomplete, runs = edition(FRIDAY, pending=1), [run(FRIDAY, "unchanged")]
    days = [MONDAY, FRIDAY]
    assert unsettled_days(days, [incomplete], runs, by_model=False) == days


def test_a_day_whose_list_could_not_be_read_whole_is_incomplete_and_not_settled() -> None:
    half = run(FRIDAY, "incomplete", "2411.00001").model_copy(update={"counts": {"unread": 1}})
    (status,) = day_statuses(FRIDAY, FRIDAY, [edition(FRIDAY)], [half])
    assert (status.state, status.reason) == ("incomplete", "2411.00001")
    assert unsettled_days([FRIDAY], [edition(FRIDAY)], [half], by_model=False) == [FRIDAY]
