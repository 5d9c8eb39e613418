from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from flows.rounds import in_rounds
from flows.tally import Tally
from tasks.errors import AnswerRefused, BudgetExhausted, ModelRejectedKey, ModelUnreachable


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

        in_rounds([1, 2, 3], lambda job: pool.submit(lambda: job), collect)  # type: ignore[arg-type]
    assert sorted(collected) == [1, 2, 3, 11, 12, 13, 21, 22, 23]


def test_no_jobs_are_no_work() -> None:
    in_rounds([], lambda job: pytest.fail("nothing to submit"), lambda job, future: None)


def test_one_failed_paper_is_noted_and_stops_nothing() -> None:
    tally = Tally()
    assert tally.take("digest a", done(AnswerRefused("no"))) is None
    assert tally.take("digest b", done("text")) == "text"
    tally.raise_if_pointless()
    assert tally.missed == {"digest a": "no"}


def test_a_model_that_never_answered_ends_the_run_but_one_that_answered_once_does_not() -> None:
    silent = Tally()
    silent.take("a", done(ModelUnreachable("gone")))
    with pytest.raises(ModelUnreachable):
        silent.raise_if_pointless()
    flaky = Tally()
    flaky.take("a", done("text"))
    flaky.take("b", done(ModelUnreachable("gone")))
    flaky.raise_if_pointless()
    assert flaky.missed == {"b": "gone"}


def test_a_refused_key_ends_the_run_and_a_spent_budget_does_not() -> None:
    refused = Tally()
    refused.take("a", done("text"))
    refused.take("b", done(ModelRejectedKey("401")))
    with pytest.raises(ModelRejectedKey):
        refused.raise_if_pointless()
    spent = Tally()
    spent.take("a", done(BudgetExhausted("$0")))
    spent.raise_if_pointless()
    assert spent.missed == {"a": "$0"}
