"""A worker and its run that are killed in the middle of a day."""

from collections import Counter
from datetime import date

import pytest

from sample.model import ModelReply, ModelRequest
from sample.server import SampleApp
from sample.standin import honest_responder
from sample.traffic import RequestInfo
from tests.deployed.conftest import PAPERS, Inbox
from tests.deployed.driver import Driver

pytestmark = [
    pytest.mark.deployed,
    pytest.mark.browser,
    pytest.mark.xdist_group("deployed"),
]

CRASHED_WITHIN_SECONDS = 120
"""What docs/operations.md promises."""

IN_FLIGHT = 4
"""NONMUN_CONCURRENCY of these tests."""


def test_a_killed_run_is_crashed_in_two_minutes_and_the_next_pays_for_nothing_twice(
    machine: Driver, sources: SampleApp, inbox: Inbox
) -> None:
    answered = 0

    def answer(request: ModelRequest) -> ModelReply:
        nonlocal answered
        answered += 1
        return honest_responder(request)

    sources.chat.respond = answer
    sources.traffic.latency_seconds["model"] = 2
    asked_before = len(sources.traffic.requests)

    def asked() -> list[tuple[object, ...]]:
        return [_call(info) for info in sources.traffic.requests[asked_before:] if _paid(info)]

    killed = machine.start_run("daily/kst-0900", {"day": "2024-11-22"})
    machine.wait(lambda: answered >= IN_FLIGHT and len(asked()) >= 2 * IN_FLIGHT)
    assert machine.worker is not None
    machine.worker.kill()
    in_flight = set(asked()[answered:])
    assert machine.state(killed)["type"] == "RUNNING"

    sources.traffic.latency_seconds.clear()
    machine.start_worker()
    second = machine.start_run("daily/kst-0900", {"day": "2024-11-22"})
    state = machine.ended(killed, CRASHED_WITHIN_SECONDS)
    assert state["type"] == "CRASHED"
    assert "No sign of life" in state["message"]
    machine.wait(lambda: any("No sign of life" in m["message"] for m in inbox.messages))

    assert machine.ended(second, CRASHED_WITHIN_SECONDS)["type"] == "COMPLETED"
    edition = machine.edition(date(2024, 11, 22))
    assert edition is not None
    assert len(edition["papers"]) == PAPERS
    twice = {call for call, times in Counter(asked()).items() if times > 1}
    assert twice <= in_flight
    assert max(Counter(asked()).values()) <= 2


def _paid(info: RequestInfo) -> bool:
    return info.kind == "model"


def _call(info: RequestInfo) -> tuple[object, ...]:
    return info.stage, info.arxiv_id, info.category, info.attempt
