"""Starts commands as forks of one process that has imported what is theirs but not ours.

Of a command's four seconds two are imports of packages that read no settings. Nothing of nonmun or
Prefect is among them: a fork takes on the command's environment and then runs `python -m flows`, in
a process and session of its own. It becomes a child of the trials, which are made the reaper of
orphans for that (Linux). A command whose environment acts before Python does is started anew.

multiprocessing's fork server would not do: its children import the main module of the suite, which
holds ours, and end without `atexit`, where a command stops what it has started.
"""

import ctypes
import json
import os
import random
import runpy
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
PRELOADED = (
    "alembic.command",
    "anyio",
    "coolname",
    "fastapi",
    "fsspec",
    "griffe",
    "h2.connection",
    "httpx",
    "jinja2",
    "kaleido",
    "langchain_openai",
    "lxml.etree",
    "narwhals",
    "opentelemetry.trace",
    "pandas",
    "pendulum",
    "plotly.graph_objects",
    "prometheus_client",
    "pydantic_settings",
    "rich.progress",
    "soupsieve",
    "sqlalchemy.dialects.sqlite",
    "typer",
    "websockets",
)
"""What takes long, of Prefect's dependencies and ours."""
PR_SET_CHILD_SUBREAPER = 36
"""From Linux's sys/prctl.h."""
POLL_SECONDS = 0.02
READY = b"ready\n"


class Forked:
    """A command that was forked; it has what trials use of `subprocess.Popen`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None as long as it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises `subprocess.TimeoutExpired`."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            time.sleep(POLL_SECONDS)
        return code


Running = Forked | subprocess.Popen[bytes]


class Nursery:
    """The process that forks."""

    def __init__(self, address: str) -> None:
        self._address = address

    def start(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path, said: Path
    ) -> Running:
        """Start `python -m flows COMMAND` in a folder; what it says goes to `said` + .out, .err."""
        if "LD_PRELOAD" in environment:
            return _started_anew(command, environment, folder, said)
        order = {
            "command": list(command),
            "environment": dict(environment),
            "folder": str(folder),
            "said": str(said),
        }
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(f"\0{self._address}")
            connection.sendall(json.dumps(order).encode())
            connection.shutdown(socket.SHUT_WR)
            return Forked(int(_all_of(connection)))


@contextmanager
def nursery(environment: Mapping[str, str]) -> Iterator[Nursery]:
    """Start the process, wait until it has imported all, and end it when the block ends."""
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    address = f"nonmun-nursery-{uuid4().hex}"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.nursery", address],
        cwd=ROOT,
        env=dict(environment),
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        if process.stdout.readline() != READY:
            raise RuntimeError("the nursery did not start: see what it says above")
        try:
            yield Nursery(address)
        finally:
            process.terminate()
            prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _started_anew(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, said: Path
) -> "subprocess.Popen[bytes]":
    # Files rather than pipes: nobody reads while a trial waits for its moment.
    with said.with_suffix(".out").open("wb") as out, said.with_suffix(".err").open("wb") as err:
        return subprocess.Popen(
            [sys.executable, "-m", "flows", *command],
            env=dict(environment),
            cwd=folder,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )


def main() -> None:
    """Import, listen at the address that is the argument, say so, and fork for each order."""
    for module in PRELOADED:
        import_module(module)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"\0{sys.argv[1]}")  # in Linux's abstract namespace: no file, no length
        listener.listen()
        os.write(1, READY)
        while True:
            connection, _ = listener.accept()
            with connection:
                order = json.loads(_all_of(connection))
                pid = _forked()
                if pid == 0:
                    break
                connection.sendall(str(pid).encode())
    _become(order)


def _forked() -> int:
    """The pid of a grandchild with a session of its own, an orphan by now; 0 in itself."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        os.waitpid(child, 0)
        with os.fdopen(reading) as pipe:
            return int(pipe.readline())
    if os.fork():
        os._exit(0)
    os.setsid()
    os.write(writing, f"{os.getpid()}\n".encode())
    os.close(writing)
    os.close(reading)
    return 0


def _become(order: Mapping[str, Any]) -> None:
    """Run the command in this process, as `python -m flows` would."""
    for suffix, descriptor in ((".out", 1), (".err", 2)):
        file = os.open(f"{order['said']}{suffix}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(file, descriptor)
        os.close(file)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    sys.argv = ["flows", *order["command"]]
    random.seed()  # forks would draw the same numbers
    runpy.run_module("flows", run_name="__main__", alter_sys=True)


def _all_of(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


if __name__ == "__main__":
    main()
