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
    tally.raise_if_pointless(has_answers=False)
    assert tally.missed == {"digest a": "no"}


def test_a_bug_in_one_paper_is_noted_in_one_line_and_stops_nothing() -> None:
    tally = Tally()
    assert tally.take("digest a", done(IndexError("list index\nout of range"))) is None
    tally.raise_if_pointless(has_answers=False)
    assert tally.missed == {"digest a": "IndexError: list index out of range"}


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
    assert spent.missed == {"a": "$0"}
