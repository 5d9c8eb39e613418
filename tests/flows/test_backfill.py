"""Ranges of days: several in flight, resumed, with days that fail and a budget that ends."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from sample.model import ModelReply, ModelRequest
from sample.standin import honest_responder
from sample.traffic import Fault, RequestInfo
from tasks.records import DayRun
from tasks.run.errors import DayIncomplete, DaysFailed, ModelRejectedKey, UsageError
from tasks.store import open_store
from tests.flows.published import edition_of, files

pytestmark = [
    pytest.mark.flow,
    pytest.mark.browser,
    pytest.mark.xdist_group("flow"),
    pytest.mark.usefixtures("prefect_server"),
]

WEDNESDAY, THURSDAY, FRIDAY = (date(2024, 11, day) for day in (20, 21, 22))
MONDAY = date(2024, 11, 25)


def backfill(start: date, end: date, **options: Any) -> tuple[DayRun, ...]:
    from flows.backfill import backfill as flow

    return flow(start=start, end=end, **options)


def daily(day: date) -> Any:
    from flows.daily import daily as flow

    return flow(day=day)


def latest_runs() -> dict[date, DayRun]:
    with open_store(os.environ["NONMUN_DATABASE_URL"]) as store:
        return {run.day: run for run in store.latest_runs()}


def paid(server: Any) -> Counter[Any]:
    """How often each answer was asked for."""
    return Counter(
        (asked.stage, asked.arxiv_id, asked.category, asked.attempt)
        for asked in server.app.traffic.requests
        if asked.kind == "model" and asked.stage != "insight"
    )


def without_time_and_revision(folder: Path) -> dict[str, bytes]:
    """The published files, without the lines that hold time and revision, and without the index."""
    marks = (b"| \xed\x8c\x90 |", "발행 시각".encode(), b'"published_at"', b'"revision"')
    return {
        name: b"\n".join(
            line for line in data.split(b"\n") if not any(mark in line for mark in marks)
        )
        for name, data in files(folder / "editions").items()
        if "/" in name
    }


def test_a_backfilled_range_is_what_daily_runs_would_have_published(
    sample: Callable[..., Any], point_to: Callable[..., Path], recorded_days: Any
) -> None:
    lists = recorded_days
    server = sample(lists, honest_responder)
    model = f"stand-in-{uuid4().hex}"
    folder = point_to(server, NONMUN_MODEL=model)
    for day in (WEDNESDAY, FRIDAY):
        daily(day)
    one_by_one = without_time_and_revision(folder)
    days = {path.split("/")[1] for path in one_by_one}
    assert days == {"2024-11-20", "2024-11-21", "2024-11-22"}, "the gap between them is filled"
    folder = point_to(
        server,
        NONMUN_MODEL=model,
        NONMUN_DATABASE_URL=f"sqlite:///{folder / 'second.db'}",
        NONMUN_OUTPUT_DIR=str(folder / "second" / "editions"),
    )
    runs = backfill(WEDNESDAY, FRIDAY)
    assert [run.outcome for run in runs] == ["published"] * 3
    assert without_time_and_revision(folder / "second") == one_by_one


def test_a_second_backfill_has_nothing_to_do_and_asks_nobody(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    lists = {THURSDAY: [item("2411.00001")], FRIDAY: [item("2411.00002")]}
    server = sample(lists, honest_responder)
    folder = point_to(server)
    first = backfill(WEDNESDAY, FRIDAY + timedelta(days=1))
    assert Counter(run.outcome for run in first) == {"published": 2, "empty": 2}
    before, asked = files(folder / "editions"), len(server.app.traffic.requests)
    assert backfill(WEDNESDAY, FRIDAY + timedelta(days=1)) == ()
    assert len(server.app.traffic.requests) == asked
    assert files(folder / "editions") == before
    again = backfill(THURSDAY, FRIDAY, refresh=True)
    assert [run.outcome for run in again] == ["unchanged"] * 2


def test_days_are_done_newest_first_unless_told_otherwise(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    lists = {day: [item(f"2411.0000{day.day % 10}")] for day in (WEDNESDAY, THURSDAY, FRIDAY)}
    server = sample(lists, honest_responder)
    point_to(server)

    def asked_days() -> list[str]:
        return [asked.path[-10:] for asked in server.app.traffic.requests if asked.kind == "page"]

    backfill(WEDNESDAY, FRIDAY, days_in_flight=1)
    assert asked_days() == ["2024-11-22", "2024-11-21", "2024-11-20"]
    backfill(WEDNESDAY, FRIDAY, days_in_flight=1, order="oldest first", refresh=True)
    assert asked_days()[3:] == ["2024-11-20", "2024-11-21", "2024-11-22"]


def test_a_day_that_fails_is_named_stops_no_other_and_is_done_by_the_next_run(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    lists = {day: [item(f"2411.0000{day.day % 10}")] for day in (WEDNESDAY, THURSDAY, FRIDAY)}
    server = sample(lists, honest_responder)
    folder = point_to(server)

    def thursday_is_broken(request: RequestInfo) -> Fault | None:
        is_thursday = (
            request.kind in ("page", "api") and str(THURSDAY) in request.path + request.query
        )
        return Fault(status=404, body="no such page") if is_thursday else None

    server.app.traffic.faults = thursday_is_broken
    with pytest.raises(DaysFailed, match=r"1 of 3 days are not done \(2024-11-21\)"):
        backfill(WEDNESDAY, FRIDAY)
    runs = latest_runs()
    assert (runs[WEDNESDAY].outcome, runs[THURSDAY].outcome) == ("published", "failed")
    server.app.traffic.faults = lambda _: None
    assert [run.day for run in backfill(WEDNESDAY, FRIDAY)] == [THURSDAY]
    assert edition_of(folder, THURSDAY)["revision"] == 1


def test_a_refused_key_stops_the_range_after_the_days_in_flight(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    first = date(2024, 11, 4)
    days = [first + timedelta(days=offset) for offset in range(5)]
    lists = {day: [item(f"2411.0000{day.day}")] for day in days}
    server = sample(lists, lambda _: ModelReply(status=401, body='{"error": {"message": "no"}}'))
    point_to(server)
    with pytest.raises(DaysFailed, match="5 of 5"):
        backfill(days[0], days[-1], days_in_flight=1)
    runs = latest_runs()
    assert list(runs) == [days[-1]]
    assert "refuses the key" in str(runs[days[-1]].reason)


def test_the_budget_ends_a_range_and_the_next_run_goes_on_from_there(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    days = [date(2024, 11, day) for day in (4, 5, 6, 7)]
    lists = {day: [item(f"2411.0000{day.day}")] for day in days}
    server = sample(lists, honest_responder)
    point_to(server, NONMUN_MODEL="gpt-4o-mini", NONMUN_CONCURRENCY="1")
    with pytest.raises(DaysFailed, match="of 4 days are not done"):
        backfill(days[0], days[-1], days_in_flight=1, budget_usd=0.0005)
    first = latest_runs()
    assert "budget" in str(first[min(first)].reason)
    assert len(first) < 4
    backfill(days[0], days[-1])
    assert set(paid(server).values()) == {1}
    assert {run.outcome for run in latest_runs().values()} <= {"published", "revised"}


def test_a_paper_on_two_days_that_are_done_at_once_is_paid_once(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    lists = {
        day: [item("2411.00001"), item(f"2411.0001{day.day % 10}")] for day in (THURSDAY, FRIDAY)
    }
    server = sample(lists, honest_responder)
    server.app.traffic.latency_seconds["model"] = 0.3
    folder = point_to(server)
    backfill(THURSDAY, FRIDAY)
    assert {asked[1] for asked in paid(server)} == {"2411.00001", "2411.00011", "2411.00012"}
    assert set(paid(server).values()) == {1}
    on_both = [
        row["digest"] or row["extract"]
        for day in (THURSDAY, FRIDAY)
        for row in edition_of(folder, day)["papers"]
        if row["paper"]["arxiv_id"] == "2411.00001"
    ]
    assert on_both[0]
    assert on_both[0] == on_both[1]


def test_force_and_distributed_together_are_refused_before_anything_is_read(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    server = sample({FRIDAY: [item("2411.00001")]}, honest_responder)
    point_to(server)
    with pytest.raises(UsageError, match="one machine only"):
        backfill(FRIDAY, FRIDAY, force=True, distributed=True)
    with pytest.raises(UsageError, match="swap the two dates"):
        backfill(FRIDAY, THURSDAY)
    assert not server.app.traffic.requests


def test_a_daily_run_looks_back_adds_late_papers_and_says_what_changed(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    server = sample({THURSDAY: [item("2411.00001"), item("2411.00002")]}, honest_responder)
    folder = point_to(server)
    daily(THURSDAY)
    late = [
        item("2411.00001", upvotes=90),
        item("2411.00002", summary="We study bees now. They fly far."),
        item("2411.00003"),
    ]
    server.app.huggingface.days = {THURSDAY: late, FRIDAY: [item("2411.00004")]}
    assert daily(FRIDAY).outcome == "published"
    edition = edition_of(folder, THURSDAY)
    assert edition["revision"] == 2
    assert edition["changes"]["added"] == ["2411.00003"]
    assert edition["changes"]["abstracts"] == ["2411.00002"]
    assert edition["changes"]["votes"] == 1
    cards = (folder / "editions" / "2024" / "2024-11-21" / "cards.md").read_text("utf-8")
    assert "| 이 판에서 바뀐 것 | 논문 1편 (2411.00003) 추가, " in cards
    assert set(paid(server).values()) == {1, 2}, "the changed abstract is summarized anew"
    assert WEDNESDAY not in latest_runs(), "nothing is known before the first day"


def test_a_daily_run_finishes_a_day_before_it_that_failed_and_says_when_it_cannot(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    def mute(request: ModelRequest) -> ModelReply:
        return (
            ModelReply(refusal="no")
            if request.arxiv_id == "2411.00001"
            else honest_responder(request)
        )

    server = sample({THURSDAY: [item("2411.00001")], FRIDAY: [item("2411.00004")]}, mute)
    point_to(server)
    with pytest.raises(DayIncomplete):
        daily(THURSDAY)
    with pytest.raises(DayIncomplete, match="2024-11-21 is incomplete"):
        daily(FRIDAY)
    assert latest_runs()[FRIDAY].outcome == "published"
    server.app.chat.respond = honest_responder
    assert daily(FRIDAY).outcome == "unchanged"
    assert latest_runs()[THURSDAY].outcome == "revised"


def test_a_refused_key_is_told_as_such_by_a_daily_run_that_looks_back(
    sample: Callable[..., Any], point_to: Callable[..., Path], item: Any
) -> None:
    server = sample(
        {THURSDAY: [item("2411.00001")], FRIDAY: [item("2411.00004")]}, honest_responder
    )
    point_to(server)
    daily(THURSDAY)
    server.app.chat.respond = lambda _: ModelReply(status=401, body='{"error": {"message": "no"}}')
    with pytest.raises(ModelRejectedKey):
        daily(FRIDAY)
