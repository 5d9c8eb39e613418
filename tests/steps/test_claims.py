"""Claims of runs, in one process and across processes that end or die."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tasks.run.claims import Claims
from tasks.run.errors import RunStopped
from tasks.run.owner import is_gone, new_owner
from tasks.store import Store, open_store

HOLDS = """
import sys, time
from tasks.run.claims import Claims
from tasks.store import open_store
with open_store(sys.argv[1]) as store, Claims(store) as claims:
    print(len(claims.take(["day 2024-11-22"])), flush=True)
    time.sleep(60)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'nonmun.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


def test_what_one_run_holds_another_cannot_take_until_it_is_given_back(store: Store) -> None:
    with Claims(store) as one, Claims(store) as other:
        assert one.take(["a", "b"]) == {"a", "b"}
        assert other.take(["b", "c"]) == {"c"}
        one.release(["b"])
        assert other.take(["b"]) == {"b"}


def test_a_run_gives_back_all_it_holds_when_it_ends(store: Store) -> None:
    with Claims(store) as one:
        one.take(["a"])
    with Claims(store) as other:
        assert other.take(["a"]) == {"a"}


def test_two_threads_of_one_run_exclude_each_other(store: Store) -> None:
    order: list[str] = []
    with Claims(store) as claims:

        def work(name: str) -> None:
            with claims.hold("day"):
                order.append(f"{name} in")
                time.sleep(0.05)
                order.append(f"{name} out")

        threads = [threading.Thread(target=work, args=(name,)) for name in "xy"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [word.split()[1] for word in order] == ["in", "out", "in", "out"]


def test_a_lease_is_renewed_while_the_run_lives(store: Store) -> None:
    with Claims(store, lease_seconds=0.4) as one, Claims(store) as other:
        one.take(["a"])
        time.sleep(1.0)
        assert other.take(["a"]) == frozenset()


def test_what_cannot_be_given_back_while_the_disk_is_full_is_given_back_later(
    store: Store, url: str
) -> None:
    with Claims(store, lease_seconds=0.6) as one, Claims(store) as other:
        one.take(["a", "b"])
        with database_that_refuses_deletes(url):
            one.release(["a"])
            assert other.take(["a"]) == frozenset()
        deadline = time.monotonic() + 5
        while not (taken := other.take(["a", "b"])) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert taken == {"a"}


def test_a_block_that_cannot_give_back_its_claim_still_raises_its_own_error(
    store: Store, url: str
) -> None:
    with (
        database_that_refuses_deletes(url),
        pytest.raises(ValueError, match="mine"),
        Claims(store) as claims,
        claims.hold("a"),
    ):
        raise ValueError("mine")


@contextmanager
def database_that_refuses_deletes(url: str) -> Iterator[None]:
    """Giving back fails, as on a full disk, while what is there can be read and renewed."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE DELETE ON claims BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
        database.commit()
        yield
        database.execute("DROP TRIGGER full")
        database.commit()


def test_whoever_waits_for_a_claim_can_be_stopped(store: Store) -> None:
    with Claims(store) as one, Claims(store) as other:
        one.take(["a"])
        other.stop(RunStopped("enough"))
        with pytest.raises(RunStopped, match="enough"), other.hold("a"):
            pytest.fail("it is not free")


def test_what_a_killed_process_held_is_free_at_once_on_its_machine(store: Store, url: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, url], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert process.stdout is not None
    with process.stdout, Claims(store) as claims:
        assert process.stdout.readline() == "1\n"
        assert claims.take(["day 2024-11-22"]) == frozenset()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert claims.take(["day 2024-11-22"]) == {"day 2024-11-22"}


def test_only_a_dead_process_of_this_machine_is_seen_to_be_gone() -> None:
    alive = new_owner()
    place, process, _, unique = alive.split(" ")
    assert not is_gone(alive)
    assert is_gone(f"{place} {process} 1 {unique}"), "another process had this number before"
    assert not is_gone(f"another-boot {process} 1 {unique}")
    assert not is_gone("elsewhere 1234")
