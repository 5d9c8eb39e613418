"""The queries of every day use indexes, so that they stay fast with years of papers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from db.models import metadata
from tasks.store import Store, open_store
from tests.store.store_makers import DAY, MODEL, VERSIONS


@contextmanager
def statements_of(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """The SQL statements, with their parameters, that the store runs meanwhile."""
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, sql: str, parameters: Any, *_: object) -> None:
        seen.append((sql, parameters))

    event.listen(store._engine, "before_cursor_execute", note)
    yield seen
    event.remove(store._engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.listed(DAY),
        lambda store: store.missing(DAY, VERSIONS, MODEL),
        lambda store: store.generations(DAY, VERSIONS, MODEL),
        lambda store: store.answers(DAY),
        lambda store: store.insights(DAY),
        lambda store: store.latest_edition(DAY),
        lambda store: store.editions(DAY, DAY),
        lambda store: store.latest_runs(DAY, DAY),
        lambda store: store.days_listed(DAY, DAY),
    ],
)
def test_one_query_that_reads_no_table_from_end_to_end(
    sqlite_url: str, ask: Callable[[Store], object]
) -> None:
    with open_store(sqlite_url) as store:
        with statements_of(store) as seen:
            ask(store)
        (sql, parameters) = next(one for one in seen if one[0] != "BEGIN")
        assert len(seen) == 2
        with store._engine.connect() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters).all()
    steps = [row.detail for row in plan]
    assert any("SEARCH" in step for step in steps)
    scans = tuple(f"SCAN {table}" for table in metadata.tables)
    assert [step for step in steps if step.startswith(scans)] == []


def test_missing_finds_answers_by_all_five_columns_of_the_call(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        with statements_of(store) as seen:
            store.missing(DAY, VERSIONS, MODEL)
        sql, parameters = seen[-1]
        with store._engine.connect() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters).all()
    (step,) = [row.detail for row in plan if "generations" in row.detail]
    assert "arxiv_id=? AND stage=? AND abstract_sha=? AND prompt_version=? AND model=?" in step
