"""What a machine does to a run: kills, stops, full and locked disks, other runs, a wrong clock."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from tests.faults.clock import COMPILER, Clock
from tests.faults.disk import ENOUGH_MEGABYTES, limit_files, small_disk
from tests.faults.harness import Harness
from tests.faults.judge import compare, finish
from tests.faults.moments import Moment, moments
from tests.faults.plan import Outcome, Trial
from tests.faults.world import World

LOCKED_SECONDS = 10.0
STOPPED = 130
CLOCK_JUMPS = (400 * 86_400, -400 * 86_400, 9 * 3600, -9 * 3600)
SHIFTS = ("+400 days", "-400 days", "+9 hours", "-9 hours", "+30 minutes")


def kills(random: Random, full: bool) -> Iterator[Trial]:
    """100 kills, one row of the table a stretch of the run."""
    for at in moments(random, 100 if full else 1):
        yield Trial(f"SIGKILL while {at.stretch}", killed(at))


def trials(random: Random, full: bool) -> Iterator[Trial]:
    """A few of everything else."""
    for name, sign in (("SIGTERM", signal.SIGTERM), ("Ctrl-C", signal.SIGINT)):
        for at in moments(random, 6 if full else 1):
            yield Trial(f"{name} while {at.stretch}", stopped(sign, at))
    for _ in range(4 if full else 1):
        yield Trial("two runs of a day at once", twice(random.uniform(0, 4)))
    for _ in range(2 if full else 1):
        yield Trial("disk of the output full", disk_full("editions", random.randint(16, 4000)))
        yield Trial("disk of the store full", disk_full("store", random.randint(8, 250)))
        yield Trial("output folder taken away", output_taken(random.randint(1, 12)))
        yield Trial("disk of the output read-only", output_read_only(random.randint(1, 12)))
        yield Trial("files may not grow", files_limited(random.randint(4, 300) * 1024))
        yield Trial("database locked for 10 seconds", locked(random.randint(1, 12)))
    for name, value, says in (
        ("NONMUN_OUTPUT_DIR", "/proc/nonmun/editions", "NONMUN_OUTPUT_DIR"),
        ("NONMUN_DATABASE_URL", "sqlite:////proc/nonmun/nonmun.db", "NONMUN_DATABASE_URL"),
    ):
        yield Trial("place that cannot be written", unwritable(name, value, says))
    for shift in SHIFTS:
        yield Trial("stored times in another clock", clock_jump(shift, random.randint(1, 14)))
    for seconds in CLOCK_JUMPS if COMPILER else ():
        yield Trial("clock set during a run", clock_set(seconds, random.randint(0, 14)))
    if COMPILER is None:
        yield Trial("clock set during a run: not tried, no C compiler", lambda _: Outcome(), 0)


def killed(at: Moment) -> Callable[[Harness], Outcome]:
    """A run that is killed, with all its children."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            process = world.start()
            if at.wait(world, process):
                world.kill(process)
                return finish(harness, world)
            world.end(process)
        return killed(at.earlier())(harness)

    return trial


def stopped(sign: signal.Signals, at: Moment) -> Callable[[Harness], Outcome]:
    """A run that is asked to end; its state must say so."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            process = world.start()
            there = at.wait(world, process)
            if there and sign == signal.SIGINT:
                os.killpg(process.pid, sign)  # a terminal sends it to all of the command
            elif there:
                os.kill(process.pid, sign)
            ended = world.end(process)
            world.note_in_flight()
            wrong = list(_stopped_wrongly(world, ended.code, sign)) if there else []
            wrong += ended.wrong(ended.code)
            return finish(harness, world, wrong)

    return trial


def _stopped_wrongly(world: World, code: int, sign: signal.Signals) -> Iterator[str]:
    if not world.requests:  # before its run began, a command has no state
        return
    outcome, reason = world.last_run()
    if code == 0 and outcome == "published":
        return  # the signal came when all was done
    if code not in (STOPPED, -sign):
        yield f"exit code {code} after {sign.name}"
    if outcome != "published" and not (outcome == "failed" and "stopped" in reason):
        yield f"the state after {sign.name} is {outcome!r}: {reason}"


def twice(delay_seconds: float) -> Callable[[Harness], Outcome]:
    """Two runs of the same day, the second a little later."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            first = world.start()
            time.sleep(delay_seconds)
            second = world.start()
            wrong = [line for one in (first, second) for line in world.end(one).wrong(0)]
            return compare(harness, world, wrong)

    return trial


