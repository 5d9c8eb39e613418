"""The tables. Days are days of the list at Hugging Face; times are UTC; costs are US dollars.

A change here needs a migration in db/migrations/versions; a test compares the two.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from db.types import UtcDateTime

metadata = MetaData(
    # Constraints with names can be altered by later migrations on every database.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _usage() -> tuple[Column[int], Column[int], Column[float | None], Column[float]]:
    """The columns of what one model call took; the cost is NULL when the price is not known."""
    return (
        Column("tokens_in", Integer, nullable=False),
        Column("tokens_out", Integer, nullable=False),
        Column("cost_usd", Float),
        Column("seconds", Float, nullable=False),
    )


papers = Table(
    "papers",
    metadata,
    Column("arxiv_id", String, primary_key=True),
    Column("title", Text, nullable=False),
    Column("abstract", Text),
    Column("abstract_sha", String, nullable=False),
    Column("authors", JSON, nullable=False),  # names in the order of the paper
    Column("hidden_authors", Integer, nullable=False),
    Column("thumbnail", Text),
    Column("project_page", Text),
    Column("github_repo", Text),
    Column("arxiv", JSON(none_as_null=True)),  # the arXiv entry
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),  # the look that last changed any of it
)

listings = Table(
    "listings",
    metadata,
    Column("day", Date, primary_key=True),
    Column("arxiv_id", ForeignKey(papers.c.arxiv_id), primary_key=True),
    Column("votes", Integer, nullable=False),
    Column("rank", Integer, nullable=False),  # position in the list, from 1
    Column("gone", Boolean, nullable=False),  # was in the list once, and is not any more
    Column("first_seen", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
)

votes = Table(
    "votes",
    metadata,
    Column("arxiv_id", ForeignKey(papers.c.arxiv_id), primary_key=True),
    Column("seen_at", UtcDateTime, primary_key=True),
    Column("votes", Integer, nullable=False),
)

generations = Table(
    "generations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("arxiv_id", ForeignKey(papers.c.arxiv_id), nullable=False),
    Column("stage", String, nullable=False),
    Column("abstract_sha", String, nullable=False),
    Column("prompt_version", String, nullable=False),
    Column("model", String, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("answer", JSON, nullable=False),
    *_usage(),
    Column("request_sha", String, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # Its index, in this order, is also the one that finds what a day is missing.
    UniqueConstraint(
        "arxiv_id",
        "stage",
        "abstract_sha",
        "prompt_version",
        "model",
        "attempt",
        name="uq_generations_call",
    ),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("generation_id", ForeignKey(generations.c.id), primary_key=True),
    Column("checker", String, primary_key=True),  # version of the rules
    Column("ok", Boolean, nullable=False),
    Column("refusals", JSON, nullable=False),
)

insights = Table(
    "insights",
    metadata,
    Column("day", Date, primary_key=True),
    Column("category", String, primary_key=True),
    Column("input_sha", String, primary_key=True),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("prompt_version", String, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("model", String, nullable=False),
    *_usage(),
    Column("final", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

editions = Table(
    "editions",
    metadata,
    Column("day", Date, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("content_sha", String, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("model", String, nullable=False),
    Column("reader", String),  # the model that was to read it again; NULL for none
    Column("counts", JSON, nullable=False),
    Column("rest_sha", String, nullable=False),  # what was shown besides papers
    # The two large ones come last: SQLite does not read them when they are not asked for.
    Column("changes", JSON(none_as_null=True)),  # against the revision before
    Column("papers", JSON, nullable=False),  # a mark of each paper as it was shown, by arXiv id
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("outcome", String, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("cost_usd", Float),  # NULL when the price is not known
    Column("reason", Text),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime, nullable=False),
    Index(None, "day", "finished_at"),
)

claims = Table(
    "claims",
    metadata,
    Column("name", String, primary_key=True),
    Column("owner", String, nullable=False, index=True),
    # Seconds since 1970 by the database's clock: the claimants' clocks may differ.
    Column("expires_at", Float, nullable=False, index=True),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String, nullable=False),  # an arXiv id, or a day and a category
    Column("evidence_sha", String, nullable=False),
    Column("sentences_sha", String, nullable=False),
    Column("prompt_version", String, nullable=False),
    Column("model", String, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("sentences", JSON, nullable=False),  # the Korean ones, in the order they were shown
    Column("answer", JSON, nullable=False),
    *_usage(),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint(
        "subject",
        "evidence_sha",
        "sentences_sha",
        "prompt_version",
        "model",
        "attempt",
        name="uq_reviews_call",
    ),
)

dialects = Table(
    "dialects",
    metadata,
    Column("identity", String, primary_key=True),  # of a model and its server
    Column("answer_format", String, nullable=False),
    Column("bounds", String, nullable=False),
    Column("limit_field", String, nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
)
