"""The model behind a real server that answers well, badly, late or not at all."""

import json
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from sample.model import ModelReply
from sample.traffic import Fault
from tasks.model import ChatModel, Message, chat, gate, read_answer, strict_schema
from tasks.records import CategoryChoice
from tasks.run.errors import (
    AnswerRefused,
    BudgetExhausted,
    ModelRejectedKey,
    ModelUnreachable,
    NonmunError,
    UnusableAnswer,
    UsageError,
)
from tests.waiting import wait_until

GOOD = ModelReply(content={"primary": "code", "secondary": []})
SECRET = "sk-a-very-secret-key"


def ask(model: ChatModel) -> str:
    schema = strict_schema(CategoryChoice)
    return model.ask([("user", "arXiv: 2411.00001")], name="category", schema=schema).content


@pytest.fixture
def model_at(
    sample: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[ChatModel, Any]]:
    monkeypatch.setattr(chat, "CLIENT_RETRIES", 0)

    def make(reply: ModelReply, **options: Any) -> tuple[ChatModel, Any]:
        server = sample({}, lambda _: reply)
        options = {"name": "gpt-4o-mini", "api_key": SecretStr(SECRET), **options}
        model = ChatModel(base_url=server.at.openai_base_url, **options)
        return model, server.app

    return make


def test_an_answer_comes_with_its_tokens_cost_and_request(model_at: Any) -> None:
    model, _ = model_at(GOOD)
    reply = model.ask([("user", "x" * 400)], name="category", schema=strict_schema(CategoryChoice))
    assert reply.content == '{"primary": "code", "secondary": []}'
    assert reply.usage.tokens_in == 100
    assert reply.usage.cost_usd == pytest.approx(100 * 0.15e-6 + 9 * 0.6e-6)
    assert len(reply.request_sha) == 64
    assert model.meter.spent.tokens_in == 100


@pytest.mark.parametrize(
    "body",
    [
        '"hello"',
        "[]",
        "null",
        "{}",
        '{"choices": []}',
        '{"choices": null}',
        '{"choices": [{"message": null}]}',
        '{"choices": [{"message": {"content": "x"}}]}',
        '{"choices": [{"message": {"role": "wizard", "content": "x"}}], "usage": "x"}',
        "<html>not an API</html>",
    ],
)
def test_a_body_that_is_no_chat_completion_is_unusable_in_one_line(
    body: str, model_at: Any
) -> None:
    model, _ = model_at(ModelReply(body=body))
    with pytest.raises(UnusableAnswer) as caught:
        read_answer(CategoryChoice, ask(model))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (401, {"message": "bad key"}, ModelRejectedKey),
        (403, {"message": "no access"}, ModelRejectedKey),
        (404, {"message": "no such model"}, ModelRejectedKey),
        (429, {"message": "slow down"}, ModelUnreachable),
        (429, {"message": "pay", "code": "insufficient_quota"}, ModelUnreachable),
        (402, {"message": "pay"}, ModelUnreachable),
        (500, {"message": "oops"}, ModelUnreachable),
        (503, {"message": "later"}, ModelUnreachable),
        (200, {"message": "upstream"}, ModelUnreachable),
        (200, {"message": "slow down", "code": 429}, ModelUnreachable),
        (529, {"message": "overloaded"}, ModelUnreachable),
        (400, {"message": "response_format is not supported"}, AnswerRefused),
        (422, {"message": "too long"}, AnswerRefused),
    ],
)
def test_every_status_has_one_meaning_and_no_message_holds_the_key(
    status: int, body: dict[str, str], meaning: type[NonmunError], model_at: Any
) -> None:
    model, _ = model_at(ModelReply(status=status, body=json.dumps({"error": body})))
    with pytest.raises(meaning) as caught:
        ask(model)
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_the_server_says_of_a_bad_request_is_told(model_at: Any) -> None:
    body = '{"error": {"message": "response_format is not supported"}}'
    model, _ = model_at(ModelReply(status=400, body=body))
    with pytest.raises(AnswerRefused, match="response_format is not supported"):
        ask(model)


@pytest.mark.parametrize("status", [200, 400, 401])
def test_a_key_that_the_server_quotes_is_in_no_message_and_no_traceback(
    status: int, model_at: Any
) -> None:
    body = json.dumps({"error": {"message": f"what is {SECRET}?"}, "choices": SECRET})
    model, _ = model_at(ModelReply(status=status, body=body))
    with pytest.raises(NonmunError) as caught:
        ask(model)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_an_answer_of_a_hundred_megabytes_is_not_read_to_its_end(model_at: Any) -> None:
    model, app = model_at(GOOD)
    endless = Fault(status=200, headers={"content-type": "application/json"}, body=" " * 100_000)
    app.traffic.faults = lambda _: replace(endless, repeat=1000)
    with pytest.raises(UnusableAnswer, match="more than 20 MB"):
        ask(model)
    assert app.traffic.count("model") == 1


def test_an_answer_that_trickles_in_is_given_up(model_at: Any) -> None:
    model, app = model_at(GOOD, timeout_seconds=0.5)
    app.traffic.faults = lambda _: Fault(drip_seconds=0.1)
    started = time.monotonic()
    with pytest.raises(ModelUnreachable):
        ask(model)
    assert time.monotonic() - started < 3.0