def disk_full(what: str, kilobytes: int) -> Callable[[Harness], Outcome]:
    """A disk of its own for editions or store that is too small."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world, small_disk(world.folder / "small", kilobytes) as disk:
            if what == "editions":
                world.environment["NONMUN_OUTPUT_DIR"] = str(disk.folder / "editions")
            else:
                world.database = disk.folder / "nonmun.db"
                world.environment["NONMUN_DATABASE_URL"] = f"sqlite:///{world.database}"
            process = world.start()
            disk.watch(process)
            ended = world.end(process)
            disk.grow()
            return finish(harness, world, ended.wrong(0, 1, 2, 3))

    return trial


def files_limited(size: int) -> Callable[[Harness], Outcome]:
    """No file may grow beyond a size: what `ulimit -f` and quotas do."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            process = world.start()
            limit_files(process.pid, size)
            return finish(harness, world, world.end(process).wrong(0, 1, 2, 3))

    return trial


def output_taken(requests: int) -> Callable[[Harness], Outcome]:
    """In the midst of a run a file takes the place of the output folder."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            output = Path(world.environment["NONMUN_OUTPUT_DIR"])
            process = world.start()
            Moment(requests, 0.0).wait(world, process)
            output.rename(output.with_name("taken"))
            output.touch()
            ended = world.end(process)
            output.unlink()
            return finish(harness, world, ended.wrong(2, says="NONMUN_OUTPUT_DIR"))

    return trial


def output_read_only(requests: int) -> Callable[[Harness], Outcome]:
    """In the midst of a run nothing can be written any more where the editions are."""

    def trial(harness: Harness) -> Outcome:
        with (
            harness.world() as world,
            small_disk(world.folder / "small", ENOUGH_MEGABYTES * 1024) as disk,
        ):
            world.environment["NONMUN_OUTPUT_DIR"] = str(disk.folder / "editions")
            process = world.start()
            Moment(requests, 0.0).wait(world, process)
            disk.set_writable(False)
            ended = world.end(process)
            disk.set_writable(True)
            return finish(harness, world, ended.wrong(2, says="NONMUN_OUTPUT_DIR"))

    return trial


def unwritable(name: str, value: str, says: str) -> Callable[[Harness], Outcome]:
    """A setting that names a place where nobody can write; nothing is paid for."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            right, world.environment[name] = world.environment[name], value
            ended = world.run()
            wrong = [*ended.wrong(2, says=says)]
            wrong += ["something was asked for"] if world.requests else []
            world.environment[name] = right
            return finish(harness, world, wrong)

    return trial


def locked(requests: int) -> Callable[[Harness], Outcome]:
    """Another process holds the store's write lock; the run waits and goes on."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            process = world.start()
            Moment(requests, 0.0).wait(world, process)
            with closing(sqlite3.connect(world.database, timeout=30)) as other:
                other.isolation_level = None
                other.execute("BEGIN IMMEDIATE")
                time.sleep(LOCKED_SECONDS)
                other.execute("ROLLBACK")
            return compare(harness, world, world.end(process).wrong(0))

    return trial


def clock_set(seconds: int, requests: int) -> Callable[[Harness], Outcome]:
    """The clock is set in the midst of a run, and is right again for the next one."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            clock = Clock(world.folder)
            world.environment |= clock.environment
            process = world.start()
            Moment(requests, 0.0).wait(world, process)
            clock.set(seconds)
            wrong = [*world.end(process).wrong(0)]
            wrong += [] if world.last_run()[0] == "published" else [str(world.last_run())]
            clock.set(0)
            return finish(harness, world, wrong)

    return trial


TIMES = {
    "papers": ("created_at", "updated_at"),
    "listings": ("first_seen", "last_seen"),
    "votes": ("seen_at",),
    "generations": ("created_at",),
    "runs": ("finished_at",),
}


def clock_jump(shift: str, requests: int) -> Callable[[Harness], Outcome]:
    """The clock is set in the midst of a run that is then killed.

    For what comes after it is all the same as if every stored time had been set the other way.
    """

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            process = world.start()
            Moment(requests, 0.5).wait(world, process)
            world.kill(process)
            with closing(sqlite3.connect(world.database, timeout=30)) as store, store:
                store.execute("PRAGMA foreign_keys = OFF")
                for table, columns in TIMES.items():
                    for column in columns:
                        shifted = f"strftime('%Y-%m-%d %H:%M:%f', {column}, '{shift}') || '000'"
                        store.execute(f"UPDATE {table} SET {column} = {shifted}")
            wrong = world.run().wrong(0)
            outcome, reason = world.last_run()
            wrong_state = [] if outcome == "published" else [f"{outcome}: {reason}"]
            return compare(harness, world, [*wrong, *wrong_state])

    return trial
