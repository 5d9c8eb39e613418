"""The words between the played model server and whoever answers for the model."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tasks.records import sha256_hex

UNKNOWN = "이 논문에 대해서는 기록된 답변이 없어 답할 수 없습니다."


@dataclass(frozen=True)
class ModelRequest:
    """One chat completion that is asked for.

    `stage` is "category", "digest", "insight" or "review". `arxiv_id` is set for what is about a
    paper, `category` and `day` for what is about an insight. `attempt` is 1 plus the number of
    answers already in `messages`, and `prompt` a hash of the first question. `answer_format` is
    "text" where nothing but the prompt asks for JSON, and `body` the whole request.
    """

    stage: str
    attempt: int
    model: str
    messages: tuple[Mapping[str, Any], ...]
    schema: Mapping[str, Any]
    arxiv_id: str | None = None
    category: str | None = None
    day: str | None = None
    prompt: str | None = None
    answer_format: str = "json_schema"
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ModelReply:
    """What the model answers: `content` as JSON or as raw text, or a `refusal`.

    `body` replaces the whole HTTP body, for answers that are not chat completions.
    """

    content: Mapping[str, Any] | str = ""
    finish_reason: str = "stop"
    refusal: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None


Responder = Callable[[ModelRequest], ModelReply]


def read_request(body: bytes) -> ModelRequest | None:
    """The chat completion that an HTTP body asks for; None when it is anything else."""
    try:
        asked = json.loads(body)
        messages = tuple(asked["messages"])
        answer_format = asked.get("response_format", {"type": "text"})
        stage, schema = _asked_for(answer_format, messages)
        first = next(message["content"] for message in messages if message["role"] == "user")
        request = ModelRequest(
            stage=stage,
            attempt=1 + sum(message["role"] == "assistant" for message in messages),
            model=asked["model"],
            messages=messages,
            schema=schema,
            answer_format=answer_format["type"],
            body=asked,
            prompt=sha256_hex(first),
        )
    except (ValueError, KeyError, TypeError, StopIteration):
        return None
    if request.stage == "insight":
        return replace(request, category=_line(first, "category"), day=_line(first, "day"))
    if request.stage == "review":
        subject = (re.search(r"^subject: (.+)$", first, re.MULTILINE) or ["", ""])[1]
        return _about(request, subject)
    return replace(request, arxiv_id=_line(first, "arXiv"))


def _about(request: ModelRequest, subject: str) -> ModelRequest:
    """The request with what a review is about: a paper, or a category of a day."""
    day, _, category = subject.partition(" ")
    return (
        replace(request, category=category, day=day) if category else replace(request, arxiv_id=day)
    )


_STAGE_OF = {
    "primary": "category",
    "title_ko": "digest",
    "themes": "insight",
    "sentences": "review",
}
"""A field that only the answers of one stage have."""


def _asked_for(
    answer_format: Mapping[str, Any], messages: Sequence[Mapping[str, Any]]
) -> tuple[str, Any]:
    """Stage and schema, from the request or else from the end of the system message."""
    if answer_format["type"] == "json_schema":
        named = answer_format["json_schema"]
        return named["name"], named["schema"]
    schema = json.loads(messages[0]["content"].rpartition("\n")[2])
    return next(name for field, name in _STAGE_OF.items() if field in schema["properties"]), schema


def _line(text: str, name: str) -> str | None:
    """The value of the first line `name: value`."""
    found = re.search(rf"^{name}: (\S+)$", text, re.MULTILINE)
    return found[1] if found else None


def recorded_responder(folder: Path) -> Responder:
    """Answer from recorded files; a paper or category that was not recorded is refused.

    `{arxiv_id}.json` holds `{"category": {...}, "digest": [{...}, ...]}` with one digest an
    attempt, `insights.json` `{category id: [{...}, ...]}`. The last answer is given again to every
    later attempt. `reviews.json` holds what a second reader said of sentences, by their text.
    """
    papers = {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in sorted(folder.glob("*.json"))
        if path.stem not in ("insights", "reviews")
    }
    insights_path = folder / "insights.json"
    insights = json.loads(insights_path.read_text("utf-8")) if insights_path.exists() else {}
    reviews_path = folder / "reviews.json"
    reviews = json.loads(reviews_path.read_text("utf-8")) if reviews_path.exists() else {}

    def respond(request: ModelRequest) -> ModelReply:
        if request.stage == "review":
            return ModelReply(content=_recorded_review(request, reviews))
        if request.stage == "insight":
            answers = insights.get(request.category or "", [])
        else:
            answers = papers.get(request.arxiv_id or "", {}).get(request.stage, [])
        if request.stage == "category":
            answers = [answers] if answers else []
        if not answers:
            return ModelReply(refusal=UNKNOWN)
        return ModelReply(content=answers[min(request.attempt, len(answers)) - 1])

    return respond


def _recorded_review(request: ModelRequest, reviews: Mapping[str, Any]) -> dict[str, Any]:
    """What was recorded of the Korean sentences that are asked about; the others are skipped."""
    prompt = next(str(m["content"]) for m in request.messages if m["role"] == "user")
    asked = re.findall(r"^K(\d+) (.+)$", prompt, re.MULTILINE)
    said = [{"n": int(number), **reviews[text]} for number, text in asked if text in reviews]
    return {"sentences": said}
