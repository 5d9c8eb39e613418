"""Whole days with the store in PostgreSQL, and two processes that do the same range at once."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sample.standin import honest_responder
from tests.flows.published import edition_of

pytestmark = [
    pytest.mark.flow,
    pytest.mark.browser,
    pytest.mark.postgres,
    pytest.mark.xdist_group("flow"),
    pytest.mark.usefixtures("prefect_server"),
]

DAYS = [date(2024, 11, day) for day in (20, 21, 22, 25)]


def backfill() -> "subprocess.Popen[str]":
    from prefect.settings import PREFECT_API_URL

    environment = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value())}
    command = [sys.executable, "-m", "flows", "backfill", str(DAYS[0]), str(DAYS[-1])]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def test_two_processes_that_backfill_the_same_range_pay_for_each_answer_once(
    sample: Callable[..., Any], point_to: Callable[..., Path], recorded_days: Any, postgres_url: str
) -> None:
    from flows.daily import daily

    server = sample(recorded_days, honest_responder)
    server.app.traffic.latency_seconds["model"] = 0.2
    folder = point_to(server, NONMUN_DATABASE_URL=postgres_url)
    assert daily(day=DAYS[0]).outcome == "published"
    both = [backfill() for _ in range(2)]
    said = [process.communicate(timeout=150)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    paid = Counter(
        (asked.stage, asked.arxiv_id, asked.attempt)
        for asked in server.app.traffic.requests
        if asked.kind == "model" and asked.stage != "insight"
    )
    listed = [row["paper"]["arxiv_id"] for day in DAYS for row in edition_of(folder, day)["papers"]]
    assert len(listed) == 8 + 8 + 14 + 14
    assert {asked[1] for asked in paid} == set(listed)
    assert set(paid.values()) == {1}
    assert all(any(f"{day}: published" in text for text in said) for day in DAYS[1:]), (
        "each day was published by one of them"
    )
