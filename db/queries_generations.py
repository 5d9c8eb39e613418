"""Model answers: what a day has, what it is missing, and storing one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    literal,
    select,
    true,
    union_all,
)

from db.models import generations, insights, listings, papers, verdicts
from db.queries_listings import Rows, list_order
from db.upsert import Values, upsert, upsert_statement

CALL = ("arxiv_id", "stage", "abstract_sha", "prompt_version", "model", "attempt")
"""The columns that make a model call unique."""

Stages = Iterable[tuple[str, str]]
"""Stages, each with its prompt version."""


def missing_generations(connection: Connection, day: date, versions: Stages, model: str) -> Rows:
    """The day's papers with an abstract, once for each `stage` without a final answer.

    The stages of a paper come in the order of `versions`.
    """
    wanted = _wanted(versions)
    final = exists().where(_answers(wanted, model), generations.c.final)
    found = (
        select(papers, wanted.c.stage)
        .join_from(listings, papers)
        .join(wanted, ~final)
        .where(listings.c.day == day, ~listings.c.gone, papers.c.abstract != "")
        .order_by(*list_order(), wanted.c.position)
    )
    return connection.execute(found).all()


def generations_of(connection: Connection, day: date, versions: Stages, model: str) -> Rows:
    """All attempts for the current abstracts of the day's papers, those gone included."""
    wanted = _wanted(versions)
    found = (
        select(generations)
        .join_from(listings, papers)
        .join(wanted, true())
        .join(generations, _answers(wanted, model))
        .where(listings.c.day == day)
        .order_by(*list_order(), wanted.c.position, generations.c.attempt)
    )
    return connection.execute(found).all()


def answers_of(connection: Connection, day: date) -> Rows:
    """Every answer for the current abstracts of the day's papers, oldest first."""
    current = and_(
        generations.c.arxiv_id == papers.c.arxiv_id,
        generations.c.abstract_sha == papers.c.abstract_sha,
    )
    found = (
        select(generations)
        .join_from(listings, papers)
        .join(generations, current)
        .where(listings.c.day == day)
        .order_by(generations.c.id)
    )
    return connection.execute(found).all()


def save_generation(connection: Connection, row: Values, verdict: Values | None) -> None:
    """Store an answer, and the `verdict` on it: columns of `verdicts` but for the generation.

    A different answer to the same call takes the place of the stored one, of its verdicts, and of
    the later attempts, which were repairs of it. The same answer again only updates its row.
    """
    _forget_other_answer(connection, row)
    statement = upsert_statement(connection, generations, row, CALL, keep=("created_at",))
    key = connection.execute(statement.returning(generations.c.id), row).scalar_one()
    if verdict is not None:
        upsert(connection, verdicts, [{"generation_id": key, **verdict}])


def _forget_other_answer(connection: Connection, row: Values) -> None:
    same_call = and_(*(generations.c[name] == row[name] for name in CALL if name != "attempt"))
    attempt = generations.c.attempt
    stored = select(generations.c.answer).where(same_call, attempt == row["attempt"])
    answer = connection.execute(stored).scalar_one_or_none()
    if answer is None or answer == row["answer"]:
        return
    outdated = select(generations.c.id).where(same_call, attempt >= row["attempt"])
    connection.execute(delete(verdicts).where(verdicts.c.generation_id.in_(outdated)))
    connection.execute(delete(generations).where(generations.c.id.in_(outdated)))


def insights_of(connection: Connection, day: date) -> Rows:
    """All attempts of the day, oldest first."""
    oldest_first = (insights.c.created_at, *insights.primary_key)
    found = select(insights).where(insights.c.day == day).order_by(*oldest_first)
    return connection.execute(found).all()


def _wanted(versions: Stages) -> CTE:
    """The stages as a table. VALUES would be compiled anew each time, UNION ALL is only once."""
    rows = (
        select(
            literal(position).label("position"),
            literal(stage).label("stage"),
            literal(version).label("version"),
        )
        for position, (stage, version) in enumerate(versions)
    )
    return union_all(*rows).cte("wanted")


def _answers(wanted: CTE, model: str) -> ColumnElement[Any]:
    """True for the generations of a paper's current abstract; in the order of their index."""
    return and_(
        generations.c.arxiv_id == papers.c.arxiv_id,
        generations.c.stage == wanted.c.stage,
        generations.c.abstract_sha == papers.c.abstract_sha,
        generations.c.prompt_version == wanted.c.version,
        generations.c.model == model,
    )
