"""One chat call with a JSON answer: bounded in flight, retried by the client, paid for once.

Retries with backoff, jitter and Retry-After are the client's; this module says what an error
means for the run.
"""

import copy
import json
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx
import openai
from langchain_core.messages import AIMessage, BaseMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from tasks.model.gate import Gate
from tasks.model.meter import Meter
from tasks.model.places import Places
from tasks.model.prices import cost_usd
from tasks.outside.http import open_model_client, tls
from tasks.records import Usage, sha256_hex
from tasks.run.errors import (
    AnswerRefused,
    ModelRejectedKey,
    ModelUnreachable,
    NonmunError,
    UnusableAnswer,
    UsageError,
)
from tasks.text import one_line

Message = tuple[Literal["system", "user", "assistant"], str]

CLIENT_RETRIES = 4
OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True)
class Reply:
    """A model's answer as text, what it took, and the hash of the whole request."""

    content: str
    usage: Usage
    request_sha: str


class ChatModel:
    """A chat model behind an OpenAI-compatible server. Safe to use from many threads.

    `identity` is safe as a file name and differs between servers with models of one name. `meter`
    counts every paid call, including those whose answer was of no use.
    """

    def __init__(
        self,
        name: str,
        *,
        api_key: SecretStr | None = None,
        base_url: str | None = None,
        timeout_seconds: float = 120.0,
        max_in_flight: int = 16,
        budget_usd: float | None = None,
    ) -> None:
        self.name = name
        self.identity = sha256_hex(f"{name}\n{base_url}")[:12]
        self.meter = Meter()
        self._where = urlsplit(base_url).netloc.rpartition("@")[2] if base_url else "api.openai.com"
        if budget_usd is not None and cost_usd(name, 0, 0) is None:
            raise UsageError(
                f"NONMUN_BUDGET_USD is set, but the price of {name!r} is not listed in "
                "tasks/model/prices.yaml: add it there, or unset the budget."
            )
        places = Places(max_in_flight)
        self._gate = Gate(self.meter, places, budget_usd)
        self._secret = api_key.get_secret_value() if api_key else ""
        http = open_model_client(
            base_url or OPENAI_URL,
            timeout_seconds=timeout_seconds,
            connections=max_in_flight,
            on_request=places.on_its_way,
        )
        weakref.finalize(self._gate, http.close)  # the gate is what all parts of the run share
        self._client = _open(name, api_key, base_url, timeout_seconds, http)

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
        with self._gate.place(urgent=is_repair):
            started = time.monotonic()
            try:
                message = self._call(messages, name, schema)
            except openai.OpenAIError as error:
                raise self._meaning(error) from self._safe(error)
            self._gate.answered()
            usage = self._account(_tokens(message), time.monotonic() - started)
        return Reply(_text(message), usage, _request_sha(self.name, messages, schema))

    def _call(self, messages: Sequence[Message], name: str, schema: dict[str, Any]) -> AIMessage:
        try:
            message = _invoke(self._client, messages, name, schema)
        except openai.OpenAIError:
            raise
        except Exception as error:
            # A body that is not a chat completion fails anywhere in the client and in LangChain.
            raise UnusableAnswer(
                f"{self._where} answered with something that is no chat completion: "
                f"{self._short(error)}"
            ) from self._safe(error)
        if not isinstance(message, AIMessage):
            raise UnusableAnswer(f"{self._where} answered as {message.type}, not as the assistant.")
        return message

    def _account(self, tokens: tuple[int, int, int], seconds: float) -> Usage:
        tokens_in, tokens_out, cached = tokens
        cost = cost_usd(self.name, tokens_in, tokens_out, cached)
        usage = Usage(tokens_in=tokens_in, tokens_out=tokens_out, cost_usd=cost, seconds=seconds)
        self.meter.add(usage)
        return usage

    def _meaning(self, error: openai.OpenAIError) -> NonmunError:
        """What a client error means: for one paper, for the run, or for the settings."""
        match error:
            case openai.LengthFinishReasonError():
                self._account(_completion_tokens(error.completion), 0.0)
                return UnusableAnswer("The model's answer was cut at its token limit.")
            case openai.ContentFilterFinishReasonError():
                return AnswerRefused("The server's content filter stopped the answer.")
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return self._gate.stop(
                    ModelRejectedKey(
                        f"{self._where} refuses the key (HTTP {error.status_code}): "
                        "check OPENAI_API_KEY and OPENAI_BASE_URL."
                    )
                )
            case openai.NotFoundError():
                return self._gate.stop(
                    ModelRejectedKey(
                        f"{self._where} has no model {self.name!r} (HTTP 404): "
                        "check NONMUN_MODEL and OPENAI_BASE_URL."
                    )
                )
            case openai.APIStatusError() if _is_out_of_quota(error):
                return self._gate.stop(
                    ModelUnreachable(
                        f"The account at {self._where} has no quota left: add credit, then run "
                        "again; stored answers are not paid for twice."
                    )
                )
            case openai.RateLimitError() | openai.InternalServerError():
                return self._missed(
                    f"answers HTTP {error.status_code} after {CLIENT_RETRIES} retries"
                )
            case openai.APIConnectionError():
                return self._missed("cannot be reached")
            case openai.APIStatusError():
                said = self._short(error)
                return AnswerRefused(
                    f"The server refuses this paper (HTTP {error.status_code}): {said}"
                )
        return UnusableAnswer(f"The model's answer cannot be read: {type(error).__name__}.")

    def _short(self, error: Exception) -> str:
        """What the error says, without the key: some servers quote it."""
        said = one_line(str(error))
        return (said.replace(self._secret, "***") if self._secret else said)[:200]

    def _safe(self, error: Exception) -> Exception | None:
        """The error as a cause that a traceback may show; None when it quotes the key."""
        return None if self._secret and self._secret in str(error) else error

    def _missed(self, what: str) -> NonmunError:
        error = ModelUnreachable(
            f"The model server {self._where} {what}: check that it runs and OPENAI_BASE_URL, then "
            "run again; stored answers are not paid for twice."
        )
        return self._gate.missed(error)


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
        client = _open("rehearsal", None, "http://localhost", 1.0, http)
        _invoke(client, [("user", "Rehearse.")], "rehearsal", {"type": "object"})


