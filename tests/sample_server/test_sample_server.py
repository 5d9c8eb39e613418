"""The sample server behaves like the three sources that it plays, quirks included."""

import json
import signal
import sys
from datetime import date
from subprocess import PIPE, Popen

import httpx
import openai
import pytest
from langchain_openai import ChatOpenAI

from sample.model import ModelReply, ModelRequest, recorded_responder
from sample.server import SampleApp, days_in, serve
from sample.traffic import Fault

FRIDAY, SUNDAY = date(2024, 11, 22), date(2024, 11, 24)
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": False}


def complete(base_url, user, *, name="digest", earlier=(), **options):
    """Ask the played model the way tasks/model does."""
    model = ChatOpenAI(model="m", api_key="k", base_url=base_url, max_retries=0, **options)
    format_ = {
        "type": "json_schema",
        "json_schema": {"name": name, "schema": SCHEMA, "strict": True},
    }
    return model.bind(response_format=format_).invoke([("system", "s"), ("user", user), *earlier])


@pytest.fixture
def many(item):
    return {FRIDAY: [item(f"2411.{number:05}", upvotes=number) for number in range(120)]}


def test_page_of_an_empty_day_shows_the_latest_earlier_list(sample, item):
    running = sample({FRIDAY: [item("2411.10442")]})
    page = httpx.get(f"{running.at.hf_url}/papers/date/{SUNDAY}")
    assert page.status_code == 200
    assert "&quot;dateString&quot;: &quot;2024-11-22&quot;" in page.text
    assert page.headers["ratelimit"].startswith('"pages";r=')


def test_api_gives_50_unless_asked_and_links_to_the_next_page(sample, many):
    running = sample(many)
    url = f"{running.at.hf_url}/api/daily_papers?date={FRIDAY}"
    assert len(httpx.get(url).json()) == 50
    first = httpx.get(f"{url}&limit=100")
    assert [row["paper"]["upvotes"] for row in first.json()] == list(range(119, 19, -1))
    rest = httpx.get(first.links["next"]["url"])
    assert len(rest.json()) == 20
    assert "next" not in rest.links


def test_api_is_empty_on_weekends_and_refuses_the_future(sample, many):
    running = sample(many, today=SUNDAY)
    url = f"{running.at.hf_url}/api/daily_papers"
    assert httpx.get(url, params={"date": "2024-11-24"}).json() == []
    future = httpx.get(url, params={"date": "2024-11-25"})
    assert future.status_code == 400
    assert "error" in future.json()


def test_api_knows_single_papers(sample, many):
    running = sample(many)
    assert httpx.get(f"{running.at.hf_url}/api/papers/2411.00007").json()["upvotes"] == 7
    assert httpx.get(f"{running.at.hf_url}/api/papers/2411.99999").status_code == 404


def test_lists_can_be_exchanged_while_running(sample, item):
    running = sample({FRIDAY: [item("2411.10442")]})
    running.app.huggingface.days = {FRIDAY: [item("2411.10442"), item("2411.14405")]}
    page = httpx.get(f"{running.at.hf_url}/papers/date/{FRIDAY}")
    assert page.text.count("<article>") == 2


def test_arxiv_gives_ten_entries_unless_asked_for_more(sample, many):
    running = sample(many)
    ids = ",".join(f"2411.{number:05}" for number in range(30))
    assert httpx.get(f"{running.at.arxiv_url}?id_list={ids}").text.count("<entry>") == 10
    asked = httpx.get(f"{running.at.arxiv_url}?id_list={ids}&max_results=30")
    assert asked.text.count("<entry>") == 30
    assert asked.text.index("2411.00010v1") < asked.text.index("2411.00001v1")


def test_arxiv_loses_the_batch_to_one_malformed_id(sample, many):
    running = sample(many)
    reply = httpx.get(f"{running.at.arxiv_url}?id_list=2411.00001,abc")
    assert reply.status_code == 400
    assert reply.text.count("<entry>") == 1
    assert "#incorrect_id_format_for_abc" in reply.text
    unknown = httpx.get(f"{running.at.arxiv_url}?id_list=2411.99999")
    assert (unknown.status_code, "<entry>" in unknown.text) == (200, False)


def test_arxiv_refuses_a_request_line_over_4094_bytes(sample, many):
    running = sample(many)
    ids = ",".join(["2411.00001"] * 400)
    assert httpx.get(f"{running.at.arxiv_url}?id_list={ids}").status_code == 414


