"""Plays an OpenAI-compatible server: the chat completions that langchain-openai asks for.

No streaming. Tokens are counted as a quarter of the characters, which is near enough for accounts
that are only compared with each other.
"""

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sample.model import ModelReply, ModelRequest, Responder, read_request

CHARACTERS_PER_TOKEN = 4


class Chat:
    """The model server; `respond` may be exchanged while it runs."""

    def __init__(self, respond: Responder) -> None:
        self.respond = respond

    def routes(self) -> list[Route]:
        """The two routes that clients use."""
        return [
            Route("/v1/chat/completions", self._complete, methods=["POST"]),
            Route("/v1/models", self._models),
        ]

    async def _models(self, _: Request) -> Response:
        model = {"id": "sample", "object": "model", "created": 0, "owned_by": "nonmun"}
        return JSONResponse({"object": "list", "data": [model]})

    async def _complete(self, http_request: Request) -> Response:
        request = read_request(await http_request.body())
        if request is None:
            raise HTTPException(400, "not a chat completion request with a JSON schema")
        reply = self.respond(request)
        if reply.body is not None:
            return Response(reply.body, reply.status, dict(reply.headers), "application/json")
        return JSONResponse(completion(request, reply), reply.status, dict(reply.headers))


def completion(request: ModelRequest, reply: ModelReply) -> dict[str, Any]:
    """The body of a chat completion with this reply."""
    content = reply.content
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    message = {
        "role": "assistant",
        "content": None if reply.refusal else text,
        "refusal": reply.refusal,
    }
    tokens_in = sum(_tokens(str(message["content"])) for message in request.messages)
    tokens_out = _tokens(reply.refusal or text)
    return {
        "id": f"chatcmpl-{request.stage}-{request.arxiv_id or request.category}-{request.attempt}",
        "object": "chat.completion",
        "created": 0,
        "model": request.model,
        "choices": [{"index": 0, "message": message, "finish_reason": reply.finish_reason}],
        "usage": {
            "prompt_tokens": tokens_in,
            "completion_tokens": tokens_out,
            "total_tokens": tokens_in + tokens_out,
        },
    }


def _tokens(text: str) -> int:
    return len(text) // CHARACTERS_PER_TOKEN