def _open(
    name: str,
    api_key: SecretStr | None,
    base_url: str | None,
    timeout_seconds: float,
    http: httpx.Client,
) -> ChatOpenAI:
    return ChatOpenAI(
        model=name,
        # Servers of one's own often need no key, but the client insists on one.
        api_key=api_key or SecretStr("none"),
        base_url=base_url,
        timeout=timeout_seconds,
        max_retries=CLIENT_RETRIES,
        use_responses_api=False,
        http_client=http,
        # Nothing here is asynchronous, but the client would make one with authorities of its own.
        http_async_client=httpx.AsyncClient(verify=tls(), trust_env=False),
    )


def _invoke(
    client: ChatOpenAI, messages: Sequence[Message], name: str, schema: dict[str, Any]
) -> BaseMessage:
    answer_format = {"name": name, "schema": schema, "strict": True}
    bound = client.bind(response_format={"type": "json_schema", "json_schema": answer_format})
    return bound.invoke(list(messages))


def _is_out_of_quota(error: openai.APIStatusError) -> bool:
    return error.status_code == HTTPStatus.PAYMENT_REQUIRED or error.code == "insufficient_quota"


def _tokens(message: AIMessage) -> tuple[int, int, int]:
    usage = message.usage_metadata
    if usage is None:
        return 0, 0, 0
    cached = usage.get("input_token_details", {}).get("cache_read", 0)
    return usage["input_tokens"], usage["output_tokens"], cached


def _completion_tokens(completion: Any) -> tuple[int, int, int]:
    usage = completion.usage
    return (usage.prompt_tokens, usage.completion_tokens, 0) if usage else (0, 0, 0)


def _text(message: AIMessage) -> str:
    if refusal := message.additional_kwargs.get("refusal"):
        raise AnswerRefused(f"The model declined: {str(refusal)[:200]}")
    return message.content if isinstance(message.content, str) else ""


def _request_sha(model: str, messages: Sequence[Message], schema: dict[str, Any]) -> str:
    return sha256_hex(json.dumps([model, *messages, schema], ensure_ascii=False, sort_keys=True))
