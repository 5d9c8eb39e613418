"""Whole days of real lists through the real flow, against the sample server."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sample.model import ModelReply, ModelRequest
from sample.server import days_in
from sample.standin import honest_responder
from tasks.run.errors import DayIncomplete, ModelRejectedKey, SourceError
from tasks.store import open_store
from tests.flows.published import edition_of, files

pytestmark = [
    pytest.mark.flow,
    pytest.mark.browser,
    pytest.mark.xdist_group("flow"),
    pytest.mark.usefixtures("prefect_server"),
]

FRIDAY, SATURDAY = date(2024, 11, 22), date(2024, 11, 23)


def run(day: date, **options: Any) -> Any:
    from flows.daily import daily

    return daily(day=day, **options)


@pytest.fixture
def early(recorded_days: dict[date, list[dict[str, Any]]]) -> dict[date, list[dict[str, Any]]]:
    return recorded_days


@pytest.fixture
def late(shared_data: Path) -> dict[date, list[dict[str, Any]]]:
    return days_in(shared_data / "hf_daily" / "late")


def test_a_friday_is_published_whole_and_a_second_run_changes_nothing(
    sample: Callable[..., Any], point_to: Callable[..., Path], early: Any
) -> None:
    server = sample(early, honest_responder)
    folder = point_to(server)
    assert run(FRIDAY).outcome == "published"
    edition = edition_of(folder, FRIDAY)
    ids = [row["paper"]["arxiv_id"] for row in edition["papers"]]
    votes = [row["votes"] for row in edition["papers"]]
    assert sorted(ids) == sorted(item["paper"]["id"] for item in early[FRIDAY])
    assert votes == sorted(votes, reverse=True)
    assert [row["state"] for row in edition["papers"]] == ["verified"] * len(ids)
    listed = {item["paper"]["id"]: item["paper"]["authors"] for item in early[FRIDAY]}
    for row in edition["papers"]:
        true = [
            author["name"] for author in listed[row["paper"]["arxiv_id"]] if not author["hidden"]
        ]
        assert row["paper"]["authors"] == true
    _every_document_links_every_paper(folder / "editions" / "2024" / "2024-11-22", ids)
    before, calls = files(folder / "editions"), server.app.traffic.count("model")
    assert run(FRIDAY).outcome == "unchanged"
    assert files(folder / "editions") == before
    assert server.app.traffic.count("model") == calls


def _every_document_links_every_paper(folder: Path, ids: list[str]) -> None:
    for name in ("cards.md", "insights.md", "bulletin.md"):
        text = (folder / name).read_text("utf-8")
        for arxiv_id in ids:
            assert f"https://arxiv.org/abs/{arxiv_id})" in text
            assert f"{arxiv_id}v" not in text


@pytest.mark.parametrize("day", [date(2024, 12, 24), date(2026, 2, 3)])
def test_a_later_list_adds_papers_asks_only_for_them_and_raises_the_revision(
    day: date, sample: Callable[..., Any], point_to: Callable[..., Path], early: Any, late: Any
) -> None:
    server = sample(early, honest_responder)
    folder = point_to(server)
    run(day)
    first = edition_of(folder, day)
    asked_before = len(server.app.traffic.requests)
    server.app.huggingface.days = late
    assert run(day).outcome == "revised"
    second = edition_of(folder, day)
    new = {item["paper"]["id"] for item in late[day]} - {item["paper"]["id"] for item in early[day]}
    asked = {r.arxiv_id for r in server.app.traffic.requests[asked_before:] if r.arxiv_id}
    assert asked == new
    assert second["revision"] == first["revision"] + 1 == 2
    assert {row["paper"]["arxiv_id"]: row["votes"] for row in second["papers"]} == {
        item["paper"]["id"]: item["paper"]["upvotes"] for item in late[day]
    }


def test_saturday_shows_friday_and_publishes_nothing(
    sample: Callable[..., Any], point_to: Callable[..., Path], early: Any
) -> None:
    server = sample({FRIDAY: early[FRIDAY]}, honest_responder)
    folder = point_to(server)
    result = run(SATURDAY)
    assert result.outcome == "empty"
    assert "2024-11-22" in result.reason
    assert server.app.traffic.count("model") == 0
    assert not files(folder / "editions")


def test_a_first_day_that_cannot_even_be_recorded_ends_with_the_reason_and_is_shown_as_missing(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Callable[..., Any]
) -> None:
    folder = point_to(sample({FRIDAY: [item("2411.10442")]}, honest_responder))
    path = folder / "nonmun.db"
    with open_store(f"sqlite:///{path}"), closing(sqlite3.connect(path)) as database:
        for table in ("generations", "runs"):
            database.execute(
                f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} "
                "BEGIN SELECT RAISE(FAIL, 'disk full'); END"
            )
        database.commit()
    with pytest.raises(SourceError, match="disk full"):
        run(FRIDAY)
    assert "빠짐" in (folder / "editions" / "README.md").read_text("utf-8")


def test_without_key_and_arxiv_the_edition_holds_extracts_and_says_so(
    sample: Callable[..., Any],
    point_to: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    early: Any,
) -> None:
    server = sample(early, honest_responder)
    folder = point_to(server, NONMUN_ENGINE="auto", NONMUN_ARXIV_URL="http://127.0.0.1:9/api/query")
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.delenv("OPENAI_BASE_URL")
    assert run(FRIDAY).outcome == "published"
    edition = edition_of(folder, FRIDAY)
    assert {row["state"] for row in edition["papers"]} == {"extract"}
    assert edition["account"]["calls"] == 0
    cards = (folder / "editions" / "2024" / "2024-11-22" / "cards.md").read_text("utf-8")
    assert "언어 모델 없이 만들었습니다" in cards
    assert server.app.traffic.count("model") == 0


def test_one_paper_that_fails_stops_no_other_and_is_done_by_the_next_run(
    sample: Callable[..., Any], point_to: Callable[..., Path], early: Any
) -> None:
    bad = early[FRIDAY][3]["paper"]["id"]

    def declines(request: ModelRequest) -> ModelReply:
        if request.arxiv_id == bad and request.stage == "digest":
            return ModelReply(refusal="I cannot help with that.")
        return honest_responder(request)

    server = sample(early, declines)
    folder = point_to(server)
    with pytest.raises(DayIncomplete, match=bad):
        run(FRIDAY)
    states = {
        row["paper"]["arxiv_id"]: row["state"] for row in edition_of(folder, FRIDAY)["papers"]
    }
    assert states.pop(bad) == "extract"
    assert set(states.values()) == {"verified"}
    asked_before = len(server.app.traffic.requests)
    server.app.chat.respond = honest_responder
    assert run(FRIDAY).outcome == "revised"
    asked = [r for r in server.app.traffic.requests[asked_before:] if r.arxiv_id]
    assert [(r.arxiv_id, r.stage) for r in asked] == [(bad, "digest")]


def test_an_answer_that_is_no_digest_is_asked_for_again_and_then_given_up(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    def half(request: ModelRequest) -> ModelReply:
        return (
            ModelReply(content='{"title_ko": "반쪽')
            if request.stage == "digest"
            else honest_responder(request)
        )

    server = sample({FRIDAY: [item("2411.00001")]}, half)
    folder = point_to(server)
    with pytest.raises(DayIncomplete):
        run(FRIDAY)
    assert server.app.traffic.count("model", stage="digest") == 3
    assert edition_of(folder, FRIDAY)["papers"][0]["state"] == "extract"


def test_a_refused_key_stops_at_once_and_loses_nothing(
    sample: Callable[..., Any], point_to: Callable[..., Path], early: Any
) -> None:
    def refuses(request: ModelRequest) -> ModelReply:
        return ModelReply(status=401, body='{"error": {"message": "bad key", "code": "invalid"}}')

    server = sample(early, refuses)
    folder = point_to(server, NONMUN_CONCURRENCY="2")
    with pytest.raises(ModelRejectedKey, match="OPENAI_API_KEY"):
        run(FRIDAY)
    assert server.app.traffic.count("model") <= 2
    assert set(files(folder / "editions")) == {"README.md"}, "the index says that the day failed"
    server.app.chat.respond = honest_responder
    assert run(FRIDAY).outcome == "published"


def test_without_a_browser_the_edition_goes_out_and_says_that_the_chart_is_missing(
    sample: Callable[..., Any],
    point_to: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    early: Any,
) -> None:
    from tasks.run.errors import ChartUnavailable

    def no_browser(*_: object) -> bytes:
        raise ChartUnavailable("No browser.")

    monkeypatch.setattr("tasks.chart.task.draw_png", no_browser)
    server = sample(early, honest_responder)
    folder = point_to(server)
    with pytest.raises(DayIncomplete, match="chart is missing"):
        run(FRIDAY)
    edition = folder / "editions" / "2024" / "2024-11-22"
    assert not (edition / "paper_2024-11-22.png").exists()
    assert "그림이 없습니다" in (edition / "insights.md").read_text("utf-8")


def test_force_asks_the_model_again_and_keeps_the_revision_when_it_says_the_same(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    server = sample({FRIDAY: [item("2411.00002")]}, honest_responder)
    point_to(server)
    run(FRIDAY)
    calls = server.app.traffic.count("model")
    assert run(FRIDAY, force=True).outcome == "unchanged"
    assert server.app.traffic.count("model") == 2 * calls