def test_model_is_told_stage_paper_and_attempt(sample):
    asked: list[ModelRequest] = []

    def respond(request):
        asked.append(request)
        return ModelReply({"a": 1})

    running = sample({}, respond)
    earlier = (("assistant", "{}"), ("user", "again"))
    reply = complete(running.at.openai_base_url, "arXiv: 2411.10442\nTitle: T", earlier=earlier)
    complete(running.at.openai_base_url, "category: agents\nday: 2024-11-22", name="insight")
    assert json.loads(reply.content) == {"a": 1}
    assert reply.usage_metadata["input_tokens"] > 0
    assert [(a.stage, a.arxiv_id, a.category, a.day, a.attempt) for a in asked] == [
        ("digest", "2411.10442", None, None, 2),
        ("insight", None, "agents", "2024-11-22", 1),
    ]
    assert running.app.traffic.count("model", stage="digest", arxiv_id="2411.10442") == 1
    assert running.app.traffic.count("model") == 2


def test_model_can_refuse_and_can_be_cut_off(sample):
    running = sample({}, lambda _: ModelReply(refusal="안 됩니다."))
    refused = complete(running.at.openai_base_url, "arXiv: 2411.10442")
    assert refused.additional_kwargs["refusal"] == "안 됩니다."
    running.app.chat.respond = lambda _: ModelReply('{"a"', finish_reason="length")
    with pytest.raises(openai.LengthFinishReasonError):
        complete(running.at.openai_base_url, "arXiv: 2411.10442")


def test_recorded_answers_are_given_by_attempt_and_unknown_papers_refused(tmp_path):
    recorded = {"category": {"primary": "agents"}, "digest": [{"n": 1}, {"n": 2}]}
    (tmp_path / "2411.10442.json").write_text(json.dumps(recorded))
    (tmp_path / "insights.json").write_text(json.dumps({"agents": [{"n": 3}]}))
    respond = recorded_responder(tmp_path)

    def ask(stage, attempt=1, **subject):
        return respond(ModelRequest(stage, attempt, "m", (), {}, **subject))

    digests = [ask("digest", attempt, arxiv_id="2411.10442").content for attempt in (1, 2, 3)]
    assert digests == [{"n": 1}, {"n": 2}, {"n": 2}]
    assert ask("category", arxiv_id="2411.10442").content == {"primary": "agents"}
    assert ask("insight", category="agents").content == {"n": 3}
    assert ask("digest", arxiv_id="2411.99999").refusal


def test_faults_spoil_chosen_requests(sample, many):
    running = sample(many)
    faults = {
        1: Fault(status=503, headers={"Retry-After": "1"}, body="busy"),
        2: Fault(drop=True),
        3: Fault(truncate_at=10),
        4: Fault(delay_seconds=0.2),
    }
    running.app.traffic.faults = lambda request: faults.get(request.number)
    url = f"{running.at.hf_url}/api/papers/2411.00007"
    busy = httpx.get(url)
    assert (busy.status_code, busy.headers["retry-after"], busy.text) == (503, "1", "busy")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        httpx.get(url)
    with pytest.raises(httpx.RemoteProtocolError, match="complete message body"):
        httpx.get(url)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(url, timeout=0.05)
    assert httpx.get(url).status_code == 200


def test_latency_is_simulated_by_kind(sample, many):
    running = sample(many)
    running.app.traffic.latency_seconds = {"arxiv": 0.2}
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{running.at.arxiv_url}?id_list=2411.00001", timeout=0.05)
    assert httpx.get(f"{running.at.hf_url}/papers/date/{FRIDAY}", timeout=5).status_code == 200


def test_server_stops_with_a_client_still_connected(many):
    with httpx.Client() as client:
        with serve(SampleApp(many, lambda _: ModelReply())) as at:
            assert client.get(f"{at.openai_base_url}/models").status_code == 200
        with pytest.raises(httpx.ConnectError):
            httpx.get(at.hf_url)


def test_server_runs_by_hand_with_the_sample_day_until_it_is_interrupted():
    command = [sys.executable, "-m", "sample.server", "--port", "0"]
    with Popen(command, stdout=PIPE, stderr=PIPE, text=True) as process:
        settings = dict(process.stdout.readline().strip().split("=") for _ in range(3))
        page = httpx.get(f"{settings['NONMUN_HF_URL']}/papers/date/{FRIDAY}")
        answer = complete(settings["OPENAI_BASE_URL"], "arXiv: 2411.10442", name="category")
        process.send_signal(signal.SIGINT)
        errors = process.communicate(timeout=10)[1]
    assert list(settings) == ["NONMUN_HF_URL", "NONMUN_ARXIV_URL", "OPENAI_BASE_URL"]
    assert page.text.count("<article>") == 12
    assert "primary" in json.loads(answer.content)
    assert (process.returncode, errors) == (0, "")


def test_real_lists_are_served_as_they_are(sample, shared_data):
    running = sample(days_in(shared_data / "hf_daily" / "late"))
    url = f"{running.at.hf_url}/api/daily_papers"
    rows = httpx.get(url, params={"date": "2026-02-03", "limit": 100}).json()
    assert rows == json.loads((shared_data / "hf_daily/late/2026-02-03.json").read_text("utf-8"))
