"""What an older crash has left: half an edition, half a database."""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

from tests.faults.harness import Harness
from tests.faults.judge import finish
from tests.faults.plan import Outcome, Trial
from tests.faults.world import DAY, World

KILLS_A_DATABASE = 3
MIGRATION_SECONDS = 0.06
"""From the database's file to its tables, about."""


def trials(random: Random, full: bool) -> Iterator[Trial]:
    """Each kind of damage once, and some migrations."""
    for name, damage in DAMAGES.items():
        yield Trial(f"left by a crash: {name}", damaged(damage))
    for _ in range(6 if full else 1):
        delays = [random.uniform(0.0, MIGRATION_SECONDS) for _ in range(KILLS_A_DATABASE)]
        yield Trial("migration killed", migration_killed(delays), tries=KILLS_A_DATABASE)


def damaged(damage: Callable[[Path], None]) -> Callable[[Harness], Outcome]:
    """A published day of which something breaks off; the next run puts it right, and pays nothing.

    `damage` is given the day's folder.
    """

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            wrong = world.run().wrong(0)
            damage(Path(world.environment["NONMUN_OUTPUT_DIR"]) / f"{DAY:%Y}" / str(DAY))
            return finish(harness, world, wrong)

    return trial


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _every_file_cut(day: Path) -> None:
    for path in day.iterdir():
        _cut(path)


def _some_files_missing(day: Path) -> None:
    for name in ("edition.json", "cards.md", f"paper_{DAY}.png"):
        (day / name).unlink()


def _between_the_renames(day: Path) -> None:
    fresh = day.with_name(f".{day.name}.new")
    shutil.copytree(day, fresh)
    (fresh / "cards.md").unlink()
    day.rename(day.with_name(f".{day.name}.old"))


def _folder_in_place_of_a_file(day: Path) -> None:
    (day / "cards.md").unlink()
    (day / "cards.md" / "inner").mkdir(parents=True)


def _file_in_place_of_the_day(day: Path) -> None:
    shutil.rmtree(day)
    day.write_text("half")


def _what_all_days_share_cut(day: Path) -> None:
    for path in day.parents[1].iterdir():
        if path.is_file():
            _cut(path)


DAMAGES: Mapping[str, Callable[[Path], None]] = {
    "the picture cut": lambda day: _cut(day / f"paper_{DAY}.png"),
    "every file cut": _every_file_cut,
    "files missing": _some_files_missing,
    "an empty folder": lambda day: (shutil.rmtree(day), day.mkdir())[0],
    "between the renames": _between_the_renames,
    "a folder for a file": _folder_in_place_of_a_file,
    "a file for the day": _file_in_place_of_the_day,
    "index and script cut": _what_all_days_share_cut,
    "no output at all": lambda day: shutil.rmtree(day.parents[1]),
}


def migration_killed(delays: list[float]) -> Callable[[Harness], Outcome]:
    """Commands that are killed while they make the tables; the next one makes them whole."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            for delay in delays:
                process = world.start("status")
                while not world.database.exists() and process.poll() is None:
                    time.sleep(0.001)
                time.sleep(delay)
                world.kill(process)
            wrong = list(_half_made(world))
            return finish(harness, world, wrong)

    return trial


def _half_made(world: World) -> Iterator[str]:
    """A migration is there whole or not at all."""
    tables = {name for (name,) in world.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "runs" in tables and not world.rows("SELECT * FROM alembic_version"):
        yield f"tables without a version: {tables}"
    if world.rows("PRAGMA integrity_check") != [("ok",)]:
        yield "the database is broken"
