"""A killed run pays again only for what it had not stored, and ends like one left alone."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sample.standin import honest_responder
from sample.traffic import Fault, RequestInfo
from tasks.store import open_store
from tests.flows.published import files
from tests.waiting import NOTICE_SECONDS, wait_until

pytestmark = [
    pytest.mark.flow,
    pytest.mark.browser,
    pytest.mark.xdist_group("flow"),
    pytest.mark.usefixtures("prefect_server"),
]

RANGE = ("2024-10-16", "2024-11-25")
DAY = date(2024, 11, 22)
KILLS = 3
Call = tuple[Any, ...]


def start(*command: str) -> "subprocess.Popen[str]":
    from prefect.settings import PREFECT_API_URL

    environment = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value())}
    return subprocess.Popen(
        [sys.executable, "-m", "flows", *command],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill(process: "subprocess.Popen[str]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    time.sleep(NOTICE_SECONDS)


def call(asked: RequestInfo) -> Call:
    return (asked.stage, asked.arxiv_id, asked.category, asked.attempt)


def calls_to(server: Any) -> Counter[Call]:
    """How often each answer was asked for; a request cut off while it was sent asks for none."""
    asked = (one for one in server.app.traffic.requests if one.kind == "model" and one.stage)
    return Counter(map(call, asked))


def stored(database: Path) -> Counter[Call]:
    """How often each answer is in the store: a synthesis once for each day."""
    with closing(sqlite3.connect(database, timeout=30)) as store:
        return Counter(
            store.execute(
                "SELECT stage, arxiv_id, NULL, attempt FROM generations "
                "UNION ALL SELECT 'insight', NULL, category, attempt FROM insights"
            )
        )


@pytest.mark.timeout(400)  # a minute when the machine has nothing else to do
def test_a_range_killed_three_times_at_random_ends_as_if_it_had_not_been(
    sample: Callable[..., Any],
    point_to: Callable[..., Path],
    recorded_days: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lists = recorded_days
    calm = sample(lists, honest_responder)
    folder = point_to(calm, NONMUN_MODEL="stand-in")
    undisturbed = start("backfill", *RANGE)
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
    for _ in range(KILLS):
        process = start("backfill", *RANGE)
        asked_before = traffic.count("model")
        wait_for = random.randrange(1, sum(calls.values()) // (KILLS + 1))
        wait_until(
            lambda enough=asked_before + wait_for: traffic.count("model") >= enough,
            patience_seconds=60,
            every=0.01,
        )
        kill(process)
    in_flight = calls_to(server) - stored(tmp_path / "killed.db")
    last = start("backfill", *RANGE)
    said = last.communicate(timeout=150)[1]
    assert last.returncode == 0, said

    paid = calls_to(server)
    assert paid.keys() == calls.keys()
    assert not paid - calls - in_flight, "paid twice, and not in flight at a kill"
    _assert_same(files(tmp_path / "killed"), files(folder / "editions"))


def test_a_killed_day_pays_again_only_for_the_call_that_was_out(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    from flows.writing import prompt_versions

    ids = [f"2411.{number:05}" for number in range(1, 7)]
    server = sample({DAY: [item(one) for one in ids]}, honest_responder)
    held = ("digest", ids[0], None, 1)
    traffic = server.app.traffic
    traffic.faults = lambda asked: Fault(delay_seconds=100) if call(asked) == held else None
    point_to(server)

    def all_others_are_stored() -> bool:
        missing = store.missing(DAY, prompt_versions(), os.environ["NONMUN_MODEL"])
        return [(stage, paper.arxiv_id) for paper, stage in missing] == [held[:2]]

    process = start("daily", "--date", str(DAY))
    with open_store(os.environ["NONMUN_DATABASE_URL"]) as store:
        wait_until(all_others_are_stored, patience_seconds=60, every=0.05)
    kill(process)

    traffic.faults = lambda _: None
    again = start("daily", "--date", str(DAY))
    said = again.communicate(timeout=60)[1]
    assert again.returncode == 0, said
    assert {one for one, times in calls_to(server).items() if times > 1} == {held}
    assert calls_to(server)[held] == 2


def _assert_same(found: dict[str, bytes], wanted: dict[str, bytes]) -> None:
    """The same files with the same content, but for the times."""
    assert found.keys() == wanted.keys()
    times = ("발행 시각", '"published_at"')
    for name, data in wanted.items():
        for one, other in zip(data.splitlines(), found[name].splitlines(), strict=True):
            assert one == other or any(word in one.decode() for word in times), name
