"""A range that is killed again and again ends like one that was left alone."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sample.server import days_in
from sample.standin import honest_responder
from tests.flows.published import files

pytestmark = [
    pytest.mark.flow,
    pytest.mark.browser,
    pytest.mark.xdist_group("flow"),
    pytest.mark.usefixtures("prefect_server"),
]

RANGE = ("2024-10-16", "2024-11-25")
KILLS = 3
GRACE_SECONDS = 1.5
"""An answer that went out so short before a kill may not have been stored by a busy machine."""


def backfill() -> "subprocess.Popen[str]":
    from prefect.settings import PREFECT_API_URL

    environment = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value())}
    return subprocess.Popen(
        [sys.executable, "-m", "flows", "backfill", *RANGE],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def call(asked: Any) -> tuple[Any, ...]:
    return (asked.stage, asked.arxiv_id, asked.category, asked.attempt)


def calls_to(server: Any) -> Counter[tuple[Any, ...]]:
    """How often each answer was asked for; a request cut off while it was sent asks for none."""
    asked = (one for one in server.app.traffic.requests if one.kind == "model" and one.stage)
    return Counter(map(call, asked))


def test_a_range_killed_three_times_at_random_ends_as_if_it_had_not_been(
    sample: Callable[..., Any],
    point_to: Callable[..., Path],
    shared_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lists = days_in(shared_data / "hf_daily" / "early")
    calm = sample(lists, honest_responder)
    folder = point_to(calm, NONMUN_MODEL="stand-in")
    undisturbed = backfill()
    said = undisturbed.communicate(timeout=150)[1]
    assert undisturbed.returncode == 0, said
    calls = calls_to(calm)

    server = sample(lists, honest_responder)
    traffic = server.app.traffic
    traffic.latency_seconds["model"] = 0.2
    point_to(
        server,
        NONMUN_MODEL="stand-in",
        NONMUN_DATABASE_URL=f"sqlite:///{tmp_path / 'killed.db'}",
        NONMUN_OUTPUT_DIR=str(tmp_path / "killed"),
    )
    monkeypatch.setenv("PREFECT_RESULTS_LOCAL_STORAGE_PATH", str(tmp_path / "results"))
    random = Random(os.environ.get("NONMUN_SEED", "2024"))
    lost: Counter[tuple[Any, ...]] = Counter()
    for _ in range(KILLS):
        process = backfill()
        asked_before = traffic.count("model")
        wait_for = random.randrange(1, sum(calls.values()) // (KILLS + 1))
        deadline = time.monotonic() + 60
        while traffic.count("model") < asked_before + wait_for and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        lost.update(
            call(asked) for asked in traffic.unanswered("model", time.monotonic() - GRACE_SECONDS)
        )
        process.communicate()
        time.sleep(GRACE_SECONDS)
    last = backfill()
    said = last.communicate(timeout=150)[1]
    assert last.returncode == 0, said

    paid = calls_to(server)
    assert paid.keys() == calls.keys()
    assert not paid - calls - lost, "paid twice, and not in flight at a kill"
    _assert_same(files(tmp_path / "killed"), files(folder / "editions"))


def _assert_same(found: dict[str, bytes], wanted: dict[str, bytes]) -> None:
    """The same files with the same content, but for the times."""
    assert found.keys() == wanted.keys()
    times = ("발행 시각", '"published_at"')
    for name, data in wanted.items():
        for one, other in zip(data.splitlines(), found[name].splitlines(), strict=True):
            assert one == other or any(word in one.decode() for word in times), name
