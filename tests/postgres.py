"""A PostgreSQL server of our own: in a temporary folder, on a socket there.

Where its programs are not installed, the tests that need it are skipped. A test that asks for
`postgres_url` should carry the mark `postgres`.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

DATABASES = count(1)


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[Path]:
    """A running PostgreSQL server, as the folder of its socket."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's initdb and pg_ctl are not installed")
    with postgres_server(programs) as folder:
        yield folder


@contextmanager
def postgres_server(programs: Path) -> Iterator[Path]:
    """Run a server of these programs until the block ends; the folder of its socket."""
    # Not pytest's own folder, which user postgres may not enter.
    with tempfile.TemporaryDirectory(prefix="nonmun-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        control = (programs / "pg_ctl", "-D", folder / "data")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        _run(*control, "-o", "-U tester -A trust -E UTF8 --no-sync", "initdb")
        _run(*control, "-o", options, "-l", folder / "log", "-w", "start")
        try:
            yield folder
        finally:
            _run(*control, "-m", "immediate", "stop")


@pytest.fixture
def postgres_url(postgres_folder: Path) -> str:
    """The URL of an empty PostgreSQL database."""
    name = create_database(postgres_folder)
    return f"postgresql+psycopg://tester@/{name}?host={postgres_folder}"


def create_database(folder: Path) -> str:
    """Create an empty database on the server of this folder; its name."""
    name = f"nonmun_{next(DATABASES)}"
    server = f"host={folder} user=tester dbname=postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return name


def dump_of(programs: Path, folder: Path, name: str) -> bytes:
    """All that a database of the server of this folder holds, as SQL."""
    command = [programs / "pg_dump", "-h", folder, "-U", "tester", name]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl; Debian does not put it on the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in folders), default=None)


def _run(*command: object) -> None:
    """Run a PostgreSQL program, which refuses to be run by root."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    arguments = [*as_postgres, *map(str, command)]
    subprocess.run(arguments, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60)
