"""Turns what db/ raises into nonmun's errors, whose messages tell the user what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from db.errors import DatabaseUnavailable, UnknownRevision, UnusableDatabase
from tasks.run.errors import SourceError, StoreVersionError, UsageError


@contextmanager
def readable_failures() -> Iterator[None]:
    """Raise `UsageError`, `StoreVersionError` or `SourceError` for an error of db/."""
    try:
        yield
    except UnusableDatabase as error:
        raise UsageError(f"{error} Correct NONMUN_DATABASE_URL.") from error
    except UnknownRevision as error:
        raise StoreVersionError(f"{error} Update nonmun, or name another database.") from error
    except DatabaseUnavailable as error:
        raise SourceError(f"{error} Try again later, or correct NONMUN_DATABASE_URL.") from error
