"""What servers do wrong on the wire, put right before the client reads it.

An error inside a successful response gets its status, so that the client retries it; a body that
streams though none was asked to becomes one; a time-out leaves the client at once, because it would
be tried again in silence and in the same place.
"""

import json
import logging
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import httpx
import openai

log = logging.getLogger(__name__)

RETRIED = frozenset({408, 409, 429})
"""With those from 500 on, the statuses after which the client asks again."""

_STREAM = b"data:"
_RETRIES_SO_FAR = "x-stainless-retry-count"
"""How the client numbers its tries of one request."""


class MendingTransport(httpx.BaseTransport):
    """Hands on what `inner` brings, mended; `retries` is how often the client asks again.

    Once `is_stopped` says so, it is told not to.
    """

    def __init__(
        self, inner: httpx.BaseTransport, retries: int, is_stopped: Callable[[], bool]
    ) -> None:
        self._inner, self._retries, self._is_stopped = inner, retries, is_stopped

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One response, whose body has been read.

        Raises openai's `APITimeoutError`, and whatever `inner` raises.
        """
        try:
            response = mended(self._inner.handle_request(request))
        except httpx.ConnectError as error:
            self._tell(request, f"cannot be reached ({error})")
            raise
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise openai.APITimeoutError(request=request) from error  # type: ignore[arg-type]
        if response.status_code in RETRIED or response.status_code >= 500:
            if self._is_stopped():
                response.headers["x-should-retry"] = "false"
            self._tell(request, f"answers HTTP {response.status_code}")
        return response

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _tell(self, request: httpx.Request, what: str) -> None:
        tried = int(request.headers.get(_RETRIES_SO_FAR, 0))
        if tried < self._retries and not self._is_stopped():
            place = f"retry {tried + 1} of {self._retries}"
            log.info("The model server %s: %s follows.", what, place)


def mended(response: httpx.Response) -> httpx.Response:
    """The response as the client expects it; its body must have been read."""
    if response.status_code != HTTPStatus.OK:
        return response
    body = response.content.strip()
    if not body:
        return _failed(response, HTTPStatus.BAD_GATEWAY, {"message": "the body is empty"})
    if body.startswith(_STREAM):
        return httpx.Response(HTTPStatus.OK, json=_completion(body))
    said = _json(body)
    if isinstance(said, dict) and said.get("error") and not said.get("choices"):
        return _failed(response, _status(said["error"]), said["error"])
    return response


def _failed(response: httpx.Response, status: int, error: Any) -> httpx.Response:
    kept = {name: value for name, value in response.headers.items() if name.startswith("retry-")}
    body = {"error": error if isinstance(error, dict) else {"message": str(error)}}
    return httpx.Response(status, headers=kept, json=body)


def _status(error: Any) -> int:
    """The HTTP status that the error names; 502 when it names none."""
    named = str(error.get("code") or error.get("status")) if isinstance(error, dict) else ""
    is_status = named.isdecimal() and 400 <= int(named) < 600
    return int(named) if is_status else int(HTTPStatus.BAD_GATEWAY)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _completion(stream: bytes) -> dict[str, Any]:
    """The chat completion whose pieces the body streams."""
    pieces = list(_pieces(stream))
    choices = [choice for piece in pieces for choice in piece.get("choices") or ()]
    deltas = [choice.get("delta") or {} for choice in choices]
    names = ("content", "reasoning_content", "reasoning", "refusal")
    text = {name: "".join(str(delta.get(name) or "") for delta in deltas) for name in names}
    ends = [choice["finish_reason"] for choice in choices if choice.get("finish_reason")]
    message = {"role": "assistant", **{name: said for name, said in text.items() if said}}
    usages = [piece["usage"] for piece in pieces if piece.get("usage")]
    head: dict[str, Any] = pieces[0] if pieces else {}
    return {
        "id": head.get("id", "streamed"),
        "object": "chat.completion",
        "created": head.get("created", 0),
        "model": head.get("model", ""),
        "choices": [
            {"index": 0, "message": message, "finish_reason": ends[-1] if ends else "stop"}
        ],
        "usage": usages[-1] if usages else None,
    }


def _pieces(stream: bytes) -> Iterator[dict[str, Any]]:
    for line in stream.splitlines():
        piece = _json(line.removeprefix(_STREAM)) if line.startswith(_STREAM) else None
        if isinstance(piece, dict):
            yield piece
