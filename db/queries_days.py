"""What became of the days: lists, editions and runs."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, true, union_all

from db.models import editions, listings, runs
from db.queries_listings import Rows
from db.upsert import Values

OVERVIEW = [column for column in editions.c if column.name not in {"papers", "changes"}]
"""The columns of `editions` that are small enough to read for years."""


def latest_edition(connection: Connection, day: date) -> Row[Any] | None:
    """The latest revision of the day, with all its columns; None when there is none."""
    newest_first = editions.c.revision.desc()
    found = select(editions).where(editions.c.day == day).order_by(newest_first).limit(1)
    return connection.execute(found).one_or_none()


def editions_between(connection: Connection, start: date | None, end: date | None) -> Rows:
    """The latest revision of each day from `start` to `end` (both included; None: no limit).

    Its rows have the columns of `OVERVIEW`.
    """
    later = editions.alias()
    latest = select(func.max(later.c.revision)).where(later.c.day == editions.c.day)
    found = select(*OVERVIEW).where(
        editions.c.revision == latest.scalar_subquery(),
        _between(editions.c.day, start, end),
    )
    return connection.execute(found.order_by(editions.c.day)).all()


def runs_between(connection: Connection, start: date | None, end: date | None) -> Rows:
    """The run that was added last of each day from `start` to `end` (as above).

    Not the one with the latest time, which may be one before the clock was set back.
    """
    later = runs.alias()
    latest = select(func.max(later.c.id)).where(later.c.day == runs.c.day)
    found = select(runs).where(
        runs.c.id == latest.scalar_subquery(), _between(runs.c.day, start, end)
    )
    return connection.execute(found.order_by(runs.c.day)).all()


def days_listed(connection: Connection, start: date | None, end: date | None) -> tuple[date, ...]:
    """The days from `start` to `end` (as above) that have a list."""
    days = select(listings.c.day).distinct().where(_between(listings.c.day, start, end))
    return tuple(connection.scalars(days.order_by(listings.c.day)))


def first_day(connection: Connection) -> date | None:
    """The earliest day that has a list, an edition or a run."""
    firsts = union_all(*(select(func.min(table.c.day)) for table in (listings, editions, runs)))
    (day,) = firsts.subquery("firsts").c
    first: date | None = connection.scalar(select(func.min(day)))
    return first


def add_run(connection: Connection, row: Values) -> None:
    """Add a run of a day."""
    connection.execute(insert(runs), row)


def _between(day: ColumnElement[date], start: date | None, end: date | None) -> ColumnElement[bool]:
    """True for the days from `start` to `end`; a bound that is None does not count."""
    since = day >= start if start else true()
    return since & (day <= end) if end else since
