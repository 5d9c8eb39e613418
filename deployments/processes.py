"""Child processes with their output prefixed, and an end that leaves nothing running."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from deployments.steps import ROOT

POLL_SECONDS = 0.1
PROC_SELF = Path("/proc/self")
ENDED = ("Z", "X")
"""States of processes that have ended, and wait for their parent to take note."""


class Child:
    """A process in a session of its own: Ctrl-C on the terminal reaches only its parent."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and modules
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._printer = threading.Thread(target=self._print, daemon=True)
        self._printer.start()

    @property
    def exit_code(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.poll()

    def children(self) -> set[int]:
        """The ids of the processes directly below this one."""
        return _below({self._process.pid}, _parents())

    def freeze(self) -> None:
        """Let it begin nothing new; what is below it goes on."""
        self._process.send_signal(signal.SIGSTOP)

    def terminate(self) -> None:
        """Ask it to end, also when it is frozen."""
        self._process.terminate()
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it now, and all that is below it."""
        below = descendants(self._process.pid)
        self._process.kill()
        self._process.wait()
        for pid in below:
            send(pid, signal.SIGKILL)
        self._printer.join(timeout=1)

    def _print(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                if line.strip():
                    say(self.name, line.rstrip())


def say(name: str, line: str) -> None:
    """Print a line under the name of who says it."""
    print(f"{name:<9} | {line}", flush=True)


def descendants(pid: int) -> set[int]:
    """The ids of the processes below `pid`, at any depth."""
    parents = _parents()
    found: set[int] = set()
    layer = {pid}
    while layer := _below(layer, parents):
        found |= layer
    return found


def _below(layer: set[int], parents: Mapping[int, int]) -> set[int]:
    return {child for child, parent in parents.items() if parent in layer}


def _parents() -> dict[int, int]:
    """The parent of every process that runs; one that waits to be buried does not."""
    return _parents_in_proc() if PROC_SELF.exists() else _parents_by_ps()


def _parents_in_proc() -> dict[int, int]:
    """From Linux's /proc/PID/stat, `pid (name) state parent …`: a slim image has no ps."""
    parents = {}
    for folder in PROC_SELF.parent.glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state not in ENDED:
                parents[int(folder.name)] = int(parent)
    return parents


def _parents_by_ps() -> dict[int, int]:
    table = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="],  # noqa: S607  # where ps is differs by system
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = (line.split() for line in table.splitlines())
    return {int(pid): int(parent) for pid, parent, stat in rows if stat[0] not in ENDED}


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal; a process that is gone needs none."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Wait for something to be true, at most so long; whether it is."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
