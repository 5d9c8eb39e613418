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


def plan_of(store: Store, sql: str, parameters: Any) -> list[str]:
    """The steps of SQLite's plan for a statement."""
    with store._engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters).all()
    return [row.detail for row in plan]


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
        lambda store: store.first_day(),
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
        steps = plan_of(store, sql, parameters)
    assert any("SEARCH" in step for step in steps)
    scans = tuple(f"SCAN {table}" for table in metadata.tables)
    assert [step for step in steps if step.startswith(scans)] == []


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.claim(["a", "b"], "owner", 60),
        lambda store: store.renew("owner", 60),
        lambda store: store.release("owner", ["a", "b"]),
    ],
)
def test_claims_read_no_table_from_end_to_end(
    sqlite_url: str, write: Callable[[Store], object]
) -> None:
    with open_store(sqlite_url) as store:
        with statements_of(store) as seen:
            write(store)
        changing = [one for one in seen if one[0].startswith(("DELETE", "UPDATE"))]
        steps = [step for sql, parameters in changing for step in plan_of(store, sql, parameters)]
    assert steps
    assert all(step.startswith("SEARCH claims USING") for step in steps)


def test_an_overview_of_years_does_not_read_what_is_large(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store, statements_of(store) as seen:
        store.editions()
    (sql, _) = seen[-1]
    assert "counts" in sql
    assert "papers" not in sql
    assert "changes" not in sql


def test_missing_finds_answers_by_all_five_columns_of_the_call(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        with statements_of(store) as seen:
            store.missing(DAY, VERSIONS, MODEL)
        (step,) = [step for step in plan_of(store, *seen[-1]) if "generations" in step]
    assert "arxiv_id=? AND stage=? AND abstract_sha=? AND prompt_version=? AND model=?" in step
