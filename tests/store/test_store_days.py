"""Editions and runs: the newest of each day."""

from datetime import date, timedelta, timezone

from tasks.records import DayRun, Outcome, PublishedEdition
from tasks.store import Store
from tests.store.store_makers import DAY, HOUR, NOON

TOMORROW = DAY + timedelta(days=1)


def make_edition(day: date = DAY, revision: int = 1) -> PublishedEdition:
    published_at = NOON + revision * HOUR
    counts = {"listed": 37, "verified": revision}
    return PublishedEdition(
        day=day, revision=revision, content_sha="c", published_at=published_at, counts=counts
    )


def make_run(outcome: Outcome, day: date = DAY, hours: int = 0) -> DayRun:
    return DayRun(day=day, outcome=outcome, finished_at=NOON + hours * HOUR, counts={"listed": 1})


def test_a_day_without_edition_has_none(store: Store) -> None:
    assert store.latest_edition(DAY) is None
    assert store.editions() == ()


def test_the_latest_edition_is_the_one_of_the_highest_revision(store: Store) -> None:
    for revision in (2, 10, 1, 9):
        store.save_edition(make_edition(revision=revision))
    store.save_edition(make_edition(TOMORROW))
    assert store.latest_edition(DAY) == make_edition(revision=10)
    assert store.editions() == (make_edition(revision=10), make_edition(TOMORROW))
    assert store.editions(TOMORROW, TOMORROW) == (make_edition(TOMORROW),)
    assert store.editions(end=DAY) == (make_edition(revision=10),)


def test_the_same_revision_is_stored_once(store: Store) -> None:
    store.save_edition(make_edition())
    revised = make_edition().model_copy(update={"content_sha": "d"})
    store.save_edition(revised)
    assert store.editions() == (revised,)


def test_the_latest_run_of_a_day_is_the_one_that_finished_last(store: Store) -> None:
    for run in (
        make_run("incomplete", hours=2),
        make_run("failed", hours=1),
        make_run("empty", TOMORROW),
        make_run("published", TOMORROW),
    ):
        store.save_run(run)
    assert store.latest_runs(DAY, TOMORROW) == (
        make_run("incomplete", hours=2),
        make_run("published", TOMORROW),
    )
    assert store.latest_runs(TOMORROW, TOMORROW) == (make_run("published", TOMORROW),)


def test_a_run_keeps_its_reason(store: Store) -> None:
    run = make_run("failed").model_copy(update={"reason": "Hugging Face는 응답하지 않습니다."})
    store.save_run(run)
    assert store.latest_runs(DAY, DAY) == (run,)


def test_times_come_back_in_utc_whatever_zone_they_had(store: Store) -> None:
    seoul = NOON.astimezone(timezone(9 * HOUR))
    store.save_edition(make_edition().model_copy(update={"published_at": seoul}))
    edition = store.latest_edition(DAY)
    assert edition is not None
    assert edition.published_at == NOON
    assert edition.published_at.utcoffset() == timedelta(0)
