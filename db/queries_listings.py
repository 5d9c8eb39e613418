"""Papers, the days' lists and the history of votes."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from db.models import listings, papers, votes

Rows = Sequence[Row[Any]]
"""Rows of a result; columns are attributes."""


def papers_by_id(connection: Connection, arxiv_ids: Collection[str]) -> Rows:
    """The known papers among the ids."""
    found = select(papers).where(papers.c.arxiv_id.in_(arxiv_ids))
    return connection.execute(found).all()


def listing_of(connection: Connection, day: date) -> Rows:
    """The day's rows of `listings` by rank, those that are gone included."""
    rows = select(listings).where(listings.c.day == day).order_by(listings.c.rank)
    return connection.execute(rows).all()


def latest_votes(connection: Connection, arxiv_ids: Collection[str]) -> Rows:
    """The newest row of `votes` of each paper."""
    newer = votes.alias()
    newest = (
        select(func.max(newer.c.seen_at))
        .where(newer.c.arxiv_id == votes.c.arxiv_id)
        .scalar_subquery()
    )
    found = select(votes).where(votes.c.arxiv_id.in_(arxiv_ids), votes.c.seen_at == newest)
    return connection.execute(found).all()


def listed_papers(connection: Connection, day: date, *, include_gone: bool) -> Rows:
    """The day's papers with `votes`, `rank` and `gone`: most votes first, then by rank."""
    found = (
        select(papers, listings.c.votes, listings.c.rank, listings.c.gone)
        .join_from(listings, papers)
        .where(listings.c.day == day)
        .order_by(*list_order())
    )
    if not include_gone:
        found = found.where(~listings.c.gone)
    return connection.execute(found).all()


def list_order() -> tuple[Any, ...]:
    """How a day's papers are ordered; the id makes it certain when two share a rank."""
    return listings.c.votes.desc(), listings.c.rank, listings.c.arxiv_id
