"""The little web server that plays Hugging Face, arXiv and the model, for tests and the demo.

`python -m sample.server` runs it with the sample day until it is interrupted. With `--day-folder`
it plays the lists of a folder, one `YYYY-MM-DD.json` a day in the shape of Hugging Face's API, and
with `--recorded` the replies that `nonmun record` kept.
"""

import argparse
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sample.arxiv import Arxiv, Facts
from sample.chat import Chat
from sample.huggingface import Days, HuggingFace, Item
from sample.model import Responder, recorded_responder
from sample.traffic import Traffic, TrafficMiddleware

SAMPLE_DAY = date(2024, 11, 22)
HERE = Path(__file__).parent
HOST = "127.0.0.1"
START_SECONDS = 10.0


class SampleApp:
    """The ASGI app, and the handles by which a test changes it while it runs."""

    def __init__(
        self,
        days: Days,
        respond: Responder,
        *,
        facts: Mapping[str, Facts] | None = None,
        today: date | None = None,
        recorded: Path | None = None,
    ) -> None:
        pages = pages_in(recorded) if recorded else {}
        self.huggingface = HuggingFace(days, today, pages)
        feeds = feeds_in(recorded) if recorded else ()
        self.arxiv = Arxiv(self.huggingface.paper, facts or {}, feeds)
        self.chat = Chat(respond)
        self.traffic = Traffic()
        routes = [*self.huggingface.routes(), *self.arxiv.routes(), *self.chat.routes()]
        app = Starlette(routes=routes, exception_handlers={HTTPException: _error})
        self._app: ASGIApp = TrafficMiddleware(app, self.traffic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._app(scope, receive, send)


@dataclass(frozen=True)
class ServerAddress:
    """Where a running server plays each source; the values of the settings of those names."""

    root: str

    @property
    def hf_url(self) -> str:
        """For `NONMUN_HF_URL`."""
        return self.root

    @property
    def arxiv_url(self) -> str:
        """For `NONMUN_ARXIV_URL`."""
        return f"{self.root}/api/query"

    @property
    def openai_base_url(self) -> str:
        """For `OPENAI_BASE_URL`."""
        return f"{self.root}/v1"


@contextmanager
def serve(app: ASGIApp, port: int = 0, host: str = HOST) -> Iterator[ServerAddress]:
    """Run the app in a thread, on a free port unless one is given, until the block ends."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    with socket.create_server((host, port)) as listener:
        # asyncio does this only for sockets it has made: without, each answer is 40 ms late.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        address = ServerAddress(f"http://{host}:{listener.getsockname()[1]}")
        thread = threading.Thread(target=server.run, args=([listener],), name="sample-server")
        thread.start()
        try:
            _wait_until_started(server, thread)
            yield address
        finally:
            server.should_exit = True
            thread.join()


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("The sample server did not start.")
        time.sleep(0.01)


async def _error(_: Request, error: Exception) -> Response:
    """Errors as JSON, in the shape that both Hugging Face and OpenAI clients read."""
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code)


def days_in(folder: Path) -> dict[date, list[Item]]:
    """The lists by day in a folder of `YYYY-MM-DD.json` files, or of what `nonmun record` wrote."""
    days: dict[date, list[Item]] = {}
    for path in sorted((*folder.glob("????-??-??.json"), *folder.glob("????-??-??.api-*.json"))):
        day = date.fromisoformat(path.name[:10])
        days.setdefault(day, []).extend(json.loads(path.read_text("utf-8")))
    return days


def pages_in(folder: Path) -> dict[date, bytes]:
    """The pages that `nonmun record` wrote, by day."""
    return {
        date.fromisoformat(path.stem): path.read_bytes() for path in folder.glob("????-??-??.html")
    }


def feeds_in(folder: Path) -> tuple[bytes, ...]:
    """The feeds of arXiv that `nonmun record` wrote."""
    return tuple(path.read_bytes() for path in sorted(folder.glob("????-??-??.atom-*.xml")))


def sample_app(days: Days | None = None, recorded: Path | None = None) -> SampleApp:
    """An app with the sample day (or other lists), what arXiv adds, and the recorded answers.

    `recorded` is a folder that `nonmun record` wrote, whose replies are played as they were.
    """
    played = {SAMPLE_DAY: _read_json("day.json")} if days is None else days
    return SampleApp(
        days_in(recorded) if recorded else played,
        recorded_responder(HERE / "answers"),
        facts=_read_json("arxiv.json"),
        recorded=recorded,
    )


def _read_json(name: str) -> Any:
    return json.loads((HERE / name).read_text("utf-8"))


@contextmanager
def sample_server() -> Iterator[ServerAddress]:
    """The sample day on a free port, until the block ends."""
    with serve(sample_app()) as address:
        yield address


def main() -> None:
    """Run the server for a person, and say which settings lead to it."""
    parser = argparse.ArgumentParser(prog="sample.server", description=__doc__.partition("\n")[0])
    parser.add_argument("--day-folder", type=Path, help="folder of YYYY-MM-DD.json")
    parser.add_argument("--recorded", type=Path, help="folder that `nonmun record` wrote")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--host", default=HOST, help="address to listen on")
    arguments = parser.parse_args()
    days = days_in(arguments.day_folder) if arguments.day_folder else None
    with serve(sample_app(days, arguments.recorded), arguments.port, arguments.host) as address:
        print(f"NONMUN_HF_URL={address.hf_url}")
        print(f"NONMUN_ARXIV_URL={address.arxiv_url}")
        print(f"OPENAI_BASE_URL={address.openai_base_url}", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
