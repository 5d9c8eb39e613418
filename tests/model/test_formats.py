"""One call finds out how a server wants to be asked, and no other has to."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sample.model import ModelReply, ModelRequest
from tasks.model import ChatModel, read_answer, strict_schema
from tasks.model.formats import first_dialect
from tasks.records import CategoryChoice, Dialect
from tasks.run.errors import AnswerRefused, ModelUnreachable

GOOD = ModelReply(content={"primary": "code", "secondary": []})
QUESTION = [("system", "You file papers."), ("user", "arXiv: 2411.00001")]


class Notes:
    """A memory that lives as long as the test."""

    def __init__(self) -> None:
        self.known: dict[str, Dialect] = {}

    def recall(self, identity: str) -> Dialect | None:
        return self.known.get(identity)

    def keep(self, identity: str, dialect: Dialect) -> None:
        self.known[identity] = dialect


def refusal(message: str) -> ModelReply:
    return ModelReply(status=400, body=json.dumps({"error": {"message": message}}))


class Server:
    """Plays a server that takes only these answer formats; counts what it was asked."""

    def __init__(self, *takes: str, message: str = "This response_format type is unavailable now"):
        self.takes, self.message = takes, message
        self.asked: list[str] = []
        self.lock = threading.Lock()

    def __call__(self, request: ModelRequest) -> ModelReply:
        with self.lock:
            self.asked.append(request.answer_format)
        return GOOD if request.answer_format in self.takes else refusal(self.message)


@pytest.fixture
def model_of(sample: Callable[..., Any]) -> Callable[..., ChatModel]:
    def make(server: Any, **options: Any) -> ChatModel:
        return ChatModel("m", base_url=sample({}, server).at.openai_base_url, **options)

    return make


def ask(model: ChatModel) -> CategoryChoice:
    schema = strict_schema(CategoryChoice)
    return read_answer(CategoryChoice, model.ask(QUESTION, name="category", schema=schema).content)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("takes", "asked"),
    [
        (("json_schema", "json_object", "text"), ["json_schema"]),
        (("json_object", "text"), ["json_schema", "json_object"]),
        (("text",), ["json_schema", "json_object", "text"]),
    ],
)
def test_the_best_format_that_the_server_takes_is_found_in_two_more_calls(
    takes: tuple[str, ...], asked: list[str], model_of: Any
) -> None:
    server = Server(*takes)
    model = model_of(server)
    for _ in range(3):
        assert ask(model).primary == "code"
    assert server.asked == [*asked, asked[-1], asked[-1]]


def test_sixteen_calls_at_once_find_it_out_together(model_of: Any) -> None:
    server = Server("text")
    model = model_of(server)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: ask(model).primary, range(16)))
    assert answers == ["code"] * 16
    assert sorted(server.asked) == ["json_object", "json_schema", *["text"] * 16]


def test_the_next_run_knows(model_of: Any, sample: Callable[..., Any]) -> None:
    server, notes = Server("json_object"), Notes()
    at = sample({}, server).at.openai_base_url
    for _ in range(2):
        ask(ChatModel("m", base_url=at, memory=notes))
    assert server.asked == ["json_schema", "json_object", "json_object"]
    assert [dialect.answer_format for dialect in notes.known.values()] == ["json_object"]


def test_a_server_that_was_exchanged_is_found_out_anew(sample: Callable[..., Any]) -> None:
    notes, server = Notes(), Server("json_schema")
    played = sample({}, server)
    ask(ChatModel("m", base_url=played.at.openai_base_url, memory=notes))
    server.takes = ("text",)
    assert ask(ChatModel("m", base_url=played.at.openai_base_url, memory=notes)).primary == "code"
    assert [dialect.answer_format for dialect in notes.known.values()] == ["text"]


@pytest.mark.parametrize("wanted", ["json_object", "text"])
def test_a_format_that_is_set_is_asked_for_at_once(wanted: Any, model_of: Any) -> None:
    server = Server("json_schema", "json_object", "text")
    assert ask(model_of(server, answer_format=wanted)).primary == "code"
    assert server.asked == [wanted]


def test_a_format_that_is_set_and_refused_is_not_exchanged(model_of: Any) -> None:
    server = Server("text")
    with pytest.raises(AnswerRefused):
        ask(model_of(server, answer_format="json_object"))
    assert set(server.asked) == {"json_object"}


@pytest.mark.parametrize(
    ("unknown", "sent"),
    [({"max_tokens"}, "max_completion_tokens"), ({"max_tokens", "max_completion_tokens"}, None)],
)
def test_a_name_of_the_token_limit_that_is_unknown_is_exchanged(
    unknown: set[str], sent: str | None, sample: Callable[..., Any]
) -> None:
    bodies: list[dict[str, Any]] = []

    def answer(request: ModelRequest) -> ModelReply:
        bodies.append(dict(request.body))
        found = unknown & set(request.body)
        return refusal(f"Unsupported parameter: '{found.pop()}'") if found else GOOD

    model = ChatModel("m", base_url=sample({}, answer).at.openai_base_url, max_tokens=500)
    ask(model)
    limits = {name: bodies[-1].get(name) for name in ("max_tokens", "max_completion_tokens")}
    assert {name: value for name, value in limits.items() if value} == ({sent: 500} if sent else {})
    assert len(bodies) <= 3
    assert bodies[-1]["response_format"]["type"] == "json_schema"


def test_a_schema_that_stands_in_the_prompt_needs_no_second_user_in_a_row(model_of: Any) -> None:
    roles: list[list[str]] = []

    def answer(request: ModelRequest) -> ModelReply:
        roles.append([message["role"] for message in request.messages])
        return GOOD

    ask(model_of(answer, answer_format="text"))
    assert roles == [["system", "user"]]


def test_one_refused_paper_teaches_nothing(model_of: Any) -> None:
    asked: list[str] = []

    def answer(request: ModelRequest) -> ModelReply:
        asked.append(request.answer_format)
        return refusal("flagged as unsafe") if len(asked) <= 3 else GOOD

    model = model_of(answer)
    with pytest.raises(AnswerRefused, match="flagged as unsafe"):
        ask(model)
    assert ask(model).primary == "code"
    assert asked[-1] == "json_schema"


def test_a_server_that_refuses_everything_is_given_up(model_of: Any) -> None:
    server = Server()
    model = model_of(server)
    for _ in range(20):
        with pytest.raises((AnswerRefused, ModelUnreachable)) as caught:
            ask(model)
    assert "refuses every call" in str(caught.value)
    assert "NONMUN_ANSWER_FORMAT" in str(caught.value)
    assert len(server.asked) <= 10


def test_openai_gets_no_bounds_of_texts_and_its_own_name_of_the_limit() -> None:
    for url in (None, "https://api.openai.com/v1", "https://me.openai.azure.com/openai/v1"):
        first = first_dialect(url, "auto")
        assert (first.bounds, first.limit_field) == ("lists", "max_completion_tokens")
    assert first_dialect("http://localhost:11434/v1", "auto").bounds == "all"
