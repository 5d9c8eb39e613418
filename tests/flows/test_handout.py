"""Pieces that are done, lost, done by others, or never taken, on a real store."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from prefect.states import Completed, Crashed, Failed, Pending, Running, State

from flows.handout import ATTEMPTS, Handout, Piece
from tasks.records import DayRun, Outcome
from tasks.store import Store, open_store

DAYS = [date(2024, 11, day) for day in (22, 21, 20, 19)]


class Bench:
    """Plays the workers: a test says what becomes of each run."""

    def __init__(self) -> None:
        self.pieces: dict[UUID, Piece] = {}
        self.states: dict[UUID, State] = {}
        self.cancelled: list[UUID] = []

    def start(self, piece: Piece) -> UUID:
        run = uuid4()
        self.pieces[run], self.states[run] = piece, Running()
        return run

    def state(self, run: UUID) -> State | None:
        return self.states[run]

    def cancel(self, run: UUID) -> None:
        self.cancelled.append(run)

    def end(self, state: State) -> Piece:
        """End the run that was started last."""
        run = list(self.pieces)[-1]
        self.states[run] = state
        return self.pieces[run]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'nonmun.db'}") as opened:
        yield opened


@pytest.fixture
def bench() -> Bench:
    return Bench()


def handout(store: Store, bench: Bench, *days: date, **options: Any) -> Handout:
    settings: dict[str, Any] = {"budget_usd": None, "by_model": True, "refresh": False}
    return Handout(store, bench, [days or tuple(DAYS)], **{**settings, **options})


def ended(day: date, outcome: Outcome, cost_usd: float = 0.0) -> DayRun:
    now = datetime.now(UTC)
    return DayRun(day=day, outcome=outcome, cost_usd=cost_usd, started_at=now, finished_at=now)


def test_the_days_of_a_piece_end_as_its_run_recorded_them(store: Store, bench: Bench) -> None:
    work = handout(store, bench)
    work.start_up_to(1)
    store.save_run(ended(DAYS[0], "empty"))
    store.save_run(ended(DAYS[1], "failed"))
    assert work.collect() == []
    bench.end(Failed())
    ends = {end.run.day: end.is_done for end in work.collect()}
    assert ends == {DAYS[0]: True, DAYS[1]: False}
    assert not work.waiting
    assert not work.under_way


def test_what_a_lost_piece_left_or_failed_is_handed_out_again_and_may_end_well(
    store: Store, bench: Bench
) -> None:
    work = handout(store, bench)
    work.start_up_to(1)
    store.save_run(ended(DAYS[0], "empty"))
    store.save_run(ended(DAYS[1], "failed"))
    bench.end(Crashed())
    assert [end.run.day for end in work.collect()] == [DAYS[0]]
    assert work.waiting[0].days == tuple(DAYS[1:])
    assert work.waiting[0].attempt == 2
    work.start_up_to(1)
    for day in DAYS[1:]:
        store.save_run(ended(day, "empty"))
    bench.end(Completed())
    assert all(end.is_done for end in work.collect())
    assert not work.waiting


def test_a_piece_that_is_lost_every_time_is_given_up(store: Store, bench: Bench) -> None:
    work = handout(store, bench)
    for _ in range(ATTEMPTS):
        work.start_up_to(1)
        bench.end(Crashed())
        assert work.collect() == []
    assert not work.waiting
    assert len(bench.pieces) == ATTEMPTS


def test_a_day_that_somebody_else_finished_meanwhile_is_done(store: Store, bench: Bench) -> None:
    store.save_run(ended(DAYS[0], "empty"))
    work = handout(store, bench, DAYS[0])
    work.start_up_to(1)
    bench.end(Completed())
    (end,) = work.collect()
    assert end.is_done


def test_with_refresh_only_a_new_run_makes_a_day_done(store: Store, bench: Bench) -> None:
    store.save_run(ended(DAYS[0], "empty"))
    work = handout(store, bench, DAYS[0], refresh=True)
    work.start_up_to(1)
    bench.end(Completed())
    assert work.collect() == []


def test_the_budget_is_shared_and_a_lost_piece_has_used_up_its_share(
    store: Store, bench: Bench
) -> None:
    pieces = [(day,) for day in DAYS]
    work = Handout(store, bench, pieces, budget_usd=1.0, by_model=True, refresh=False)
    work.start_up_to(1)
    store.save_run(ended(DAYS[0], "empty", cost_usd=0.1))
    assert bench.end(Completed()).budget_usd == pytest.approx(0.25)
    work.collect()
    work.start_up_to(1)
    assert bench.end(Crashed()).budget_usd == pytest.approx(0.3)
    work.collect()
    work.start_up_to(1)
    assert bench.end(Running()).budget_usd == pytest.approx(0.2)


def test_no_piece_is_begun_when_the_budget_is_spent(store: Store, bench: Bench) -> None:
    pieces = [(day,) for day in DAYS[:2]]
    work = Handout(store, bench, pieces, budget_usd=0.2, by_model=True, refresh=False)
    work.start_up_to(1)
    store.save_run(ended(DAYS[0], "empty", cost_usd=0.2))
    bench.end(Completed())
    work.collect()
    work.start_up_to(1)
    assert len(bench.pieces) == 1
    assert not work.waiting


@pytest.mark.parametrize("state", [Pending(), State(type="SCHEDULED")])
def test_a_piece_that_no_worker_begins_is_told_once(
    state: State, store: Store, bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    work = handout(store, bench)
    work.start_up_to(1)
    bench.end(state)
    (run,) = work.under_way
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    work.under_way[run] = Piece(tuple(DAYS), since=long_ago)
    work.collect()
    work.collect()
    assert caplog.text.count("no worker has begun it") == 1


def test_a_cancelled_range_cancels_the_pieces_under_way(store: Store, bench: Bench) -> None:
    work = handout(store, bench)
    work.start_up_to(1)
    work.cancel()
    assert bench.cancelled == list(bench.pieces)
