"""What the second reader said."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from db.models import reviews
from db.queries_listings import Rows
from db.upsert import Values, upsert_statement

CALL = ("subject", "evidence_sha", "sentences_sha", "prompt_version", "model", "attempt")
"""The columns that make a call unique."""


def reviews_of(connection: Connection, subjects: Collection[str]) -> Rows:
    """All reviews of these subjects, oldest first."""
    found = select(reviews).where(reviews.c.subject.in_(subjects)).order_by(reviews.c.id)
    return connection.execute(found).all()


def save_review(connection: Connection, row: Values) -> None:
    """Store a review; one of the same call is replaced."""
    statement = upsert_statement(connection, reviews, row, CALL, keep=("created_at",))
    connection.execute(statement, row)
