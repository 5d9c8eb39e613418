"""The first tables: papers, their lists and answers, editions, runs and claims."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_papers()
    _create_listings()
    _create_generations()
    _create_insights()
    _create_editions()
    _create_claims()


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _usage() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("tokens_in", sa.Integer, nullable=False),
        sa.Column("tokens_out", sa.Integer, nullable=False),
        sa.Column("cost_usd", sa.Float),
        sa.Column("seconds", sa.Float, nullable=False),
    )


def _paper_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["arxiv_id"], ["papers.arxiv_id"], name=f"fk_{table}_arxiv_id_papers"
    )


def _create_papers() -> None:
    op.create_table(
        "papers",
        sa.Column("arxiv_id", sa.String, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("abstract", sa.Text),
        sa.Column("abstract_sha", sa.String, nullable=False),
        sa.Column("authors", sa.JSON, nullable=False),
        sa.Column("hidden_authors", sa.Integer, nullable=False),
        sa.Column("thumbnail", sa.Text),
        sa.Column("project_page", sa.Text),
        sa.Column("github_repo", sa.Text),
        sa.Column("arxiv", sa.JSON),
        _moment("created_at"),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("arxiv_id", name="pk_papers"),
    )


def _create_listings() -> None:
    op.create_table(
        "listings",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("arxiv_id", sa.String, nullable=False),
        sa.Column("votes", sa.Integer, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        _moment("first_seen"),
        _moment("last_seen"),
        sa.PrimaryKeyConstraint("day", "arxiv_id", name="pk_listings"),
        _paper_key("listings"),
    )
    op.create_table(
        "votes",
        sa.Column("arxiv_id", sa.String, nullable=False),
        _moment("seen_at"),
        sa.Column("votes", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("arxiv_id", "seen_at", name="pk_votes"),
        _paper_key("votes"),
    )


def _create_generations() -> None:
    call = ("arxiv_id", "stage", "abstract_sha", "prompt_version", "model", "attempt")
    op.create_table(
        "generations",
        sa.Column("id", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in call[:-1]),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        *_usage(),
        sa.Column("request_sha", sa.String, nullable=False),
        sa.Column("final", sa.Boolean, nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_generations"),
        _paper_key("generations"),
        sa.UniqueConstraint(*call, name="uq_generations_call"),
    )
    op.create_table(
        "verdicts",
        sa.Column("generation_id", sa.Integer, nullable=False),
        sa.Column("checker", sa.String, nullable=False),
        sa.Column("ok", sa.Boolean, nullable=False),
        sa.Column("refusals", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("generation_id", "checker", name="pk_verdicts"),
        sa.ForeignKeyConstraint(
            ["generation_id"], ["generations.id"], name="fk_verdicts_generation_id_generations"
        ),
    )


def _create_insights() -> None:
    op.create_table(
        "insights",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("category", sa.String, nullable=False),
        sa.Column("input_sha", sa.String, nullable=False),
        sa.Column("attempt", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("prompt_version", sa.String, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        *_usage(),
        sa.Column("final", sa.Boolean, nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("day", "category", "input_sha", "attempt", name="pk_insights"),
    )


def _create_editions() -> None:
    op.create_table(
        "editions",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("revision", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("content_sha", sa.String, nullable=False),
        _moment("published_at"),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("rest_sha", sa.String, nullable=False),
        sa.Column("changes", sa.JSON),
        sa.Column("papers", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("day", "revision", name="pk_editions"),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("cost_usd", sa.Float),
        sa.Column("reason", sa.Text),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        _moment("finished_at"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_day_finished_at", "runs", ["day", "finished_at"])


def _create_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_claims"),
    )
    op.create_index("ix_claims_owner", "claims", ["owner"])
    op.create_index("ix_claims_expires_at", "claims", ["expires_at"])
