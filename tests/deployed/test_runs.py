"""Runs started as Prefect's UI starts them: by the REST API, with JSON parameters."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sample.server import SampleApp
from tests.deployed.conftest import PAPERS, Inbox
from tests.deployed.driver import Driver

pytestmark = [
    pytest.mark.deployed,
    pytest.mark.timeout(400),
    pytest.mark.browser,
    pytest.mark.xdist_group("deployed"),
]


def test_a_day_started_by_hand_is_published_and_its_log_is_with_the_run(machine: Driver) -> None:
    run = machine.start_run("daily/kst-0900", {"day": "2024-11-18"})
    assert machine.ended(run)["type"] == "COMPLETED"
    edition = machine.edition(date(2024, 11, 18))
    assert edition is not None
    assert len(edition["papers"]) == PAPERS
    assert machine.get(f"flow_runs/{run}")["name"] == "daily-2024-11-18"
    of_the_run = {"flow_run_id": {"any_": [run]}}
    machine.wait(
        lambda: any(
            "2024-11-18: published" in line["message"]
            for line in machine.filter("logs", logs=of_the_run)
        )
    )


def test_a_run_scheduled_for_a_past_moment_publishes_the_day_before_that_moment(
    machine: Driver,
) -> None:
    run = machine.start_run("daily/kst-0900", {}, at=datetime(2024, 11, 20, tzinfo=UTC))
    assert machine.ended(run)["type"] == "COMPLETED"
    assert machine.edition(date(2024, 11, 19)) is not None
    assert machine.edition(date(2024, 11, 20)) is None


def test_a_backfill_with_the_parameters_of_the_form_publishes_its_days(machine: Driver) -> None:
    form = {
        "start": "2024-11-18",
        "end": "2024-11-19",
        "order": "oldest first",
        "days_in_flight": 2,
        "refresh": False,
        "force": False,
        "distributed": False,
        "chunk_days": 5,
        "workers": 4,
        "budget_usd": None,
    }
    run = machine.start_run("backfill/manual", form)
    assert machine.ended(run)["type"] == "COMPLETED"
    assert machine.edition(date(2024, 11, 18)) is not None
    assert machine.edition(date(2024, 11, 19)) is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"days_in_flight": 99},
        {"days_in_flight": "many"},
        {"order": "random"},
        {"chunk_days": 0},
        {"budget_usd": -1},
        {"start": None},
    ],
)
def test_a_value_outside_the_form_is_refused_before_there_is_a_run(
    wrong: dict[str, Any], machine: Driver
) -> None:
    answer = machine.trigger(
        "backfill/manual", {"start": "2024-11-18", "end": "2024-11-18", **wrong}
    )
    assert answer.status_code == 409
    assert next(iter(wrong)) in answer.text


def test_dates_that_cannot_be_fail_the_run_before_it_reads_or_pays_and_tell_somebody(
    machine: Driver, sources: SampleApp, inbox: Inbox
) -> None:
    before = len(sources.traffic.requests)
    swapped = {"start": "2024-11-19", "end": "2024-11-18"}
    never = {"start": "2024-02-30", "end": "2024-11-18"}
    runs = {
        machine.start_run("backfill/manual", swapped): "swap the two dates",
        machine.start_run("republish/manual", swapped): "swap the two dates",
        machine.start_run("republish/manual", never): "start: Input should be a valid date",
    }
    for run, reason in runs.items():
        state = machine.ended(run)
        assert state["type"] == "FAILED"
        assert reason in state["message"]
        machine.wait(lambda run=run, reason=reason: _was_told(inbox, run, reason))
    assert len(sources.traffic.requests) == before


def _was_told(inbox: Inbox, run: str, reason: str) -> bool:
    return any(run in str(told) and reason in str(told) for told in inbox.messages)
