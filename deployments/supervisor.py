"""Supervises child processes: starts them in order, and stops them in the other.

Ctrl-C or SIGTERM ends the worker first: its runs finish the model calls in flight, store the
answers and are Crashed. A second signal ends all at once.
"""

import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import FrameType

from deployments.processes import Child, say, send, wait_until
from tasks.run.errors import NonmunError

RUN_END_SECONDS = 60.0
"""How long runs may take to finish their calls in flight when all is stopped."""

END_SECONDS = 10.0
"""How long the worker without runs, and then the server, may take to end."""

WORKER = ["-m", "prefect", "worker", "start", "--pool", "nonmun", "--type", "process"]


class Stopped(Exception):
    """Ctrl-C or SIGTERM came."""


class Supervisor:
    """Children with one environment. `name` is who speaks for them."""

    def __init__(self, name: str, environment: Mapping[str, str]) -> None:
        self._name = name
        self._environment = environment
        self._children: list[Child] = []
        self._signals = threading.Semaphore(0)

    def run(self, start: Callable[[], None]) -> None:
        """Call `start`, which adds children, and return when told to stop.

        Raises `NonmunError` when something cannot start or ends by itself.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        try:
            start()
            self.wait(lambda: False)
        except Stopped:
            self.say("stopping: runs finish their calls in flight; Ctrl-C again ends them now")
        finally:
            self._stop()
            self.say("all is stopped")

    def add(self, name: str, command: Sequence[str]) -> None:
        """Start a child that must live until all is stopped."""
        self._children.append(Child(name, command, self._environment))

    def run_to_its_end(self, name: str, command: Sequence[str], seconds: float) -> int | None:
        """Run a child that ends by itself; its exit code."""
        child = Child(name, command, self._environment)
        try:
            self.wait(lambda: child.exit_code is not None, seconds)
        finally:
            child.kill()
        return child.exit_code

    def wait(self, done: Callable[[], bool], seconds: float = float("inf")) -> None:
        """Wait for something to be true while all children live.

        Raises `Stopped` on a signal, and `NonmunError` when a child ends or time is up.
        """

        def is_over() -> bool:
            if self._signals.acquire(blocking=False):
                raise Stopped
            for child in self._children:
                if child.exit_code is not None:
                    raise NonmunError(
                        f"The {child.name} ended by itself (exit code {child.exit_code}): "
                        "the lines above say why."
                    )
            return done()

        if not wait_until(is_over, seconds):
            raise NonmunError(f"Nothing within {seconds:.0f} seconds: the lines above may say why.")

    def say(self, line: str) -> None:
        """Print a line among those of the children."""
        say(self._name, line)

    def _stop(self) -> None:
        for child in reversed(self._children):
            if child.name == "worker":
                self._end_runs(child)
            child.terminate()
            self._until(partial(_has_ended, child), END_SECONDS)
            child.kill()

    def _end_runs(self, worker: Child) -> None:
        """End the runs before their worker, which would take them along in the middle of a call."""
        worker.freeze()
        for pid in worker.children():
            send(pid, signal.SIGTERM)
        self._until(lambda: not worker.children(), RUN_END_SECONDS)

    def _until(self, done: Callable[[], bool], seconds: float) -> None:
        wait_until(lambda: done() or self._signals.acquire(blocking=False), seconds)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signals.release()


def _has_ended(child: Child) -> bool:
    return child.exit_code is not None
