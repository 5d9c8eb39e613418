"""Brings a database, also an empty one, to the tables of this version with Alembic.

A new migration is a file in db/migrations/versions, written by hand and named by its revision,
`v0002_what_it_does.py` for "0002"; the tests compare the migrated tables with db/models.py on both
databases. The names tell whether a database is up to date, so that Alembic, which takes 0.1 s to
import, is only imported for one that is not.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table
from sqlalchemy.exc import OperationalError, ProgrammingError

from db.engine import describe, reading, writing
from db.errors import UnknownRevision, UnusableDatabase

MIGRATIONS = Path(__file__).parent / "migrations"

_ALEMBIC_VERSION = table("alembic_version", column("version_num"))


def upgrade(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """Run the migrations that the database lacks, all of them or none.

    Raises `UnknownRevision` when the database is newer, and `UnusableDatabase` when it holds
    other tables of the same names.
    """
    with reading(engine) as connection:
        if _is_current(connection, revisions(migrations)):
            return
    with writing(engine) as connection:
        try:
            _upgrade(connection, migrations)
        except (OperationalError, ProgrammingError) as error:
            said = describe(engine, error)
            raise UnusableDatabase(f"Cannot migrate the database: {said}") from error


def revisions(migrations: Path = MIGRATIONS) -> list[str]:
    """The revisions by the names of their files, oldest first."""
    return sorted(path.name[1:5] for path in (migrations / "versions").glob("v[0-9]*.py"))


def _is_current(connection: Connection, known: list[str]) -> bool:
    if not inspect(connection).has_table(_ALEMBIC_VERSION.name):
        return False
    found = set(connection.scalars(select(_ALEMBIC_VERSION.c.version_num)))
    if unknown := found - set(known):
        raise UnknownRevision(
            f"The database has revision {', '.join(sorted(unknown))}, which this version does not "
            "know: it was written by a newer one."
        )
    return found == {known[-1]}


def _upgrade(connection: Connection, migrations: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
