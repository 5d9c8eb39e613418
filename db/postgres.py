"""What PostgreSQL needs that SQLite does not: no helpers for queries that take a millisecond."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg  # takes 60 ms, which a run on SQLite need not spend


def prepare(connection: "psycopg.Connection", _record: object) -> None:
    """Set up a new connection of the pool."""
    # Right after many rows were written, before statistics are there, it would start parallel
    # workers for a day's papers, and starting them takes longer than the query.
    connection.execute("SET max_parallel_workers_per_gather = 0")
    connection.commit()
