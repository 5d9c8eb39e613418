"""Opens the database of a URL: one writer at a time on both, readers never wait.

SQLite runs in WAL mode. A write starts with BEGIN IMMEDIATE, so that a second writer waits (up to
30 s) instead of failing half-way; in PostgreSQL an advisory lock does the same. What a
transaction has read is therefore still true when it writes.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from db import postgres, sqlite
from db.errors import DatabaseUnavailable, UnusableDatabase
from db.sqlite import LOCK_TIMEOUT_SECONDS

CONNECT_TIMEOUT_SECONDS = 10

FORMS = "sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE"
CONNECT_ARGS: dict[tuple[str, str], dict[str, Any]] = {
    ("sqlite", "pysqlite"): {"timeout": LOCK_TIMEOUT_SECONDS},  # is SQLite's busy_timeout
    ("postgresql", "psycopg"): {"connect_timeout": CONNECT_TIMEOUT_SECONDS},
}
"""The databases and drivers that are supported."""

# Any fixed number will do; this one is "nonmun" in ASCII.
ADVISORY_LOCK = int.from_bytes(b"nonmun", "big")


def open_engine(database_url: str) -> Engine:
    """Connect to the database; a SQLite file and its folder are made when absent.

    Raises `UnusableDatabase` for a URL or file that cannot be used, and `DatabaseUnavailable` for
    a PostgreSQL server that does not answer.
    """
    url = _parse(database_url)
    engine = create_engine(
        url,
        connect_args=CONNECT_ARGS[_kind(url)],
        json_serializer=partial(json.dumps, ensure_ascii=False),
        pool_pre_ping=True,  # a server that was restarted is not an error
    )
    event.listen(engine, "begin", _begin)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", sqlite.prepare)
        sqlite.make_parent(url)
    else:
        event.listen(engine, "connect", postgres.prepare)
    _probe(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A short transaction that only reads; raises `DatabaseUnavailable`."""
    with _available(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A short transaction that holds the one write lock; raises `DatabaseUnavailable`."""
    with _available(engine), engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def _available(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (OperationalError, DatabaseError) as error:
        raise DatabaseUnavailable(f"The database {describe(engine, error)}") from error


def describe(engine: Engine, error: DatabaseError) -> str:
    """A sentence of the URL, without password, and the first line of what the driver says."""
    said = next(iter(str(error.orig).splitlines()), type(error.orig).__name__).rstrip(".")
    return f"{engine.url.render_as_string(hide_password=True)} answers: {said}."


def _kind(url: URL) -> tuple[str, str]:
    return url.get_backend_name(), url.get_driver_name()


def _parse(database_url: str) -> URL:
    try:
        url = make_url(database_url)
        supported = _kind(url) in CONNECT_ARGS
    except ArgumentError as error:  # also for a dialect or driver that SQLAlchemy does not know
        raise UnusableDatabase(f"The database URL is not of the form {FORMS}.") from error
    if not supported:
        raise UnusableDatabase(f"{url.drivername} is not supported: use {FORMS}.")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise UnusableDatabase("The database URL names no file: use sqlite:///FILE.")
    return url


def _probe(engine: Engine) -> None:
    try:
        engine.connect().close()
    except DatabaseError as error:
        is_file = engine.dialect.name == "sqlite"
        wrong = UnusableDatabase if is_file else DatabaseUnavailable
        raise wrong(f"Cannot open the database: {describe(engine, error)}") from error


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        # lock_timeout ends with the transaction.
        connection.exec_driver_sql(
            f"SELECT set_config('lock_timeout', '{LOCK_TIMEOUT_SECONDS}s', true), "
            f"pg_advisory_xact_lock({ADVISORY_LOCK})"
        )
