import threading
import time
from collections.abc import Callable

import pytest

from tasks.model import places as places_module
from tasks.model.places import Places
from tests.waiting import PATIENCE_SECONDS, wait_until


def in_thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_the_urgent_go_first_and_the_rest_in_the_order_in_which_they_asked() -> None:
    places, got, threads = Places(1), [], []

    def ask(name: str, urgent: bool) -> None:
        with places.one(urgent=urgent):
            got.append(name)

    with places.one():
        for number, (name, urgent) in enumerate([("a", False), ("b", False), ("c", True)], 1):
            threads.append(in_thread(lambda name=name, urgent=urgent: ask(name, urgent)))
            wait_until(lambda number=number: len(places._waiting) == number)
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert got == ["c", "a", "b"]


def test_a_place_is_free_again_after_an_error() -> None:
    places = Places(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="no"), places.one():
            raise ValueError("no")
    with places.one():
        pass
    assert (places._free, places._leaving) == (1, 0)


def test_who_has_an_answer_lets_those_leave_that_got_a_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places_module, "HAND_OVER_SECONDS", PATIENCE_SECONDS)
    places, order = Places(1), []
    has_left, may_end = threading.Event(), threading.Event()

    def next_call() -> None:
        with places.one():
            time.sleep(0.05)
            order.append("left")
            places.on_its_way()
            has_left.set()
            may_end.wait(PATIENCE_SECONDS)

    with places.one():
        thread = in_thread(next_call)
        wait_until(lambda: bool(places._waiting))
    order.append("works on its answer")
    may_end.set()
    thread.join(PATIENCE_SECONDS)
    assert has_left.is_set()
    assert order == ["left", "works on its answer"]


def test_it_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places_module, "HAND_OVER_SECONDS", 0.01)
    places, may_leave = Places(1), threading.Event()

    def never_leaves() -> None:
        with places.one():
            may_leave.wait(PATIENCE_SECONDS)

    with places.one():
        thread = in_thread(never_leaves)
        wait_until(lambda: bool(places._waiting))
    assert thread.is_alive()  # reached while the other call has not left
    may_leave.set()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()
