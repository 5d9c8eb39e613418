from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.rounds import in_rounds
from flows.tally import Tally
from tasks.run.errors import AnswerRefused, BudgetExhausted, ModelRejectedKey, ModelUnreachable


def done(outcome: object) -> Any:
    future: Future[object] = Future()
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
    return future


def test_a_refused_job_is_submitted_again_without_waiting_for_the_others() -> None:
    collected: list[int] = []
    with ThreadPoolExecutor(4) as pool:

        def collect(job: int, future: Any) -> int | None:
            collected.append(future.result())
            return job + 10 if job < 20 else None

        in_rounds([1, 2, 3], lambda job: pool.submit(lambda: job), collect, at_once=4)  # type: ignore[arg-type]
    assert sorted(collected) == [1, 2, 3, 11, 12, 13, 21, 22, 23]


def test_a_repair_goes_before_all_that_have_not_begun() -> None:
    submitted: list[int] = []

    def submit(job: int) -> Any:
        submitted.append(job)
        return done(job)

    repaired = {1: 11, 11: 21}
    in_rounds([1, 2, 3], submit, lambda job, _: repaired.get(job), at_once=1)
    assert submitted == [1, 11, 21, 2, 3]


@given(jobs=st.integers(0, 30), at_once=st.integers(1, 8))
def test_no_more_are_under_way_than_allowed_and_none_is_forgotten(jobs: int, at_once: int) -> None:
    under_way: list[int] = []
    collected: list[int] = []

    def submit(job: int) -> Any:
        under_way.append(job)
        assert len(under_way) <= at_once
        return done(job)

    def collect(job: int, _: Any) -> int | None:
        under_way.remove(job)
        collected.append(job)
        return None if job % 3 else job + 1

    in_rounds(range(jobs), submit, collect, at_once=at_once)
    follow_ups = [job + 1 for job in range(0, jobs, 3)]
    assert sorted(collected) == sorted([*range(jobs), *follow_ups])


def test_no_jobs_are_no_work() -> None:
    in_rounds([], lambda job: pytest.fail("nothing to submit"), lambda job, future: None, at_once=1)


def test_one_failed_paper_is_noted_and_stops_nothing() -> None:
    tally = Tally()
    assert tally.take("digest a", done(AnswerRefused("no"))) is None
    assert tally.take("digest b", done("text")) == "text"
    tally.raise_if_pointless(has_answers=False)
    assert {name: str(error) for name, error in tally.missed.items()} == {"digest a": "no"}


def test_a_bug_in_one_paper_is_noted_in_one_line_and_stops_nothing() -> None:
    tally = Tally()
    assert tally.take("digest a", done(IndexError("list index\nout of range"))) is None
    tally.raise_if_pointless(has_answers=False)
    assert {name: str(error) for name, error in tally.missed.items()} == {
        "digest a": "IndexError: list index out of range"
    }


def test_a_silent_model_ends_the_run_only_when_there_is_nothing_to_publish() -> None:
    tally = Tally()
    tally.take("a", done(ModelUnreachable("gone")))
    tally.raise_if_pointless(has_answers=True)
    with pytest.raises(ModelUnreachable):
        tally.raise_if_pointless(has_answers=False)


def test_a_refused_key_ends_the_run_and_a_spent_budget_does_not() -> None:
    refused = Tally()
    refused.take("a", done(ModelRejectedKey("401")))
    with pytest.raises(ModelRejectedKey):
        refused.raise_if_pointless(has_answers=True)
    spent = Tally()
    spent.take("a", done(BudgetExhausted("$0")))
    spent.raise_if_pointless(has_answers=False)
    assert {name: str(error) for name, error in spent.missed.items()} == {"a": "$0"}
