"""Brings a database, also an empty one, to the tables of this version with Alembic.

A new migration is a file in db/migrations/versions, written by hand; the tests compare the
migrated tables with db/models.py on both databases.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from db.engine import describe, reading, writing
from db.errors import UnknownRevision, UnusableDatabase

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """Run the migrations that the database lacks, all of them or none.

    Raises `UnknownRevision` when the database is newer, and `UnusableDatabase` when it holds
    other tables of the same names.
    """
    script = ScriptDirectory(str(migrations))
    with reading(engine) as connection:
        if _is_current(connection, script):
            return
    with writing(engine) as connection:
        try:
            _upgrade(connection, script)
        except (OperationalError, ProgrammingError) as error:
            said = describe(engine, error)
            raise UnusableDatabase(f"Cannot migrate the database: {said}") from error


def _is_current(connection: Connection, script: ScriptDirectory) -> bool:
    found = set(MigrationContext.configure(connection).get_current_heads())
    known = {revision.revision for revision in script.walk_revisions()}
    if unknown := found - known:
        raise UnknownRevision(
            f"The database has revision {', '.join(sorted(unknown))}, which this version does not "
            "know: it was written by a newer one."
        )
    return found == set(script.get_heads())


def _upgrade(connection: Connection, script: ScriptDirectory) -> None:
    config = Config()
    config.set_main_option("script_location", script.dir.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
