"""Claims: the right to work on something, which one claimant at a time holds for a while.

For several machines on one PostgreSQL, several processes on one SQLite file, and several threads.
A claimant that dies needs no cleaning up: its lease runs out.
"""

from collections.abc import Collection

from db import queries_claims
from tasks.store.transactions import Transactions


class ClaimRows(Transactions):
    """The part of the store that says who works on what. Time is the database's clock."""

    def claim(self, names: Collection[str], owner: str, seconds: float) -> frozenset[str]:
        """Take, for `seconds`, those of the names whose lease nobody holds any more.

        Returns what was taken now. What `owner` itself still holds is not taken again, so that
        its threads exclude each other. Of claimants at the same time exactly one gets a name.
        """
        if not names:
            return frozenset()
        with self._writing() as connection:
            return queries_claims.claim(connection, names, owner, seconds)

    def renew(self, owner: str, seconds: float) -> frozenset[str]:
        """Let all leases of `owner` end `seconds` from now; returns their names.

        A lease that ran out is renewed too, unless another took the name: what is missing from
        the answer is lost, and work on it should stop.
        """
        with self._writing() as connection:
            return queries_claims.renew(connection, owner, seconds)

    def release(self, owner: str, names: Collection[str] | None = None) -> None:
        """Give up those of the names that `owner` holds, or all that it holds."""
        with self._writing() as connection:
            queries_claims.release(connection, owner, names)

    def holders(self, names: Collection[str]) -> dict[str, str]:
        """The owner of each of the names that has one."""
        with self._reading() as connection:
            return queries_claims.holders(connection, names)
