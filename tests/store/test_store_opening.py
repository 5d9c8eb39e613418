"""Opening and migrating: empty, current, newer and unusable databases."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from db.engine import CONNECT_ARGS, open_engine, reading, writing
from db.errors import UnusableDatabase
from db.migrate import MIGRATIONS, revisions, upgrade
from db.models import metadata
from tasks.run.errors import SourceError, StoreVersionError, UsageError
from tasks.store import Store, open_store
from tests.store.store_makers import DAY, A, everything, record

CREATES_TABLE = "op.create_table('later', sa.Column('id', sa.Integer))"


@pytest.fixture
def migrations_with_9001(tmp_path: Path) -> Callable[[str], Path]:
    """Copies the migrations and adds one whose upgrade runs the given line."""

    def copy(line: str) -> Path:
        folder = tmp_path / "migrations"
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "v9001_later.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '9001'\ndown_revision = '{revisions()[-1]}'\ndef upgrade():\n    {line}\n"
        )
        return folder

    return copy


@pytest.fixture
def engine(database_url: str) -> Engine:
    return open_engine(database_url)


def test_an_empty_database_gets_the_tables_of_the_models(engine: Engine) -> None:
    upgrade(engine)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_migrations_are_named_by_their_revisions() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert revisions() == sorted(found.revision for found in script.walk_revisions())
    assert [revisions()[-1]] == script.get_heads()


def test_a_second_open_keeps_everything_and_needs_no_lock(database_url: str, store: Store) -> None:
    record(store, (A, 5))
    before = everything(store)
    with writing(store._engine), open_store(database_url) as second:
        assert everything(second) == before


def test_a_database_of_a_newer_version_is_refused(
    engine: Engine, database_url: str, migrations_with_9001: Callable[[str], Path]
) -> None:
    upgrade(engine, migrations_with_9001(CREATES_TABLE))
    with pytest.raises(StoreVersionError, match="9001") as caught, open_store(database_url):
        pass
    assert "Update nonmun" in str(caught.value)
    engine.dispose()


def test_an_older_database_is_brought_up_to_date(
    engine: Engine, migrations_with_9001: Callable[[str], Path]
) -> None:
    upgrade(engine)
    upgrade(engine, migrations_with_9001(CREATES_TABLE))
    assert inspect(engine).has_table("later")
    engine.dispose()


def test_an_interrupted_migration_leaves_nothing_behind(
    engine: Engine, migrations_with_9001: Callable[[str], Path]
) -> None:
    broken = migrations_with_9001(f"{CREATES_TABLE}; raise RuntimeError('pulled the plug')")
    with pytest.raises(RuntimeError, match="pulled the plug"):
        upgrade(engine, broken)
    assert inspect(engine).get_table_names() == []
    upgrade(engine)
    assert inspect(engine).has_table("papers")
    engine.dispose()


def test_a_database_of_the_first_version_keeps_its_rows(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    shutil.copytree(MIGRATIONS, first, ignore=shutil.ignore_patterns("__pycache__", "v000[2-9]*"))
    upgrade(engine, first)
    moment = "2026-02-03 12:00:00"
    with writing(engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO runs (day, outcome, counts, cost_usd, finished_at) "
            f"VALUES ('2026-02-03', 'published', '{{}}', 0.5, '{moment}')"
        )
    with open_store(database_url) as store:
        assert [run.outcome for run in store.latest_runs()] == ["published"]
        assert store.recall("anything") is None
    engine.dispose()


def test_tables_of_another_program_are_not_touched(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE votes (mine INTEGER)")
    with pytest.raises(UnusableDatabase, match="already exists"):
        upgrade(engine)
    assert inspect(engine).get_table_names() == ["votes"]
    engine.dispose()


def test_sqlite_runs_in_wal_mode_with_foreign_keys(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with engine.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert found == ["wal", 1, 1, 30_000]
    engine.dispose()


@pytest.mark.postgres
def test_postgres_starts_no_parallel_workers(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    for _ in range(2):  # it outlives the first transaction
        with reading(engine) as connection:
            setting = connection.exec_driver_sql("SHOW max_parallel_workers_per_gather")
            assert setting.scalar() == "0"
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonmun.db",
        "mysql://localhost/nonmun",
        "postgres://localhost/nonmun",
        "postgresql+asyncpg://localhost/nonmun",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_a_url_that_is_not_understood_is_a_usage_error_of_one_line(url: str) -> None:
    with pytest.raises(UsageError, match="sqlite:///FILE") as caught, open_store(url):
        pass
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_a_database_is_a_usage_error_of_one_line(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Not a database, but long enough to be read as one. " * 50)
    for path in (tmp_path, text, text / "nonmun.db"):
        with (
            pytest.raises(UsageError, match="NONMUN_DATABASE_URL") as caught,
            open_store(f"sqlite:///{path}"),
        ):
            pass
        assert "\n" not in str(caught.value)


def test_a_server_that_does_not_answer_is_a_source_error_without_password(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://kim:secret@/nonmun?host={tmp_path}"
    with pytest.raises(SourceError, match="NONMUN_DATABASE_URL") as caught, open_store(url):
        pass
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_database_that_stays_locked_is_a_source_error(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CONNECT_ARGS, ("sqlite", "pysqlite"), {"timeout": 1})
    monkeypatch.setattr("db.engine.LOCK_TIMEOUT_SECONDS", 1)
    with open_store(database_url) as store, open_store(database_url) as other:
        with writing(other._engine), pytest.raises(SourceError, match=r"lock.* Try again later"):
            record(store, (A, 5))
        record(store, (A, 5))
        assert len(store.listed(DAY)) == 1


def test_opening_a_new_file_waits_for_another_program_that_writes_to_it(tmp_path: Path) -> None:
    # Two first runs at a time: SQLite refuses to switch to WAL at once, whatever the timeout.
    path = tmp_path / "nonmun.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE unrelated (id INTEGER)")
    commit = Timer(0.2, other.commit)
    commit.start()
    with open_store(f"sqlite:///{path}") as store:
        assert store.days_listed() == ()
    commit.join()
    other.close()
