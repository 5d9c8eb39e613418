"""Rights to work on a day or a paper, so that two runs never pay for the same answer.

A claim is a row of the store with a lease, which a thread renews while the run lives. What a dead
run held is free when its lease has run out, and at once when it died on this machine.
"""

import logging
import threading
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Self

from tasks.run.errors import ClaimsLost, NonmunError
from tasks.run.owner import is_gone, new_owner
from tasks.store import Store

log = logging.getLogger(__name__)

LEASE_SECONDS = 60.0
RENEWALS = 6
"""How often a lease is renewed in its time, so that some may fail."""
POLL_SECONDS = 0.5


class Claims:
    """What one run holds. Usable from many threads, which exclude each other too.

    Entered, it renews the leases of what it holds; left, it gives back all of it.
    """

    def __init__(self, store: Store, lease_seconds: float = LEASE_SECONDS) -> None:
        self._store = store
        self._lease_seconds = lease_seconds
        self._owner = new_owner()
        self._ended = threading.Event()
        self._stopped: NonmunError | None = None
        self._held: set[str] = set()
        self._unreleased: deque[str] = deque()
        self.lost = self.stop
        """What is told when a lease was lost: to stop, unless it is set to more."""
        self._renewing = threading.Thread(target=self._renew, name="claims", daemon=True)

    def __enter__(self) -> Self:
        self._renewing.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._renewing.join()
        try:
            self._store.release(self._owner)
        except NonmunError as error:  # the leases end by themselves
            log.debug("Claims are not given back: %s", error)

    def take(self, names: Collection[str]) -> frozenset[str]:
        """Claim those of the names that nobody alive holds; returns those."""
        taken = self._store.claim(names, self._owner, self._lease_seconds)
        holders = self._store.holders(set(names) - taken)
        dead = {owner for owner in holders.values() if is_gone(owner)}
        for owner in dead:
            self._store.release(owner)
        if dead:
            taken |= self._store.claim(set(names) - taken, self._owner, self._lease_seconds)
        self._held |= taken
        return taken

    def release(self, names: Collection[str]) -> None:
        """Give the names back, as far as this run holds them.

        While the database is away, that is put off: it must not hide why the work has ended, and a
        name that nobody gave back would be renewed for as long as the run lives.
        """
        self._held -= set(names)
        try:
            self._store.release(self._owner, names)
        except NonmunError as error:
            log.debug("Claims are given back later: %s", error)
            self._unreleased += names

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        """Hold one name for a block; waits, as long as another run holds it.

        Raises what `stop` was told.
        """
        while not self.take([name]):
            self.wait()
        try:
            yield
        finally:
            self.release([name])

    def wait(self) -> None:
        """Let a moment pass before trying again; raises what `stop` was told."""
        if self._stopped is not None:
            raise self._stopped
        self._ended.wait(POLL_SECONDS)

    def stop(self, error: NonmunError) -> None:
        """Make everything that waits for a claim raise the error."""
        self._stopped = error

    def _renew(self) -> None:
        while not self._ended.wait(self._lease_seconds / RENEWALS):
            held = set(self._held)
            late = [self._unreleased.popleft() for _ in range(len(self._unreleased))]
            if late:
                self.release(late)
            try:
                renewed = self._store.renew(self._owner, self._lease_seconds)
            except NonmunError:
                continue  # the database is away; there is time for more attempts
            if gone := (held & self._held) - renewed:
                self.lost(ClaimsLost(f"Another run has taken over {', '.join(sorted(gone))}."))
