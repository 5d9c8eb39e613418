"""A worker and its run that are killed in the middle of a day."""

import time
from collections import Counter
from datetime import date

import pytest

from sample.model import ModelReply, ModelRequest
from sample.server import SampleApp
from sample.standin import honest_responder
from sample.traffic import RequestInfo
from tasks.store import open_store
from tests.deployed.conftest import PAPERS, Inbox
from tests.deployed.driver import Driver
from tests.waiting import NOTICE_SECONDS

pytestmark = [
    pytest.mark.deployed,
    pytest.mark.timeout(400),
    pytest.mark.browser,
    pytest.mark.xdist_group("deployed"),
    pytest.mark.timeout(400),  # the wait for silence, and for the place of the dead run
]

Call = tuple[str | None, str | None, str | None, int | None]

CRASHED_WITHIN_SECONDS = 120
"""What docs/operations.md promises."""

IN_FLIGHT = 4
"""NONMUN_CONCURRENCY of these tests."""


def test_a_killed_run_is_crashed_in_two_minutes_and_the_next_pays_for_nothing_twice(
    machine: Driver, sources: SampleApp, inbox: Inbox
) -> None:
    day = date(2024, 11, 22)
    answered: set[Call] = set()

    def answer(request: ModelRequest) -> ModelReply:
        answered.add(_call(request))
        return honest_responder(request)

    def asked() -> list[Call]:
        return [_call(info) for info in sources.traffic.requests[before:] if info.kind == "model"]

    def is_in_the_middle() -> bool:
        with open_store(machine.settings["NONMUN_DATABASE_URL"]) as store:
            stored = len(store.answers(day))
        return IN_FLIGHT <= stored == len(answered) and len(asked()) > len(answered)

    sources.chat.respond = answer
    sources.traffic.latency_seconds["model"] = 4
    before = len(sources.traffic.requests)
    killed = machine.start_run("daily/kst-0900", {"day": str(day)})
    machine.wait(is_in_the_middle)
    answered_before = set(answered)
    assert machine.worker is not None
    machine.worker.kill()
    time.sleep(NOTICE_SECONDS)
    in_flight = set(asked()) - answered_before
    assert machine.state(killed)["type"] == "RUNNING"

    sources.traffic.latency_seconds.clear()
    machine.start_worker()
    second = machine.start_run("daily/kst-0900", {"day": str(day)})
    state = machine.ended(killed, CRASHED_WITHIN_SECONDS)
    assert state["type"] == "CRASHED"
    assert "No sign of life" in state["message"]
    machine.wait(lambda: any("No sign of life" in m["message"] for m in inbox.messages))

    assert machine.ended(second, CRASHED_WITHIN_SECONDS)["type"] == "COMPLETED"
    edition = machine.edition(day)
    assert edition is not None
    assert len(edition["papers"]) == PAPERS
    times = Counter(asked())
    assert max(times.values()) <= 2
    assert {call for call in times if times[call] == 2} == in_flight


def _call(request: ModelRequest | RequestInfo) -> Call:
    return request.stage, request.arxiv_id, request.category, request.attempt
