"""Days done in several runs: by other settings, from the store alone, and by two at once."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sample.model import ModelReply, ModelRequest
from sample.standin import honest_responder
from tasks.days.status import day_statuses
from tasks.run.errors import DayIncomplete
from tasks.store import open_store
from tests.flows.published import edition_of, files

pytestmark = [
    pytest.mark.flow,
    pytest.mark.browser,
    pytest.mark.xdist_group("flow"),
    pytest.mark.usefixtures("prefect_server"),
]

DAY = date(2024, 11, 22)


def run() -> Any:
    from flows.daily import daily

    return daily(day=DAY)


def state_of_the_day() -> str:
    with open_store(os.environ["NONMUN_DATABASE_URL"]) as store:
        (status,) = day_statuses(DAY, DAY, store.editions(), store.latest_runs())
    return status.state


def declines(_: ModelRequest) -> ModelReply:
    return ModelReply(refusal="I cannot help with that.")


def test_a_day_whose_every_answer_was_declined_says_so_and_stays_incomplete(
    sample: Callable[..., Any],
    point_to: Callable[..., Path],
    item: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = sample({DAY: [item("2411.00001"), item("2411.00002")]}, declines)
    folder = point_to(server)
    with pytest.raises(DayIncomplete):
        run()
    edition = edition_of(folder, DAY)
    assert edition["engine"] == "openai"
    assert not edition["notices"]
    assert {row["reason"] for row in edition["papers"]} == {
        "언어 모델의 답을 기다리는 중이어서 우선 초록의 핵심 문장을 옮겼습니다."
    }
    assert state_of_the_day() == "incomplete"
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.delenv("OPENAI_BASE_URL")
    with pytest.raises(DayIncomplete):
        run()
    assert state_of_the_day() == "incomplete"


def test_insights_that_fail_alone_hold_back_nothing_else_and_come_with_the_next_run(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    def no_insights(request: ModelRequest) -> ModelReply:
        return declines(request) if request.stage == "insight" else honest_responder(request)

    server = sample({DAY: [item("2411.00001", title="Code generation with agents")]}, no_insights)
    folder = point_to(server)
    with pytest.raises(DayIncomplete, match="insight"):
        run()
    assert edition_of(folder, DAY)["papers"][0]["state"] == "verified"
    server.app.chat.respond = honest_responder
    assert run().outcome == "revised"
    assert state_of_the_day() == "revised"


def test_republished_days_have_the_same_bytes_without_network_and_model(
    sample: Callable[..., Any],
    point_to: Callable[..., Path],
    item: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from flows.republish import republish

    server = sample({DAY: [item("2411.00001"), item("2411.00002")]}, honest_responder)
    folder = point_to(server)
    run()
    before, asked = files(folder / "editions"), len(server.app.traffic.requests)
    monkeypatch.setenv("NONMUN_OUTPUT_DIR", str(folder / "again"))
    monkeypatch.setenv("NONMUN_MODEL", "another-model")
    assert republish(start=DAY, end=DAY) == (DAY,)
    assert files(folder / "again") == before
    assert len(server.app.traffic.requests) == asked


def test_two_runs_of_a_day_at_once_pay_for_it_once(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    from prefect.settings import PREFECT_API_URL

    items = [item(f"2411.0000{number}") for number in range(1, 5)]
    server = sample({DAY: items}, honest_responder)
    server.app.traffic.latency_seconds["model"] = 0.5
    point_to(server)
    environment = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value())}
    command = [sys.executable, "-m", "flows", "daily", "--date", str(DAY)]
    both = [
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    asked = Counter(
        (request.stage, request.arxiv_id, request.category, request.attempt)
        for request in server.app.traffic.requests
        if request.kind == "model"
    )
    assert len(asked) >= 2 * len(items)
    assert set(asked.values()) == {1}
    assert state_of_the_day() == "published"
