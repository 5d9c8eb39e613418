"""Claimants in processes of their own: at once, and killed."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from tasks.store import Store, open_store

SPAWN = get_context("spawn")  # its processes are daemons, so that a failing test leaves none
NAMES = [f"name {number}" for number in range(200)]
SIZES = (200, 7, 1)
LEASE_SECONDS, TIMEOUT_SECONDS = 1.0, 60


def take_all(url: str, owner: str, parent: Connection) -> None:
    """Claims all names, in claims of several sizes, each when the parent says so."""
    with open_store(url) as store:
        for size in SIZES:
            parent.send(None)
            parent.recv()
            taken: list[str] = []
            for start in range(0, len(NAMES), size):
                names = [f"{size}/{name}" for name in NAMES[start : start + size]]
                taken += store.claim(names, owner, TIMEOUT_SECONDS)
            parent.send(taken)


def take_and_hold(url: str, parent: Connection) -> None:
    """Claims all names, says so, and works until it is killed."""
    with open_store(url) as store:
        claimed_at = time.time()
        store.claim(NAMES, "killed", LEASE_SECONDS)
        parent.send(claimed_at)
        parent.recv()


def test_of_two_processes_at_once_exactly_one_gets_each_name(database_url: str) -> None:
    pipes = [SPAWN.Pipe() for _ in range(2)]
    processes = [
        SPAWN.Process(target=take_all, args=(database_url, f"owner {number}", child), daemon=True)
        for number, (_, child) in enumerate(pipes)
    ]
    for process in processes:
        process.start()
    parents = [parent for parent, _ in pipes]
    for size in SIZES:
        for parent in parents:
            answer(parent)
        for parent in parents:
            parent.send(None)
        taken = [name for parent in parents for name in answer(parent)]
        assert sorted(taken) == sorted(f"{size}/{name}" for name in NAMES)
    for process in processes:
        process.join(TIMEOUT_SECONDS)
        assert process.exitcode == 0


def test_of_many_threads_with_one_owner_exactly_one_gets_each_name(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = pool.map(lambda _: store.claim(NAMES[:20], "process", TIMEOUT_SECONDS), range(8))
        assert sorted(name for names in taken for name in names) == sorted(NAMES[:20])


def test_the_names_of_a_killed_claimant_are_free_after_the_lease_and_not_before(
    database_url: str, store: Store
) -> None:
    parent, child = SPAWN.Pipe()
    process = SPAWN.Process(target=take_and_hold, args=(database_url, child), daemon=True)
    process.start()
    claimed_at = answer(parent)
    process.kill()
    process.join(TIMEOUT_SECONDS)
    assert process.exitcode == -signal.SIGKILL
    taken = store.claim(NAMES, "heir", TIMEOUT_SECONDS)
    while not taken and time.time() < claimed_at + TIMEOUT_SECONDS:
        time.sleep(0.02)
        taken = store.claim(NAMES, "heir", TIMEOUT_SECONDS)
    # SQLite's clock gives milliseconds; both clocks are this machine's.
    assert time.time() >= claimed_at + LEASE_SECONDS - 0.002
    assert taken == set(NAMES)


def answer(parent: Connection) -> Any:
    """What the process at the other end says next."""
    assert parent.poll(TIMEOUT_SECONDS), "the other process says nothing"
    return parent.recv()
