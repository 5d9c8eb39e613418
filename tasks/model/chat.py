"""One chat call with a JSON answer: bounded in flight, asked as its server likes, paid for once.

Retries with backoff, jitter and Retry-After are the client's; only a time-out is tried again here,
once, because by then fewer calls may be in flight.
"""

import copy
import json
import logging
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx
import openai
from langchain_core.messages import AIMessage
from pydantic import SecretStr

from tasks.model.client import OPENAI_URL, Message, invoke, open_chat
from tasks.model.formats import Memory, Negotiation, first_dialect, in_dialect, in_words
from tasks.model.gate import Gate
from tasks.model.meaning import MOST_CHARACTERS, meaning, refused_parameters
from tasks.model.meter import Meter
from tasks.model.places import Places
from tasks.model.prices import cost_usd
from tasks.model.reading import unusable
from tasks.model.wire import MendingTransport
from tasks.outside.http import open_model_client
from tasks.records import AnswerFormat, Dialect, Usage, sha256_hex
from tasks.run.errors import AnswerRefused, ModelTooSlow, NonmunError, UsageError
from tasks.text import one_line

log = logging.getLogger(__name__)

CLIENT_RETRIES = 4
MAX_TOKENS = 8_000
"""Three times what a digest takes; it ends a model that runs away."""


@dataclass(frozen=True)
class Reply:
    """A model's answer as text, what it took, and the hash of the whole request."""

    content: str
    usage: Usage
    request_sha: str


class ChatModel:
    """A chat model behind an OpenAI-compatible server. Safe to use from many threads.

    `identity` is safe as a file name and differs between servers with models of one name. `meter`
    counts every paid call, including those whose answer was of no use. `memory` is where it is
    remembered how the server wants to be asked. `spender` counts its calls, too, and the budget
    is of what it counts.
    """

    def __init__(
        self,
        name: str,
        *,
        api_key: SecretStr | None = None,
        base_url: str | None = None,
        timeout_seconds: float = 120.0,
        max_in_flight: int = 16,
        max_tokens: int = MAX_TOKENS,
        answer_format: AnswerFormat | Literal["auto"] = "auto",
        budget_usd: float | None = None,
        memory: Memory | None = None,
        spender: Meter | None = None,
    ) -> None:
        self.name = name
        self.identity = sha256_hex(f"{name}\n{base_url}")[:12]
        self.meter = Meter(spender)
        self._where = urlsplit(base_url).netloc.rpartition("@")[2] if base_url else "api.openai.com"
        if budget_usd is not None and cost_usd(name, 0, 0) is None:
            raise UsageError(
                f"NONMUN_BUDGET_USD is set, but the price of {name!r} is not listed in "
                "tasks/model/prices.yaml: add it there, or unset the budget."
            )
        places = Places(max_in_flight)
        self._gate = Gate(spender or self.meter, places, budget_usd)
        self._secret = api_key.get_secret_value() if api_key else ""
        self._max_tokens = max_tokens
        first = first_dialect(base_url, answer_format)
        self._negotiation = Negotiation(self.identity, first, memory, fixed=answer_format != "auto")
        http = open_model_client(
            base_url or OPENAI_URL,
            timeout_seconds=timeout_seconds,
            connections=max_in_flight,
            on_request=places.on_its_way,
            mend=lambda inner: MendingTransport(inner, CLIENT_RETRIES, self._gate.is_stopped),
        )
        weakref.finalize(self._gate, http.close)  # the gate is what all parts of the run share
        self._client = open_chat(name, api_key, base_url, timeout_seconds, http, CLIENT_RETRIES)

    @property
    def stopped(self) -> NonmunError | None:
        """What ended this run's calls; None as long as calls are let out."""
        return self._gate.stopped

    def stop(self, error: NonmunError) -> None:
        """Let no further call out: each raises the error. Calls in flight still come in."""
        self._gate.stop(error)

    def metered(self) -> "ChatModel":
        """The same model, with a meter of its own for a part of the run."""
        part = copy.copy(self)
        part.meter = Meter(self.meter)
        return part

    def ask(self, messages: Sequence[Message], *, name: str, schema: dict[str, Any]) -> Reply:
        """Send the messages and return the answer, which the server is told to shape by `schema`.

        A repair goes before all that wait: another one may have to follow it.

        Raises `UnusableAnswer` or `AnswerRefused` for this call alone, `ModelUnreachable` when the
        server does not answer, and `ModelRejectedKey` or `BudgetExhausted` when no call will do.
        """
        is_repair = any(role == "assistant" for role, _ in messages)
        try:
            message, usage = self._one_place(messages, name, schema, urgent=is_repair)
        except ModelTooSlow:
            if self._gate.stopped is not None:
                raise
            log.warning("%s: an answer did not come in time; it is asked for once more.", name)
            message, usage = self._one_place(messages, name, schema, urgent=True)
        return Reply(_text(message), usage, _request_sha(self.name, messages, schema))

    def _one_place(
        self, messages: Sequence[Message], name: str, schema: dict[str, Any], *, urgent: bool
    ) -> tuple[AIMessage, Usage]:
        with self._gate.place(urgent=urgent):
            started = time.monotonic()
            try:
                message = self._call(messages, name, schema)
            except openai.OpenAIError as error:
                said = self._short(error)
                told = meaning(error, self._where, self.name, said)
                raise self._gate.note(told, started) from self._safe(error)
            self._gate.answered()
            return message, self._account(message, time.monotonic() - started)

    def _call(self, messages: Sequence[Message], name: str, schema: dict[str, Any]) -> AIMessage:
        def call(dialect: Dialect) -> AIMessage:
            asked = in_words(dialect, messages, schema)
            return invoke(self._client, asked, in_dialect(dialect, name, schema, self._max_tokens))

        try:
            return self._negotiation.ask(call, self._said_of_parameters)
        except openai.OpenAIError:
            raise
        except Exception as error:
            # A body that is not a chat completion fails anywhere in the client and in LangChain.
            raise unusable(
                f"{self._where} answers with something that is no chat completion",
                self._short(error),
                "Check OPENAI_BASE_URL: it ends in /v1 with most servers.",
            ) from self._safe(error)

    def _said_of_parameters(self, error: Exception) -> str:
        """What the server says against the request; "" when that is not what it refuses."""
        if not refused_parameters(error):
            return ""
        status = getattr(error, "status_code", 0)
        is_other = status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
        return "" if is_other or status == HTTPStatus.PAYMENT_REQUIRED else str(error)

    def _account(self, message: AIMessage, seconds: float) -> Usage:
        tokens_in, tokens_out, cached = _tokens(message)
        usage = Usage(
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            cost_usd=cost_usd(self.name, tokens_in, tokens_out, cached),
            seconds=round(seconds, 3),
        )
        self.meter.add(usage)
        return usage

    def _short(self, error: Exception) -> str:
        """What the error says, without the key: some servers quote it."""
        body = getattr(error, "body", None)
        told = body.get("message") if isinstance(body, dict) else None
        said = one_line(str(told or error))
        return (said.replace(self._secret, "***") if self._secret else said)[:MOST_CHARACTERS]

    def _safe(self, error: Exception) -> Exception | None:
        """The error as a cause that a traceback may show; None when it quotes the key."""
        return None if self._secret and self._secret in str(error) else error


