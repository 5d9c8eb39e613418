"""Makes records for the store's tests, with as little as a test has to say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from db.engine import reading, writing
from db.models import claims, metadata
from tasks.records import (
    ArxivEntry,
    Author,
    Generation,
    GenerationKey,
    ListedPaper,
    Listing,
    ListingChange,
    Paper,
    Stage,
)
from tasks.store import Store

DAY = date(2026, 2, 3)
NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
VERSIONS: dict[Stage, str] = {"category": "category-1", "digest": "digest-1"}
MODEL = "org/model:7b"

A, B, C = "2602.00001", "2602.00002", "2602.00003"
ARXIV_ENTRY = ArxivEntry(
    arxiv_id=A, title="At arXiv", abstract="We show.", authors=("Kim",), published=NOON
)


def make_paper(arxiv_id: str = A, **fields: Any) -> Paper:
    """A paper with an abstract and two authors."""
    known = {"title": f"Title of {arxiv_id}", "abstract": "We show.", "authors": ("Kim", "Ahn")}
    return Paper.model_validate({"arxiv_id": arxiv_id} | known | fields)


def make_listing(*votes: tuple[str, int], day: date = DAY, **fields: Any) -> Listing:
    """A list of arXiv ids with their votes, in list order; `fields` are those of its papers."""
    said = {"title": "as listed", "abstract": "as listed", "authors": (Author(name="Kim"),)}
    papers = tuple(
        ListedPaper.model_validate(
            {"arxiv_id": arxiv_id, "votes": count, "rank": rank} | said | fields
        )
        for rank, (arxiv_id, count) in enumerate(votes, 1)
    )
    return Listing(day=day, papers=papers)


def record(store: Store, *votes: tuple[str, int], seen_at: datetime = NOON) -> ListingChange:
    """Store a list of plain papers."""
    papers = [make_paper(arxiv_id) for arxiv_id, _ in votes]
    return store.record_listing(make_listing(*votes), papers, seen_at)


def record_paper(store: Store, paper: Paper, seen_at: datetime = NOON) -> ListingChange:
    """Store a list of one paper."""
    return store.record_listing(make_listing((paper.arxiv_id, 1)), [paper], seen_at)


def stored_paper(store: Store, arxiv_id: str = A) -> Paper:
    """The paper as the store gives it back."""
    rows = store.listed(DAY, include_gone=True)
    return next(row.paper for row in rows if row.paper.arxiv_id == arxiv_id)


def make_generation(paper: Paper, stage: Stage = "digest", **fields: Any) -> Generation:
    """A final answer about a paper's current abstract; `fields` are of the key or the answer."""
    key = {
        "arxiv_id": paper.arxiv_id,
        "stage": stage,
        "abstract_sha": paper.abstract_sha,
        "prompt_version": VERSIONS[stage],
        "model": MODEL,
    }
    of_key = {name: fields.pop(name) for name in GenerationKey.model_fields if name in fields}
    answer = {"answer": {"title_ko": "제목"}} | fields
    return Generation.model_validate({"key": key | of_key} | answer)


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, by primary key."""
    with reading(store._engine) as connection:
        return {
            name: [
                dict(row)
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for name, table in metadata.tables.items()
        }


def empty(store: Store) -> None:
    """Delete all rows of all tables."""
    with writing(store._engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())


def pass_time(store: Store, seconds: float) -> None:
    """Let every lease end sooner, as if the database's clock had gone on."""
    with writing(store._engine) as connection:
        connection.execute(claims.update().values(expires_at=claims.c.expires_at - seconds))
