"""Several writers at a time wait for one another: nothing fails, nothing is lost."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import pairwise
from multiprocessing import get_context

from tasks.store import Store, open_store
from tests.store.store_makers import (
    DAY,
    HOUR,
    MODEL,
    NOON,
    VERSIONS,
    A,
    B,
    everything,
    make_generation,
    make_paper,
    record,
)

PROCESSES, LOOKS, THREADS = 4, 15, 16


def look_often(url: str, process: int) -> None:
    """Opens the store, perhaps the first to do so, and records lists and answers."""
    with open_store(url) as store:
        for look in range(LOOKS):
            moment = NOON + (look * PROCESSES + process) * HOUR
            papers = [(A, look), (B, 1)] if process % 2 else [(B, 1), (A, look)]
            record(store, *papers, seen_at=moment)
            store.save_generation(make_generation(make_paper(A), attempt=look + 1))


def test_processes_share_a_database_from_the_first_moment(database_url: str) -> None:
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        for done in [pool.submit(look_often, database_url, one) for one in range(PROCESSES)]:
            assert done.result(timeout=100) is None
    with open_store(database_url) as store:
        assert [row.votes for row in store.listed(DAY)] == [LOOKS - 1, 1]
        assert len(store.generations(DAY, VERSIONS, MODEL)) == LOOKS
        history = [row["votes"] for row in everything(store)["votes"] if row["arxiv_id"] == A]
        assert all(before != after for before, after in pairwise(history))


def test_threads_share_a_store(store: Store) -> None:
    record(store, (A, 5))
    answers = [make_generation(make_paper(), attempt=number) for number in range(1, 101)]
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(store.save_generation, answers))
    assert store.generations(DAY, VERSIONS, MODEL) == tuple(answers)
