"""Servers that answer as widely used ones do: each gives a day of Korean digests, or one line."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from sample.chat import completion
from sample.model import ModelReply, ModelRequest
from sample.standin import honest_responder
from sample.traffic import Fault
from tasks.run.errors import DayIncomplete, ModelTooSlow, ModelUnreachable
from tests.flows.published import edition_of

pytestmark = [
    pytest.mark.flow,
    pytest.mark.browser,
    pytest.mark.xdist_group("flow"),
    pytest.mark.usefixtures("prefect_server"),
]

DAY = date(2024, 11, 22)
PAPERS = 3


def run() -> Any:
    from flows.daily import daily

    return daily(day=DAY)


@pytest.fixture
def a_day(item: Callable[..., dict[str, Any]]) -> dict[date, list[dict[str, Any]]]:
    papers = [
        item(
            f"2411.0000{number}",
            title=f"FastNet: A Small Network {number}",
            summary="We present FastNet, a neural network. It improves accuracy by 5.3% on "
            "ImageNet. Code is released.",
        )
        for number in range(PAPERS)
    ]
    return {DAY: papers}


def text_of(request: ModelRequest) -> str:
    return json.dumps(honest_responder(request).content, ensure_ascii=False)


def says(text: Callable[[str], str]) -> Callable[[ModelRequest], ModelReply]:
    """Plays a model that writes so around the JSON."""
    return lambda request: ModelReply(content=text(text_of(request)))


def message(change: Callable[[str], Mapping[str, Any]]) -> Callable[[ModelRequest], ModelReply]:
    """Plays a server that puts the JSON into its message in this way."""

    def respond(request: ModelRequest) -> ModelReply:
        body = completion(request, ModelReply(content=text_of(request)))
        body["choices"][0]["message"] |= change(text_of(request))
        return ModelReply(body=json.dumps(body))

    return respond


def takes(*formats: str) -> Callable[[ModelRequest], ModelReply]:
    """Plays a server that takes only these answer formats."""
    error = json.dumps({"error": {"message": "This response_format type is unavailable now"}})

    def respond(request: ModelRequest) -> ModelReply:
        if request.answer_format in formats:
            return honest_responder(request)
        return ModelReply(status=400, body=error)

    return respond


def first_of_each(reply: ModelReply) -> Callable[[ModelRequest], ModelReply]:
    """Plays a server that gives this reply to the first try of every call."""
    tried: Counter[tuple[Any, ...]] = Counter()

    def respond(request: ModelRequest) -> ModelReply:
        call = (request.stage, request.arxiv_id, request.category, request.attempt)
        tried[call] += 1
        return reply if tried[call] == 1 else honest_responder(request)

    return respond


def late(*, seconds: float, first: int) -> Any:
    """The first model calls come late by so many seconds."""
    fault = Fault(delay_seconds=seconds)
    return lambda asked: fault if asked.kind == "model" and asked.number <= first else None


def streamed(request: ModelRequest) -> ModelReply:
    text = text_of(request)
    pieces = [text[at : at + 50] for at in range(0, len(text), 50)]
    lines = [json.dumps({"choices": [{"index": 0, "delta": {"content": p}}]}) for p in pieces]
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    lines.append(json.dumps({"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": usage}))
    body = "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"])
    return ModelReply(body=body)


def in_a_moment() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)


SURROGATE = "\\ud83d"
SERVERS = {
    "thinks aloud": says(lambda json: f"<think>The {{user}} wants {{}}: hm.</think>\n{json}"),
    "thinks without end": says(lambda json: f"<think>Perhaps {{'a': 1}}?\n{json}"),
    "takes json_object": takes("json_object", "text"),
    "takes no format": takes("text"),
    "in parts": message(
        lambda text: {
            "content": [
                {"type": "thinking", "thinking": [{"type": "text", "text": "{hm}"}]},
                {"type": "text", "text": text},
            ]
        }
    ),
    "half an emoji": says(lambda json: json.replace("니다.", f"니다{SURROGATE}.")),
    "takes all for reasoning": message(lambda text: {"content": "", "reasoning_content": text}),
    "takes all for reasoning, otherwise": message(
        lambda text: {"content": None, "reasoning": text}
    ),
    "error in a 200": first_of_each(ModelReply(body='{"error": {"message": "x", "code": 502}}')),
    "error text in a 200": first_of_each(ModelReply(body='{"error": "upstream failed"}')),
    "empty body": first_of_each(ModelReply(body="")),
    "529": first_of_each(ModelReply(status=529, body='{"error": {"message": "overloaded"}}')),
    "429 that looks like an answer": first_of_each(
        ModelReply(status=429, body='{"choices": []}', headers={"retry-after-ms": "20"})
    ),
    "Retry-After as a date": first_of_each(
        ModelReply(status=429, body="{}", headers={"retry-after": in_a_moment()})
    ),
    "streams": streamed,
    "in a fence": says(lambda json: f"```json\n{json}\n```"),
    "in prose": says(lambda json: f"Here it is:\n{json}\nAnything else?"),
    "without usage": message(lambda _: {}),
    "trailing commas": says(lambda json: json.replace("}]", "},]")),
    "a list": says(lambda json: f"[{json}]"),
    "other case": says(lambda json: json.replace('"title_ko"', '"Title_KO"')),
    "numbers as strings": says(
        lambda json: re.sub(r'"cites": \[(\d+)\]', r'"cites": ["\1"]', json)
    ),
}


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_as_people_run_them_gives_a_day_of_korean_digests(
    server: str, sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    played = sample(a_day, SERVERS[server])
    folder = point_to(played)
    assert run().outcome == "published"
    states = [row["state"] for row in edition_of(folder, DAY)["papers"]]
    assert states == ["verified"] * PAPERS
    asked, most = played.app.traffic.count("model"), 2 * PAPERS + 1
    if server.startswith("takes ") and "reasoning" not in server:
        assert most < asked <= most + 2


def test_the_next_run_with_a_server_needs_no_further_call(
    sample: Callable[..., Any],
    point_to: Callable[..., Path],
    a_day: Any,
    item: Callable[..., dict[str, Any]],
) -> None:
    played = sample(a_day, takes("text"))
    point_to(played)
    run()
    same = a_day[DAY][0]["paper"]
    paper = {"title": "FastNet: Another One", "summary": same["summary"]}
    played.app.huggingface.days = {DAY: [*a_day[DAY], item("2411.00009", **paper)]}
    before = len(played.app.traffic.requests)
    assert run().outcome == "revised"
    stages = [asked.stage for asked in played.app.traffic.requests[before:] if asked.stage]
    assert Counter(stages) == {"category": 1, "digest": 1, "insight": 1}


def test_when_all_papers_fail_alike_one_line_says_so_and_they_wait(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    reply = ModelReply(content="I cannot write JSON.")
    folder = point_to(sample(a_day, lambda _: reply))
    with pytest.raises(DayIncomplete) as caught:
        run()
    assert "no JSON in the answer (Try NONMUN_ANSWER_FORMAT" in str(caught.value)
    assert f"{2 * PAPERS} answers, " in str(caught.value)
    papers = edition_of(folder, DAY)["papers"]
    assert [row["state"] for row in papers] == ["extract"] * PAPERS
    assert all(row["pending"] and "기다리는" in row["reason"] for row in papers)


def test_a_prompt_that_does_not_fit_says_so_once(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    error = {"error": {"message": "the request exceeds the available context size, try increasing"}}

    def respond(request: ModelRequest) -> ModelReply:
        if request.stage == "digest":
            return ModelReply(status=400, body=json.dumps(error))
        return honest_responder(request)

    point_to(sample(a_day, respond))
    with pytest.raises(DayIncomplete) as caught:
        run()
    assert str(caught.value).count("does not fit into the model's context") == 1
    assert "OLLAMA_CONTEXT_LENGTH" in str(caught.value)


def test_a_server_that_refuses_everything_ends_the_day_with_one_line(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    played = sample(a_day, lambda _: ModelReply(status=400, body='{"error": {"message": "no"}}'))
    point_to(played)
    started = datetime.now(UTC)
    with pytest.raises(ModelUnreachable, match="refuses every call"):
        run()
    assert datetime.now(UTC) - started < timedelta(seconds=10)
    assert played.app.traffic.count("model") <= 3 * 2 * PAPERS


def test_errors_in_every_200_are_named(
    sample: Callable[..., Any],
    point_to: Callable[..., Path],
    a_day: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tasks.model.chat.CLIENT_RETRIES", 1)
    point_to(sample(a_day, lambda _: ModelReply(body='{"error": {"message": "no credits"}}')))
    with pytest.raises(ModelUnreachable, match="no credits"):
        run()


def test_a_server_that_is_too_slow_for_so_many_calls_is_asked_fewer_at_a_time(
    sample: Callable[..., Any],
    point_to: Callable[..., Path],
    a_day: Any,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tasks.model.formats.HEAD_START_SECONDS", 0.0)
    played = sample(a_day, honest_responder)
    played.app.traffic.faults = late(seconds=3.0, first=4)
    folder = point_to(played, NONMUN_MODEL_TIMEOUT_SECONDS="1.0", NONMUN_CONCURRENCY="4")
    with caplog.at_level("INFO"):
        assert run().outcome == "published"
    assert [row["state"] for row in edition_of(folder, DAY)["papers"]] == ["verified"] * PAPERS
    assert "from now on 1 at a time" in caplog.text
    assert caplog.text.count("asked for once more") == 4


def test_a_server_that_never_answers_in_time_is_told_apart_from_one_that_is_away(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    played = sample(a_day, honest_responder)
    played.app.traffic.faults = late(seconds=5.0, first=1000)
    point_to(played, NONMUN_MODEL_TIMEOUT_SECONDS="0.3", NONMUN_CONCURRENCY="2")
    with pytest.raises(ModelTooSlow, match="NONMUN_MODEL_TIMEOUT_SECONDS"):
        run()


def test_a_day_with_nothing_verified_says_by_which_rules(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    def lie(request: ModelRequest) -> ModelReply:
        reply = honest_responder(request)
        if request.stage != "digest":
            return reply
        text = json.dumps(reply.content, ensure_ascii=False).replace("니다.", "니다 ZetaQuux.")
        return ModelReply(content=text)

    point_to(sample(a_day, lie))
    assert run().reason == f"0 verified, {PAPERS} extracts: most were refused by name"
