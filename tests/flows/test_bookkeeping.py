"""Prefect's memory of a long run stays small, and its server is not left behind."""

import pytest
from prefect import flow, task
from prefect.context import FlowRunContext
from prefect.events import emit_event
from prefect.events.worker import EventsWorker

from flows.bookkeeping import MOST_EVENTS_WAITING, forget_task_runs, let_prefect_catch_up

pytestmark = [pytest.mark.flow, pytest.mark.usefixtures("prefect_server")]


def test_prefect_forgets_what_tasks_gave() -> None:
    @task
    def text(number: int) -> str:
        return f"answer {number}"

    @flow
    def run() -> tuple[int, int]:
        futures = [text.submit(number) for number in range(3)]
        assert [future.result() for future in futures] == ["answer 0", "answer 1", "answer 2"]
        context = FlowRunContext.get()
        assert context is not None
        before = len(context.run_results)
        forget_task_runs()
        return before, len(context.run_results)

    assert run() == (3, 0)


def test_a_run_waits_for_the_server_to_take_in_its_events() -> None:
    for number in range(2 * MOST_EVENTS_WAITING):
        emit_event(event="test", resource={"prefect.resource.id": f"test.{number}"})
    queue = EventsWorker.instance()._queue
    assert queue.qsize() > MOST_EVENTS_WAITING

    let_prefect_catch_up()

    assert queue.qsize() <= MOST_EVENTS_WAITING
