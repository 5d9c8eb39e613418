"""The client: LangChain's for OpenAI, made to keep what compatible servers add."""

from collections.abc import Sequence
from typing import Any, Literal

import httpx
import openai
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatResult
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from tasks.outside.http import tls

Message = tuple[Literal["system", "user", "assistant"], str]

OPENAI_URL = "https://api.openai.com/v1"

_REASONING = ("reasoning_content", "reasoning")
"""Where servers with a parser for reasoning put what they take for it; OpenAI has no such field."""


class _Client(ChatOpenAI):
    """ChatOpenAI, which drops the fields for reasoning, with them."""

    def _create_chat_result(
        self,
        response: dict[str, Any] | openai.BaseModel,
        generation_info: dict[str, Any] | None = None,
    ) -> ChatResult:
        result = super()._create_chat_result(response, generation_info)
        raw = response if isinstance(response, dict) else response.model_dump(warnings=False)
        for choice, generation in zip(raw["choices"], result.generations, strict=True):
            said = [choice["message"].get(name) for name in _REASONING]
            generation.message.additional_kwargs["reasoning"] = next(filter(None, said), "")
        return result


def open_chat(
    name: str,
    api_key: SecretStr | None,
    base_url: str | None,
    timeout_seconds: float,
    http: httpx.Client,
    retries: int,
) -> ChatOpenAI:
    """A client for one model, over an open HTTP client."""
    return _Client(
        model=name,
        # Servers of one's own often need no key, but the client insists on one.
        api_key=api_key or SecretStr("none"),
        base_url=base_url,
        timeout=timeout_seconds,
        max_retries=retries,
        use_responses_api=False,
        http_client=http,
        # Nothing here is asynchronous, but the client would make one with authorities of its own.
        http_async_client=httpx.AsyncClient(verify=tls(), trust_env=False),
    )


def invoke(client: ChatOpenAI, messages: Sequence[Message], body: dict[str, Any]) -> AIMessage:
    """Send the messages with these further fields of the request; what the assistant answers.

    Raises openai's errors, and anything for a body that is no chat completion. The fields go
    past LangChain: it would parse a `response_format` itself, and fail on all that is not JSON.
    """
    message = client.bind(extra_body=body).invoke(list(messages))
    if not isinstance(message, AIMessage):
        raise TypeError(f"it answered as {message.type}, not as the assistant")
    return message
