"""The transactions that every call to the store is made of."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from db.engine import reading, writing
from tasks.store.failures import readable_failures


class Transactions:
    """An open database, whose errors say what the user can do."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with readable_failures(), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with readable_failures(), writing(self._engine) as connection:
            yield connection
