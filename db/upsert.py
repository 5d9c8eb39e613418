"""Insert-or-update of many rows at a time, for both databases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

Values = Mapping[str, Any]
"""A row to store: column names and values."""

INSERTS: dict[str, Callable[[Table], SqliteInsert | PostgresInsert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def upsert_statement(
    connection: Connection, table: Table, row: Values, key: Sequence[str], keep: Sequence[str] = ()
) -> SqliteInsert | PostgresInsert:
    """INSERT for rows like `row`; where `key` is taken, all columns but `keep` are updated."""
    statement = INSERTS[connection.dialect.name](table)
    changed = {name: statement.excluded[name] for name in row if name not in {*key, *keep}}
    return statement.on_conflict_do_update(index_elements=key, set_=changed)


def upsert(
    connection: Connection, table: Table, rows: Sequence[Values], keep: Sequence[str] = ()
) -> None:
    """Store rows of equal columns by primary key; `keep` names columns that are never updated."""
    if rows:
        key = [column.name for column in table.primary_key]
        connection.execute(upsert_statement(connection, table, rows[0], key, keep), rows)