def test_a_refusal_a_filter_and_a_cut_answer_are_told_apart(model_at: Any) -> None:
    for reply, meaning in (
        (ModelReply(refusal="I cannot."), AnswerRefused),
        (ModelReply(content="{", finish_reason="content_filter"), AnswerRefused),
        (ModelReply(content="{", finish_reason="length"), UnusableAnswer),
    ):
        model, _ = model_at(reply)
        with pytest.raises(meaning):
            ask(model)


def test_a_cut_answer_is_paid_and_counted(model_at: Any) -> None:
    model, _ = model_at(ModelReply(content="{" * 40, finish_reason="length"))
    with pytest.raises(UnusableAnswer):
        ask(model)
    assert (model.meter.calls, model.meter.spent.tokens_out) == (1, 10)


def test_a_refused_key_lets_no_further_call_out(model_at: Any) -> None:
    model, app = model_at(ModelReply(status=401, body='{"error": {"message": "bad key"}}'))
    for _ in range(10):
        with pytest.raises(ModelRejectedKey):
            ask(model)
    assert app.traffic.count("model") == 1


def test_a_server_that_stays_away_is_not_asked_for_ever(model_at: Any) -> None:
    model, app = model_at(GOOD)
    app.traffic.faults = lambda _: Fault(drop=True)
    for _ in range(20):
        with pytest.raises(ModelUnreachable):
            ask(model)
    assert app.traffic.count("model") == gate.UNREACHABLE_IN_A_ROW


def test_a_server_that_comes_back_is_asked_on(model_at: Any) -> None:
    model, app = model_at(GOOD)
    app.traffic.faults = lambda request: Fault(drop=True) if request.number % 4 else None
    answered = 0
    for _ in range(40):
        try:
            ask(model)
            answered += 1
        except ModelUnreachable:
            pass
    assert answered == 10


def test_a_spent_budget_lets_no_further_call_out(model_at: Any) -> None:
    model, app = model_at(GOOD, budget_usd=1e-9)
    assert ask(model)
    for _ in range(3):
        with pytest.raises(BudgetExhausted, match="NONMUN_BUDGET_USD"):
            ask(model)
    assert app.traffic.count("model") == 1


def test_a_budget_of_nothing_lets_no_call_out(model_at: Any) -> None:
    model, app = model_at(GOOD, budget_usd=0.0)
    with pytest.raises(BudgetExhausted):
        ask(model)
    assert app.traffic.count("model") == 0


def test_a_budget_for_a_model_without_a_price_is_refused(model_at: Any) -> None:
    with pytest.raises(UsageError, match=r"prices\.yaml"):
        model_at(GOOD, name="qwen3:14b", budget_usd=1.0)


def test_no_more_calls_than_allowed_are_in_flight(sample: Callable[..., Any]) -> None:
    lock, in_flight, most = threading.Lock(), 0, 0

    def slow(_: object) -> ModelReply:
        return GOOD

    server = sample({}, slow)
    server.app.traffic.latency_seconds["model"] = 0.05
    model = ChatModel("m", base_url=server.at.openai_base_url, max_in_flight=3)
    call = model._call

    def counted(*arguments: Any) -> Any:
        nonlocal in_flight, most
        with lock:
            in_flight += 1
            most = max(most, in_flight)
        try:
            return call(*arguments)
        finally:
            with lock:
                in_flight -= 1

    model._call = counted  # type: ignore[method-assign]
    started = time.monotonic()
    with ThreadPoolExecutor(12) as pool:
        assert len(list(pool.map(lambda _: ask(model), range(12)))) == 12
    assert most == 3
    assert time.monotonic() - started >= 4 * 0.05


def test_a_repair_goes_before_calls_that_wait(sample: Callable[..., Any]) -> None:
    server = sample({}, lambda _: GOOD)
    model = ChatModel("m", base_url=server.at.openai_base_url, max_in_flight=1)
    question: list[Message] = [("user", "arXiv: 2411.00001")]
    repair: list[Message] = [*question, ("assistant", "{}"), ("user", "Repair it.")]
    schema = strict_schema(CategoryChoice)
    waiting = model._gate._places._waiting
    with ThreadPoolExecutor(3) as pool, model._gate.place():
        for number, messages in enumerate([question, question, repair], 1):
            pool.submit(model.ask, messages, name="category", schema=schema)
            wait_until(lambda number=number: len(waiting) == number)  # type: ignore[misc]
    assert [asked.attempt for asked in server.app.traffic.requests] == [2, 1, 1]


def test_a_call_in_flight_keeps_no_answer_from_being_worked_off(sample: Callable[..., Any]) -> None:
    server = sample({}, lambda _: GOOD)
    server.app.traffic.latency_seconds["model"] = 0.5
    model = ChatModel("m", base_url=server.at.openai_base_url)
    places = model._gate._places
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, model)
        wait_until(lambda: server.app.traffic.count("model") == 1)
        assert not answer.done()
        assert places._leaving == 0
    assert json.loads(answer.result()) == GOOD.content


def test_after_a_rehearsal_the_first_call_imports_nothing(sample: Callable[..., Any]) -> None:
    server = sample({}, lambda _: GOOD)
    code = f"""
import sys
from tasks.model import ChatModel, rehearse
rehearse()
before = set(sys.modules)
model = ChatModel("m", base_url={server.at.openai_base_url!r})
model.ask([("user", "arXiv: 2411.10442")], name="digest", schema={{"type": "object"}})
print(sorted(set(sys.modules) - before))
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (ended.stdout, server.app.traffic.count("model")) == ("[]\n", 1)
