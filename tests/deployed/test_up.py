"""`make up` as a process: one command starts all, and one signal ends all."""

import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import httpx
import pytest

from deployments.processes import descendants
from deployments.steps import ROOT
from sample.server import SampleApp
from tasks.store import open_store
from tests.deployed.driver import Driver, free_port

pytestmark = [pytest.mark.deployed, pytest.mark.timeout(400), pytest.mark.xdist_group("deployed")]


@pytest.fixture
def port() -> int:
    return free_port()


class Command:
    """`make up` on a port, whose lines are read until it is ready and when it has ended."""

    def __init__(self, settings: dict[str, str], port: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "deployments.up", "--port", str(port)],
            cwd=ROOT,
            env=settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def __enter__(self) -> "Command":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.end(signal.SIGTERM)

    def ready(self) -> str:
        """What it says until its worker has started."""
        assert self._process.stdout is not None
        said = ""
        for line in self._process.stdout:
            said += line
            if "Worker '" in line and "started" in line:
                return said
        raise AssertionError(f"it ended before it was ready:\n{said}")

    def below(self) -> set[int]:
        """The processes that it has started."""
        return descendants(self._process.pid)

    def end(self, number: signal.Signals | None = None) -> tuple[int, str]:
        """Wait for its end, if need be after a signal; its exit code and what it still said."""
        if number is not None:
            self._process.send_signal(number)
        said, _ = self._process.communicate(timeout=60)
        return self._process.returncode, said


@pytest.fixture(scope="module")
def usual(settings: dict[str, str]) -> dict[str, str]:
    """The settings, with Prefect's data in a file, as most who say `make up` have it."""
    database = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
    return {name: value for name, value in settings.items() if name != database}


@pytest.fixture(scope="module")
def backup(usual: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the database after the first start, made as docs/operations.md says."""
    home, backup = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("backup") / "backup.db"
    with Command({**usual, "PREFECT_HOME": str(home)}, free_port()) as command:
        assert re.search(r"\d+ changes\.", command.ready())
        with closing(sqlite3.connect(home / "prefect.db")) as running:
            running.execute("VACUUM INTO ?", [str(backup)])
    return backup


@pytest.fixture
def home(backup: Path, tmp_path: Path) -> str:
    """A home with the restored backup."""
    shutil.copy(backup, tmp_path / "prefect.db")
    return str(tmp_path)


@pytest.fixture
def up(usual: dict[str, str], home: str, port: int) -> Callable[[], Command]:
    """Starts `make up` on the port, with the restored database."""
    return partial(Command, {**usual, "PREFECT_HOME": home}, port)


def test_one_command_starts_all_and_ctrl_c_ends_all(up: Callable[[], Command], port: int) -> None:
    with up() as command:
        said = command.ready()
        assert f"http://127.0.0.1:{port} shows runs" in said
        assert "All is as it should be." in said
        page = httpx.get(
            f"http://127.0.0.1:{port}/",
            headers={"accept": "text/html"},
            follow_redirects=True,
            timeout=20,
        )
        assert page.is_success
        assert "<html" in page.text
        below = command.below()
        assert len(below) >= 2
        code, rest = command.end(signal.SIGINT)
    assert code == 0
    assert rest.index("worker    |") < rest.index("all is stopped")
    assert not below & everything_that_runs()


def test_a_run_that_is_stopped_in_the_middle_stores_what_it_has_paid_for_and_is_crashed(
    up: Callable[[], Command], usual: dict[str, str], sources: SampleApp, home: str, port: int
) -> None:
    day = date(2024, 11, 21)
    sources.traffic.latency_seconds["model"] = 2
    before = sources.traffic.count("model")
    with up() as command, closing(Driver(usual, port)) as driver:
        command.ready()
        run = driver.start_run("daily/kst-0900", {"day": str(day)})
        driver.wait(lambda: sources.traffic.count("model") > before)
        below = command.below()
        code, rest = command.end(signal.SIGTERM)
    sources.traffic.latency_seconds.clear()
    assert code == 0, rest
    assert not below & everything_that_runs()
    with open_store(usual["NONMUN_DATABASE_URL"]) as store:
        assert len(store.answers(day)) == sources.traffic.count("model") - before > 0
    with closing(sqlite3.connect(Path(home) / "prefect.db")) as database:
        select = "SELECT state_type FROM flow_run WHERE id = ?"
        assert database.execute(select, [run]).fetchone() == ("CRASHED",)


def test_a_port_in_use_is_one_line_and_exit_code_2(up: Callable[[], Command], port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), up() as command:
        code, said = command.end()
    assert code == 2
    assert re.fullmatch(r"nonmun: Cannot listen on 127.0.0.1:\d+ \(.+\): stop what uses .+\n", said)


def everything_that_runs() -> set[int]:
    """The processes of the machine."""
    return descendants(0)
