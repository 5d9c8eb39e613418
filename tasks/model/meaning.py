"""What an error of the client means for a call, and for the run."""

import re
from http import HTTPStatus

import httpx
import openai

from tasks.model.reading import unusable
from tasks.run.errors import (
    AnswerRefused,
    ModelOutOfQuota,
    ModelRejectedKey,
    ModelTooSlow,
    ModelUnreachable,
    NonmunError,
)

MOST_CHARACTERS = 200
AGAIN = "then run again; stored answers are not paid for twice."

_TOO_LONG = re.compile(
    r"context[ _](?:length|window|size)|context_length_exceeded|prompt is too long|too many tokens",
    re.IGNORECASE,
)
_PARAMETERS = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_IMPLEMENTED)


def meaning(error: openai.OpenAIError, where: str, model: str, said: str) -> NonmunError:
    """What the error means: of this call alone, of all, or that the server did not answer.

    `where` is the server, `said` what the error says, without secrets.
    """
    match error:
        case openai.APITimeoutError() if _was_reached(error):
            return ModelTooSlow(
                f"The model server {where} was reached but does not answer in time: raise "
                f"NONMUN_MODEL_TIMEOUT_SECONDS or lower NONMUN_CONCURRENCY, {AGAIN}"
            )
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return ModelRejectedKey(
                f"{where} refuses the key (HTTP {error.status_code}): "
                "check OPENAI_API_KEY and OPENAI_BASE_URL."
            )
        case openai.NotFoundError():
            return ModelRejectedKey(
                f"{where} has no model {model!r} (HTTP 404): "
                "check NONMUN_MODEL and OPENAI_BASE_URL."
            )
        case openai.APIStatusError() if _is_out_of_quota(error):
            return ModelOutOfQuota(f"The account at {where} has no quota left: add credit, {AGAIN}")
        case openai.APIStatusError() if refused_parameters(error):
            return _refusal(error, said)
        case openai.APIStatusError():
            return ModelUnreachable(
                f"The model server {where} answers HTTP {error.status_code}, also when asked "
                f"again ({said}): check that it runs and OPENAI_BASE_URL, {AGAIN}"
            )
        case openai.APIConnectionError():
            return ModelUnreachable(
                f"The model server {where} cannot be reached: check that it runs and "
                f"OPENAI_BASE_URL, {AGAIN}"
            )
    return unusable("the answer cannot be read", type(error).__name__)


def refused_parameters(error: Exception) -> bool:
    """True when the server refuses what is asked or how, and asking again is useless."""
    return isinstance(error, openai.APIStatusError) and (
        error.status_code in _PARAMETERS
        or (400 <= error.status_code < 500 and not isinstance(error, openai.RateLimitError))
    )


def _refusal(error: openai.APIStatusError, said: str) -> AnswerRefused:
    if _TOO_LONG.search(said):
        return AnswerRefused(
            f"The prompt does not fit into the model's context ({said})",
            trouble="the prompt does not fit into the model's context",
            hint="Raise the server's context length (Ollama: OLLAMA_CONTEXT_LENGTH=16384) or lower "
            "NONMUN_MODEL_MAX_TOKENS.",
        )
    return AnswerRefused(
        f"The server refuses this paper (HTTP {error.status_code}): {said}",
        trouble=f"HTTP {error.status_code}: {said}",
    )


def _is_out_of_quota(error: openai.APIStatusError) -> bool:
    return error.status_code == HTTPStatus.PAYMENT_REQUIRED or error.code == "insufficient_quota"


def _was_reached(error: openai.APITimeoutError) -> bool:
    return not isinstance(error.__cause__, httpx.ConnectTimeout)
