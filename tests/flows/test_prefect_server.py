"""Prefect's own server beside a command: its start, and what is said when it does not start."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from flows.prefect_server import STARTS, PrefectServer
from tasks.run.errors import ServerNotStarted


def test_the_server_answers_and_ends_with_the_command(tmp_path: Path) -> None:
    server = PrefectServer({"PREFECT_HOME": str(tmp_path)})
    try:
        url = server.wait(120)
        assert httpx.get(f"{url}/health", trust_env=False).json() is True
    finally:
        server.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/health", trust_env=False)


def test_a_server_that_dies_is_started_again_and_then_given_up(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server = PrefectServer({"PYTHONHOME": str(tmp_path)})  # Python finds no library there
    with pytest.raises(ServerNotStarted, match="set PREFECT_API_URL"):
        server.wait(60)
    server.stop()
    assert capfd.readouterr().err.count("Fatal Python error") == STARTS


def test_starting_prefect_imports_no_server_into_the_process_of_the_run() -> None:
    code = (
        "import sys, flows.daily, flows.backfill, flows.republish\n"
        "sys.exit(any(name.startswith('prefect.server') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
