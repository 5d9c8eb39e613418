"""Opens the store, and says in one line what the user can do when that fails."""

from collections.abc import Iterator
from contextlib import contextmanager

from db.engine import open_engine
from db.migrate import upgrade
from tasks.store.failures import readable_failures
from tasks.store.store import Store


@contextmanager
def open_store(database_url: str) -> Iterator[Store]:
    """The store at the URL, made or brought up to date when needed; closed at the end.

    Raises `UsageError` for a URL or file that cannot be used, `StoreVersionError` when the
    database is newer than this nonmun, and `SourceError` when its server does not answer.
    """
    with readable_failures():
        engine = open_engine(database_url)
    try:
        with readable_failures():
            upgrade(engine)
        yield Store(engine)
    finally:
        engine.dispose()
