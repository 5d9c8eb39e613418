"""The services of docker-compose.yml, started one after the other as processes, without an engine.

What an engine adds is not tried here: images, networks, volumes and limits.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.compose.processes import Stack, postgres_programs

pytestmark = [
    pytest.mark.deployed,
    pytest.mark.postgres,
    pytest.mark.xdist_group("deployed"),
]

INTRODUCED_WITHIN_SECONDS = 30
ANSWER_WITHIN_SECONDS = 60
"""A server that starts on a busy machine takes its time."""


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """Postgres, server and worker up and healthy, after the bootstrap has run."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's initdb and pg_ctl are not installed")
    # Not pytest's own folder, which user postgres may not enter.
    with tempfile.TemporaryDirectory(prefix="nonmun-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        stack = Stack(folder, programs)
        try:
            stack.start("postgres")
            stack.start("server")
            bootstrap = stack.run_once("bootstrap")
            assert bootstrap.returncode == 0, bootstrap.stdout + bootstrap.stderr
            stack.start("worker")
            yield stack
        finally:
            stack.close()


def asked(url: str) -> Any:
    """What the server answers to a question for all there is."""
    return httpx.post(url, json={}, timeout=ANSWER_WITHIN_SECONDS).raise_for_status().json()


def fetched(url: str) -> httpx.Response:
    """What a browser gets."""
    return httpx.get(url, follow_redirects=True, timeout=ANSWER_WITHIN_SECONDS)


def statuses_of_workers(api: str) -> list[str]:
    """What the server says of its workers; a healthy one may still be about to introduce itself."""
    deadline = time.monotonic() + INTRODUCED_WITHIN_SECONDS
    while time.monotonic() < deadline:
        workers = asked(f"{api}/work_pools/nonmun/workers/filter")
        if workers:
            return [worker["status"] for worker in workers]
        time.sleep(0.5)
    return []


def test_a_worker_waits_in_the_pool_that_the_bootstrap_made(stack: Stack) -> None:
    api = stack.environment("worker")["PREFECT_API_URL"]
    assert statuses_of_workers(api) == ["ONLINE"]
    deployments = asked(f"{api}/deployments/filter")
    assert {item["work_pool_name"] for item in deployments} == {"nonmun"}
    assert "daily" in {item["entrypoint"].rpartition(":")[2] for item in deployments}


def test_the_browser_gets_pages_that_ask_the_published_port(stack: Stack) -> None:
    pages = f"http://127.0.0.1:{stack.ui_port}"
    assert fetched(f"{pages}/ui-settings").json()["api_url"] == f"{pages}/api"
    assert "<html" in fetched(pages).text
    assert (stack.folders["/data"] / "ui").is_dir()


def test_a_command_run_in_the_workers_place_reaches_the_store(stack: Stack) -> None:
    done = stack.run_once("worker", "python", "-m", "flows", "status", "2024-11-21", "2024-11-22")
    assert done.returncode == 1, done.stderr
    assert "2024-11-22" in done.stdout
    assert "missing" in done.stdout


def test_a_stopped_worker_is_no_longer_healthy_and_ends_in_peace(stack: Stack) -> None:
    assert stack.health("worker") == 0
    assert stack.stop("worker") == 0, stack.log("worker")
    assert stack.health("worker") != 0
