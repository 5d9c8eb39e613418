"""A real Prefect server and worker, with the sample server as Hugging Face, arXiv and the model."""

import json
import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from sample.server import SampleApp, sample_app, serve
from sample.standin import honest_responder
from tests.deployed.driver import Driver, free_port
from tests.prefect_database import prefect_database

PAPERS = 5
DAYS = [date(2024, 11, day) for day in range(18, 23)]


class Inbox:
    """An HTTP server's app that keeps every notification it is sent."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.messages.append(json.loads(body))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@pytest.fixture(scope="session")
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture(scope="session")
def sources() -> SampleApp:
    """Five days, each with papers of its own like the sample's, and an honest model."""
    return SampleApp({day: papers_of(day) for day in DAYS}, honest_responder)


def papers_of(day: date) -> list[dict[str, Any]]:
    """The first papers of the sample day, under other ids: an answer is paid for once a paper."""
    (items,) = sample_app().huggingface.days.values()
    return [
        {**item, "paper": {**item["paper"], "id": f"2411.{day.day}{number:03}"}}
        for number, item in enumerate(items[:PAPERS])
    ]


@pytest.fixture(scope="session")
def settings(
    inbox: Inbox, sources: SampleApp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The environment of all processes, without what the developer has set."""
    folder = tmp_path_factory.mktemp("deployed")
    ours = ("NONMUN_", "OPENAI_", "PREFECT_")
    with serve(sources) as at, serve(inbox) as receiver, prefect_database() as database:
        yield {
            **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
            **database.settings,
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "NONMUN_HF_URL": at.hf_url,
            "NONMUN_ARXIV_URL": at.arxiv_url,
            "NONMUN_ARXIV_DELAY_SECONDS": "0",
            "OPENAI_BASE_URL": at.openai_base_url,
            "NONMUN_REVIEW": "off",
            "OPENAI_API_KEY": "test-key",
            "NONMUN_CONCURRENCY": "4",
            "NONMUN_LOOKBACK_DAYS": "0",
            "NONMUN_DATABASE_URL": f"sqlite:///{folder / 'nonmun.db'}",
            "NONMUN_OUTPUT_DIR": str(folder / "editions"),
            "NONMUN_NOTIFY_URL": receiver.root.replace("http", "json"),
        }


@pytest.fixture(scope="session")
def machine(settings: dict[str, str]) -> Iterator[Driver]:
    """A server with the deployments on it, and a worker."""
    machine = Driver(settings, free_port())
    try:
        machine.start()
        yield machine
    finally:
        machine.stop()
