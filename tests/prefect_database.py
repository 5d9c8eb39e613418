"""Where a Prefect server of the tests keeps its data."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from tests.postgres import create_database, dump_of, postgres_programs, postgres_server


@dataclass(frozen=True)
class PrefectDatabase:
    """The setting of Prefect's database, and what it holds when that is in no file of its home."""

    settings: Mapping[str, str] = field(default_factory=dict)
    dump: Callable[[], bytes] = bytes


@contextmanager
def prefect_database() -> Iterator[PrefectDatabase]:
    """A database of PostgreSQL where it is installed, until the block ends; otherwise a file.

    With SQLite, Prefect's server stands still for a minute now and then when clients are killed.
    By its stacks, the event loop frees a statement whose connection waits in another thread, for as
    long as Prefect's busy_timeout, for a lock that only the event loop could release. And it loses
    a notification now and then when several runs end in the same second: whoever writes what an
    automation has counted meets "database is locked", and does not try again.
    """
    programs = postgres_programs()
    if programs is None:
        yield PrefectDatabase()
        return
    with postgres_server(programs) as folder:
        name = create_database(folder)
        url = f"postgresql+asyncpg://tester@/{name}?host={folder}"
        settings = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": url}
        yield PrefectDatabase(settings, partial(dump_of, programs, folder, name))
