"""Prefect's memory of a long run stays small, and its server is not left behind."""

import inspect

import prefect
import prefect.server.api.server
import pytest
from prefect import flow, task
from prefect.context import FlowRunContext
from prefect.events import emit_event
from prefect.events.worker import EventsWorker

from flows.prefect_insides import (
    MOST_EVENTS_WAITING,
    ONE_COMMAND_SERVER,
    SEEN_IN,
    forget_task_runs,
    let_prefect_catch_up,
    unvisited,
)

pytestmark = [pytest.mark.flow, pytest.mark.usefixtures("prefect_server")]


def test_the_insides_that_we_reach_into_were_looked_at_in_this_version() -> None:
    assert prefect.__version__ == SEEN_IN, (
        f"Prefect {prefect.__version__} is installed: see whether flows/prefect_insides.py still "
        "holds, or whether a public way exists by now, then set SEEN_IN."
    )


def test_prefects_server_still_reads_how_long_it_lives() -> None:
    source = inspect.getsource(prefect.server.api.server)
    names = [name for name in ONE_COMMAND_SERVER if name.startswith("PREFECT__")]
    assert names
    assert [name for name in names if name not in source] == []


def test_a_task_gets_an_unvisited_value_as_it_is() -> None:
    @task
    def same(value: list[str]) -> list[str]:
        return value

    @flow
    def run() -> list[str]:
        return same(unvisited(["a"]))

    assert run() == ["a"]


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
