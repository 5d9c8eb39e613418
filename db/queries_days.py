"""What became of the days: lists, editions and runs."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, func, insert, select, true

from db.models import editions, listings, runs
from db.queries_listings import Rows
from db.upsert import Values


def editions_between(connection: Connection, start: date | None, end: date | None) -> Rows:
    """The latest revision of each day from `start` to `end` (both included; None: no limit)."""
    later = editions.alias()
    latest = select(func.max(later.c.revision)).where(later.c.day == editions.c.day)
    found = select(editions).where(
        editions.c.revision == latest.scalar_subquery(),
        _between(editions.c.day, start, end),
    )
    return connection.execute(found.order_by(editions.c.day)).all()


def runs_between(connection: Connection, start: date | None, end: date | None) -> Rows:
    """The run that finished last of each day from `start` to `end` (as above)."""
    later = runs.alias()
    latest = (
        select(later.c.id)
        .where(later.c.day == runs.c.day)
        .order_by(later.c.finished_at.desc(), later.c.id.desc())
        .limit(1)
    )
    found = select(runs).where(
        runs.c.id == latest.scalar_subquery(), _between(runs.c.day, start, end)
    )
    return connection.execute(found.order_by(runs.c.day)).all()


def days_listed(connection: Connection, start: date | None, end: date | None) -> tuple[date, ...]:
    """The days from `start` to `end` (as above) that have a list."""
    days = select(listings.c.day).distinct().where(_between(listings.c.day, start, end))
    return tuple(connection.scalars(days.order_by(listings.c.day)))


def add_run(connection: Connection, row: Values) -> None:
    """Add a run of a day."""
    connection.execute(insert(runs), row)


def _between(day: ColumnElement[date], start: date | None, end: date | None) -> ColumnElement[bool]:
    """True for the days from `start` to `end`; a bound that is None does not count."""
    since = day >= start if start else true()
    return since & (day <= end) if end else since
