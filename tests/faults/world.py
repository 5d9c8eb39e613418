"""One day's world: a played server, the settings that lead there, and commands as processes."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sample.model import ModelReply, ModelRequest
from sample.server import HERE as SAMPLE
from sample.server import SAMPLE_DAY, SampleApp, serve
from sample.standin import honest_responder
from sample.traffic import Fault, RequestInfo
from tests.faults.nursery import ROOT, Nursery, Running
from tests.flows.published import files
from tests.waiting import NOTICE_SECONDS

DAY = SAMPLE_DAY
PAPERS = 5
"""Enough for calls about papers and for syntheses of categories; few enough to be quick."""

KEY = "sk-test-5ecret5ecret5ecret"
RUN_SECONDS = 150.0

Call = tuple[Any, ...]
Spoil = Callable[[RequestInfo], Fault | ModelReply | None]
"""What becomes of a request: a fault, a model's bad answer, or None for a good one."""


def usual_items() -> list[dict[str, Any]]:
    """The first papers of the sample day."""
    items: list[dict[str, Any]] = json.loads((SAMPLE / "day.json").read_text("utf-8"))
    return items[:PAPERS]


def base_environment() -> dict[str, str]:
    """This process's environment without any setting of nonmun, OpenAI or Prefect."""
    ours = ("NONMUN_", "OPENAI_", "PREFECT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"PYTHONPATH": str(ROOT), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    said: str

    @property
    def line(self) -> str:
        """The last line on stderr, which is the one for the user."""
        return (self.said.splitlines() or [""])[-1]

    def wrong(self, *codes: int, says: str = "") -> Iterator[str]:
        """What is not as documented: another exit code, a traceback, no line that says why."""
        if self.code not in codes:
            yield f"exit code {self.code} instead of {codes}: {self.said[-600:]}"
        if "Traceback" in self.said:
            yield f"a traceback: {self.said[-600:]}"
        if "unexpected " in self.line:
            yield f"nobody has thought of this: {self.line[:300]}"
        if self.code > 0 and not (self.line.startswith("nonmun: ") and says in self.line):
            yield f"no line with {says!r}: {self.line[:300]}"


class World:
    """A played day, and what became of it."""

    def __init__(
        self, folder: Path, app: SampleApp, environment: Mapping[str, str], nursery: Nursery
    ) -> None:
        self.folder, self.environment = folder, dict(environment)
        self.database = folder / "nonmun.db"
        self.day = str(DAY)
        self.traffic = app.traffic
        self.lists = app.huggingface
        self.in_flight: Counter[Call] = Counter()
        self._nursery = nursery
        self._commands = 0
        self._said: dict[int, Path] = {}
        self._judged = 0
        self._spoiled: set[int] = set()
        self._replies: dict[Call, ModelReply] = {}
        app.chat.respond = self._respond

    @classmethod
    @contextmanager
    def open(
        cls,
        folder: Path,
        api_url: str,
        nursery: Nursery,
        items: Sequence[Any] | None,
        settings: Mapping[str, str],
    ) -> Iterator["World"]:
        """Start the played server; what commands leave running is killed at the end."""
        app = SampleApp({DAY: usual_items() if items is None else items}, honest_responder)
        app.traffic.latency_seconds["model"] = 0.1
        with serve(app) as at:
            values = {
                # On a full disk Python would keep half of what it has compiled, for good.
                "PYTHONDONTWRITEBYTECODE": "1",
                "PREFECT_API_URL": api_url,
                "PREFECT_HOME": str(folder / "prefect"),
                "PREFECT_RESULTS_LOCAL_STORAGE_PATH": str(folder / "results"),
                "NONMUN_HF_URL": at.hf_url,
                "NONMUN_ARXIV_URL": at.arxiv_url,
                "NONMUN_ARXIV_DELAY_SECONDS": "0",
                "NONMUN_REQUEST_TIMEOUT_SECONDS": "4",
                "NONMUN_MODEL_TIMEOUT_SECONDS": "4",
                "NONMUN_MODEL": "stand-in",
                "NONMUN_CONCURRENCY": "2",
                "NONMUN_LOOKBACK_DAYS": "0",
                "NONMUN_DATABASE_URL": f"sqlite:///{folder / 'nonmun.db'}",
                "NONMUN_OUTPUT_DIR": str(folder / "editions"),
                "OPENAI_BASE_URL": at.openai_base_url,
                "NONMUN_REVIEW": "off",
                "OPENAI_API_KEY": KEY,
            }
            yield cls(folder, app, base_environment() | values | settings, nursery)

    # --- commands ---

    def start(self, *arguments: str) -> Running:
        """Start a command in a session of its own; without arguments `daily` of the day."""
        command = arguments or ("daily", "--date", self.day)
        self._commands += 1
        said = self.folder / f"said-{self._commands}"
        process = self._nursery.start(command, self.environment, self.folder, said)
        self._said[process.pid] = said
        return process

    def run(self, *arguments: str) -> Ended:
        """Run a command to its end."""
        return self.end(self.start(*arguments))

    def end(self, process: Running) -> Ended:
        """Wait for a command; one that hangs is killed, and has the code of that."""
        hung = ""
        try:
            process.wait(RUN_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            hung = "it hung, and was killed\n"
        said = self._said[process.pid]
        out, err = (said.with_suffix(end).read_text("utf-8") for end in (".out", ".err"))
        return Ended(process.returncode, out, err + hung)

    def kill(self, process: Running) -> None:
        """SIGKILL a command and its children, and note which calls were in flight."""
        with suppress(ProcessLookupError):  # it may have come to its end this moment
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.note_in_flight()

    def note_in_flight(self) -> None:
        """Note the calls of a command that was made to end and whose answers are not stored."""
        time.sleep(NOTICE_SECONDS)
        requests, self._judged = self.requests[self._judged :], len(self.requests)
        asked = [request for request in requests if self._is_paid(request)]
        stored = self.answers() if asked else frozenset()
        self.in_flight.update(call_of(one) for one in asked if _answer_of(one) not in stored)

    # --- faults ---

    def spoil(self, spoil: Spoil) -> None:
        """Let requests meet what `spoil` says; spoiled calls are not paid ones."""

        def faults(asked: RequestInfo) -> Fault | None:
            fault = spoil(asked)
            if fault is not None and asked.kind == "model":
                self._spoiled.add(asked.number)
            if isinstance(fault, ModelReply):
                self._replies[call_of(asked)] = fault
                return None
            return fault

        self.traffic.faults = faults

    def heal(self) -> None:
        """Let all requests be answered well."""
        self.traffic.faults = lambda _: None

    def _respond(self, request: ModelRequest) -> ModelReply:
        return self._replies.pop(call_of(request), None) or honest_responder(request)

    # --- what came of it ---

    @property
    def requests(self) -> list[RequestInfo]:
        """All requests so far."""
        return list(self.traffic.requests)

    def paid(self) -> Counter[Call]:
        """How often each call was answered well, or may have been."""
        return Counter(map(call_of, filter(self._is_paid, self.requests)))

    def _is_paid(self, asked: RequestInfo) -> bool:
        return asked.kind == "model" and asked.number not in self._spoiled

    def files(self) -> dict[str, bytes]:
        """What is published."""
        return files(Path(self.environment["NONMUN_OUTPUT_DIR"]))

    def editions(self) -> list[str]:
        """The names of published files of days."""
        return [name for name in self.files() if name.startswith("2")]

    def answers(self) -> frozenset[Call]:
        """The stored answers."""
        return frozenset(
            {
                *self.rows("SELECT stage, arxiv_id, attempt FROM generations"),
                *self.rows("SELECT 'insight', category, attempt FROM insights"),
            }
        )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer of the store's file to a query."""
        with closing(sqlite3.connect(self.database, timeout=30)) as database:
            return database.execute(sql).fetchall()

    def last_run(self) -> tuple[str, str]:
        """Outcome and reason of the day's last run; two empty texts when there is none."""
        found = self.rows("SELECT outcome, coalesce(reason, '') FROM runs ORDER BY id DESC LIMIT 1")
        return found[0] if found else ("", "")


def call_of(asked: RequestInfo | ModelRequest) -> Call:
    """What makes a call one that is paid once."""
    return (asked.stage, asked.arxiv_id, asked.category, asked.attempt, asked.prompt)


def _answer_of(asked: RequestInfo) -> Call:
    """A call as the store has its answer; see `World.answers`."""
    return (asked.stage, asked.arxiv_id or asked.category, asked.attempt)
