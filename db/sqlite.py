"""What SQLite needs that PostgreSQL does not: a folder, pragmas, and patience at the first open."""

import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL

from db.errors import UnusableDatabase

LOCK_TIMEOUT_SECONDS = 30
RETRY_SECONDS = 0.05


def make_parent(url: URL) -> None:
    """Make the folder of the database's file; raises `UnusableDatabase`."""
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"Cannot make the database's folder {folder}: {error.strerror}."
        raise UnusableDatabase(said) from error


def prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Set up a new connection of the pool."""
    # Python's own transaction control begins too late for DDL and SELECT; db/engine.py does it.
    connection.isolation_level = None
    _use_wal(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL, which the file remembers.

    While another process writes to a new file, SQLite refuses this at once instead of waiting.
    """
    deadline = time.monotonic() + LOCK_TIMEOUT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return
