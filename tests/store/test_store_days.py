"""Editions and runs: the newest of each day."""

from datetime import date, timedelta, timezone

import pytest

from tasks.records import DayRun, EditionChanges, Outcome, PaperMark, PublishedEdition
from tasks.store import Store
from tests.store.store_makers import DAY, HOUR, NOON, A, B, C, record

YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
MARKS = {
    B: PaperMark(votes=9, abstract_sha="b", state="verified", text_sha="한"),
    A: PaperMark(votes=5, abstract_sha="a", state="held", text_sha=""),
}
CHANGES = EditionChanges(added=(C, A), votes=2, abstracts=(B,), rewritten=(A,), rest=True)


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


@pytest.mark.parametrize("changes", [None, EditionChanges(), CHANGES])
def test_the_latest_edition_remembers_its_papers_and_changes(
    store: Store, changes: EditionChanges | None
) -> None:
    edition = make_edition().model_copy(update={"papers": MARKS, "changes": changes})
    store.save_edition(edition)
    latest = store.latest_edition(DAY)
    assert latest == edition
    assert latest is not None
    assert [*latest.papers] == [B, A]


def test_an_overview_of_editions_leaves_out_papers_and_changes(store: Store) -> None:
    marked = {"papers": MARKS, "changes": CHANGES}
    store.save_edition(make_edition().model_copy(update=marked))
    assert store.editions() == (make_edition(),)


def test_the_first_day_is_none_in_an_empty_store(store: Store) -> None:
    assert store.first_day() is None


def test_the_first_day_is_the_earliest_with_a_list_an_edition_or_a_run(store: Store) -> None:
    store.save_edition(make_edition(TOMORROW))
    assert store.first_day() == TOMORROW
    record(store, (A, 5))
    assert store.first_day() == DAY
    store.save_run(make_run("failed", YESTERDAY))
    assert store.first_day() == YESTERDAY
    store.save_edition(make_edition(YESTERDAY - timedelta(days=1)))
    assert store.first_day() == YESTERDAY - timedelta(days=1)


def test_the_latest_run_of_a_day_is_the_one_added_last_whatever_the_clock_said(
    store: Store,
) -> None:
    for run in (
        make_run("failed", hours=2),
        make_run("incomplete", hours=1),
        make_run("empty", TOMORROW),
        make_run("published", TOMORROW),
    ):
        store.save_run(run)
    assert store.latest_runs(DAY, TOMORROW) == (
        make_run("incomplete", hours=1),
        make_run("published", TOMORROW),
    )
    assert store.latest_runs(TOMORROW, TOMORROW) == (make_run("published", TOMORROW),)


def test_a_run_keeps_its_reason(store: Store) -> None:
    run = make_run("failed").model_copy(update={"reason": "Hugging Face는 응답하지 않습니다."})
    store.save_run(run)
    assert store.latest_runs(DAY, DAY) == (run,)


@pytest.mark.parametrize("cost", [None, 0.0, 1.25])
def test_a_run_keeps_what_it_cost_and_that_a_price_is_not_known(
    store: Store, cost: float | None
) -> None:
    run = make_run("published").model_copy(update={"cost_usd": cost})
    store.save_run(run)
    assert store.latest_runs(DAY, DAY) == (run,)


def test_times_come_back_in_utc_whatever_zone_they_had(store: Store) -> None:
    seoul = NOON.astimezone(timezone(9 * HOUR))
    store.save_edition(make_edition().model_copy(update={"published_at": seoul}))
    edition = store.latest_edition(DAY)
    assert edition is not None
    assert edition.published_at == NOON
    assert edition.published_at.utcoffset() == timedelta(0)
