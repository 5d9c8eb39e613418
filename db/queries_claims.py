"""Claims with a lease. Each function needs a transaction that holds the one write lock."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, select, text, true, update

from db.models import claims
from db.upsert import INSERTS

SWEEP_AFTER_SECONDS = 86_400.0
"""How long a lease that ran out can still be renewed at least."""

CLOCKS = {
    # Exact to a millisecond.
    "sqlite": text("SELECT (julianday('now') - 2440587.5) * 86400.0"),
    # Not now(), which is when the transaction began to wait for the lock.
    "postgresql": text("SELECT extract(epoch FROM clock_timestamp())"),
}
"""The database's clock in seconds since 1970."""


def claim(
    connection: Connection, names: Collection[str], owner: str, seconds: float
) -> frozenset[str]:
    """Take those of the names (at least one) that have no lease which still runs."""
    now = _now(connection)
    connection.execute(delete(claims).where(claims.c.expires_at <= now - SWEEP_AFTER_SECONDS))
    statement = INSERTS[connection.dialect.name](claims)
    taking = statement.on_conflict_do_update(
        index_elements=[claims.c.name],
        set_={"owner": statement.excluded.owner, "expires_at": statement.excluded.expires_at},
        where=claims.c.expires_at <= now,
    ).returning(claims.c.name)
    # Without doubles: PostgreSQL refuses to insert or update a row twice in one statement.
    rows = [{"name": one, "owner": owner, "expires_at": now + seconds} for one in {*names}]
    return frozenset(connection.scalars(taking, rows))


def renew(connection: Connection, owner: str, seconds: float) -> frozenset[str]:
    """Let the leases of `owner` end `seconds` from now, also those that ran out."""
    renewing = update(claims).where(claims.c.owner == owner).returning(claims.c.name)
    expires_at = _now(connection) + seconds
    return frozenset(connection.scalars(renewing.values(expires_at=expires_at)))


def release(connection: Connection, owner: str, names: Collection[str] | None) -> None:
    """Delete those of the names that `owner` holds; all of them when `names` is None."""
    held = claims.c.owner == owner
    named = true() if names is None else claims.c.name.in_(names)
    connection.execute(delete(claims).where(held, named))


def holders(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """Who had each of the names last, also when the lease has run out."""
    found = select(claims.c.name, claims.c.owner).where(claims.c.name.in_(names))
    return {row.name: row.owner for row in connection.execute(found)}


def _now(connection: Connection) -> float:
    return float(connection.execute(CLOCKS[connection.dialect.name]).scalar_one())