def rehearse() -> None:
    """Ask a server that is played within the process.

    What the client imports and builds for its first call takes 0.2 s, when sixteen are to go out.
    """
    message = {"role": "assistant", "content": "{}"}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    head = {"id": "rehearsal", "object": "chat.completion", "created": 0, "model": "rehearsal"}
    body = {**head, "choices": [choice], "usage": usage}
    answer = httpx.MockTransport(lambda _: httpx.Response(HTTPStatus.OK, json=body))
    with httpx.Client(transport=answer) as http:
        client = open_chat("rehearsal", None, "http://localhost", 1.0, http, 0)
        schema = {"type": "object"}
        asked = in_dialect(first_dialect(None, "auto"), "rehearsal", schema, MAX_TOKENS)
        invoke(client, [("user", "Rehearse.")], asked)


def _tokens(message: AIMessage) -> tuple[int, int, int]:
    usage = message.usage_metadata
    if usage is None:
        return 0, 0, 0
    cached = usage.get("input_token_details", {}).get("cache_read", 0)
    return usage["input_tokens"], usage["output_tokens"], cached


def _text(message: AIMessage) -> str:
    """The answer's text, or its reasoning where some parser took all for that."""
    if refusal := message.additional_kwargs.get("refusal"):
        raise AnswerRefused(f"The model declined: {str(refusal)[:MOST_CHARACTERS]}")
    match message.response_metadata.get("finish_reason"):
        case "length":
            raise unusable(
                "the answer is cut at the token limit", hint="Raise NONMUN_MODEL_MAX_TOKENS."
            )
        case "content_filter":
            raise AnswerRefused("The server's content filter stopped the answer.")
    return _joined(message.content) or str(message.additional_kwargs.get("reasoning", ""))


def _joined(content: str | list[str | dict[str, Any]]) -> str:
    """The text of a content that may come in parts; those that are thoughts are left out."""
    if isinstance(content, str):
        return content
    parts = (part if isinstance(part, str) else _part(part) for part in content)
    return "".join(parts)


def _part(part: dict[str, Any]) -> str:
    is_text = part.get("type") in ("text", "output_text")
    return str(part.get("text") or "") if is_text else ""


def _request_sha(model: str, messages: Sequence[Message], schema: dict[str, Any]) -> str:
    return sha256_hex(json.dumps([model, *messages, schema], ensure_ascii=False, sort_keys=True))
