"""A backfill handed out to two workers, which share a store in PostgreSQL."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deployments.processes import Child, wait_until
from sample.server import SampleApp
from sample.standin import honest_responder
from tests.deployed.driver import Driver

pytestmark = [
    pytest.mark.deployed,
    pytest.mark.timeout(400),
    pytest.mark.browser,
    pytest.mark.postgres,
    pytest.mark.xdist_group("deployed"),
]

DAYS = [date(2024, 10, day) for day in (14, 15, 16, 17, 18)]
PAPERS = 3


@pytest.fixture
def lists(sources: SampleApp, item: Any) -> dict[date, list[Any]]:
    """Days of their own papers, and of one paper that is on each of them."""
    on_all = item("2410.09999", title="Code generation with agents")
    lists = {
        day: [on_all, *(item(f"2410.{day.day}00{number}") for number in range(1, PAPERS))]
        for day in DAYS
    }
    sources.huggingface.days = {**sources.huggingface.days, **lists}
    sources.chat.respond = honest_responder
    sources.traffic.latency_seconds["model"] = 0.2
    return lists


@pytest.fixture
def two_workers(machine: Driver, postgres_url: str, tmp_path: Path) -> Iterator[list[Child]]:
    """Two workers with one store and one folder, in place of the one of other tests."""
    shared = {
        **machine.settings,
        "NONMUN_DATABASE_URL": postgres_url,
        "NONMUN_OUTPUT_DIR": str(tmp_path / "editions"),
    }
    assert machine.worker is not None
    machine.worker.kill()
    workers = [Child(f"worker {number}", ["-m", "deployments.worker"], shared) for number in (1, 2)]
    try:
        yield workers
        for worker in workers:
            worker.terminate()
        assert wait_until(lambda: all(worker.exit_code == 0 for worker in workers), 30)
    finally:
        for worker in workers:
            worker.kill()
        machine.start_worker()


def test_pieces_go_to_both_workers_and_each_answer_is_paid_once(
    machine: Driver,
    sources: SampleApp,
    lists: dict[date, list[Any]],
    two_workers: list[Child],
    tmp_path: Path,
) -> None:
    before = len(sources.traffic.requests)
    run = machine.start_run(
        "backfill/manual",
        {
            "start": str(DAYS[0]),
            "end": str(DAYS[-1]),
            "distributed": True,
            "chunk_days": 2,
            "workers": 3,
        },
    )
    state = machine.ended(run, 150)
    assert state["type"] == "COMPLETED", state
    of_pieces = {"id": {"any_": [machine.deployment("backfill/chunk")["id"]]}}
    pieces = machine.filter("flow_runs", deployments=of_pieces)
    assert {piece["name"] for piece in pieces} == {
        "backfill-2024-10-17-2024-10-18",
        "backfill-2024-10-15-2024-10-16",
        "backfill-2024-10-14-2024-10-14",
    }
    published = {path.parent.name for path in (tmp_path / "editions").glob("*/*/edition.json")}
    assert published == {str(day) for day in DAYS}
    paid = Counter(
        (asked.stage, asked.arxiv_id, asked.attempt)
        for asked in sources.traffic.requests[before:]
        if asked.kind == "model" and asked.stage != "insight"
    )
    listed = {entry["paper"]["id"] for entries in lists.values() for entry in entries}
    assert {asked[1] for asked in paid} == listed
    assert set(paid.values()) == {1}
