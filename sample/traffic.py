"""What every request to the sample server meets: a log, a chosen latency and chosen faults.

A plain ASGI middleware around the three played sources. The server's one thread writes the log;
any thread may read it.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sample.model import read_request

Kind = Literal["page", "api", "arxiv", "model"]
"""Whose traffic it is: Hugging Face's pages, its API, arXiv or the model server."""


@dataclass(frozen=True)
class RequestInfo:
    """One request; `number` counts the requests of its kind from 1.

    `stage`, `arxiv_id`, `category`, `attempt` and `prompt`, a hash of what was asked first, are set
    for chat completions only.
    """

    kind: Kind
    path: str
    query: str
    number: int
    stage: str | None = None
    arxiv_id: str | None = None
    category: str | None = None
    attempt: int | None = None
    prompt: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request, after `delay_seconds`.

    `drop` hangs up without an answer. `status`, `headers` and `body` replace the answer.
    `truncate_at` sends that many bytes of the body, of a length that promises all, and hangs up.
    `repeat` sends the body so many times over, of no promised length. `drip_seconds` is the pause
    before each single byte of it.
    A fault with a delay alone is an answer that comes late.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | bytes = b""
    drop: bool = False
    delay_seconds: float = 0.0
    truncate_at: int | None = None
    repeat: int = 1
    drip_seconds: float | None = None


Faults = Callable[[RequestInfo], Fault | None]


class Traffic:
    """Logs requests, and slows or spoils them as told. All fields may change while running."""

    def __init__(self) -> None:
        self.requests: list[RequestInfo] = []
        self.latency_seconds: dict[Kind, float] = {}
        self.faults: Faults = lambda _: None

    def count(self, kind: Kind, **fields: Any) -> int:
        """How many requests of a kind came, with the given fields (`stage="digest"`)."""
        return sum(
            request.kind == kind
            and all(getattr(request, name) == value for name, value in fields.items())
            for request in list(self.requests)
        )

    def note(self, kind: Kind, scope: Scope, body: bytes) -> RequestInfo:
        """Log a request and return what was logged."""
        path, query = scope["path"], scope["query_string"].decode()
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        info = RequestInfo(kind, path, query, self.count(kind) + 1, headers=headers)
        if asked := read_request(body):
            info = replace(
                info,
                stage=asked.stage,
                arxiv_id=asked.arxiv_id,
                category=asked.category,
                attempt=asked.attempt,
                prompt=asked.prompt,
            )
        self.requests.append(info)
        return info


class TrafficMiddleware:
    """Puts `Traffic` in front of an app."""

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        self._app = app
        self._traffic = traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note the request, wait, then spoil the answer or let the app give it."""
        body = await _read(receive)
        kind = kind_of(scope["path"])
        info = self._traffic.note(kind, scope, body)
        fault = self._traffic.faults(info) or Fault()
        await asyncio.sleep(self._traffic.latency_seconds.get(kind, 0.0) + fault.delay_seconds)
        if fault.drop:
            await _hang_up(receive, send)
            return
        start, answer = await self._answer(scope, body, fault)
        await send(start)
        if fault.truncate_at is None:
            await _send_body(answer, fault, receive, send)
            return
        cut = answer[: fault.truncate_at]
        await send({"type": "http.response.body", "body": cut, "more_body": True})
        await _hang_up(receive, send)

    async def _answer(self, scope: Scope, body: bytes, fault: Fault) -> tuple[Message, bytes]:
        if fault.status is None:
            return await _collect(self._app, scope, body)
        answer = fault.body.encode() if isinstance(fault.body, str) else fault.body
        length = {"content-length": str(len(answer))} if fault.repeat == 1 else {}
        headers = {**length, **fault.headers}
        pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        return {"type": "http.response.start", "status": fault.status, "headers": pairs}, answer


def kind_of(path: str) -> Kind:
    """The kind of traffic that a path of the sample server is."""
    if path.startswith("/v1/"):
        return "model"
    if path == "/api/query":
        return "arxiv"
    return "api" if path.startswith("/api/") else "page"


async def _read(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(chunks)


async def _collect(app: ASGIApp, scope: Scope, body: bytes) -> tuple[Message, bytes]:
    """The app's whole answer: its first message, and the body."""
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, send)
    return messages[0], b"".join(message.get("body", b"") for message in messages[1:])


async def _send_body(body: bytes, fault: Fault, receive: Receive, send: Send) -> None:
    """Send the body as the fault has it, until the client leaves."""
    drips = fault.drip_seconds is not None
    pieces = [body[i : i + 1] for i in range(len(body))] if drips else [body] * fault.repeat
    gone = asyncio.ensure_future(receive())  # the request is read: only a disconnect can come
    try:
        for piece in pieces:
            if (await asyncio.wait({gone}, timeout=fault.drip_seconds or 0.0))[0]:
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    finally:
        gone.cancel()
    await send({"type": "http.response.body", "body": b""})


async def _hang_up(receive: Receive, send: Send) -> None:
    """Close the connection. ASGI has no word for it, so uvicorn's transport is closed directly."""
    send.__self__.transport.close()  # type: ignore[attr-defined]
    while (await receive())["type"] != "http.disconnect":
        pass
