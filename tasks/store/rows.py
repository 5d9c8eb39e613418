"""Records to rows and back. The columns are named after the fields of the records.

Strangers' text may hold what PostgreSQL or UTF-8 cannot: NUL characters and lone surrogates. The
first are taken out and the second become U+FFFD on the way in, on both databases.
"""

from typing import Any, TypeVar

from tasks.records import (
    Generation,
    GenerationKey,
    InsightGeneration,
    InsightKey,
    ListedRow,
    Paper,
    Record,
    Review,
    ReviewGeneration,
    ReviewKey,
    Usage,
)

AnyRecord = TypeVar("AnyRecord", bound=Record)
Row = Any
"""A row of a result; its columns are attributes."""


def clean_paper(paper: Paper) -> Paper:
    """The paper without what a database cannot hold; its `abstract_sha` is that of this text."""
    return Paper.model_validate(_clean(paper.model_dump()))


def paper_values(paper: Paper) -> dict[str, Any]:
    """The row of a paper, but for its times."""
    return {**paper.model_dump(mode="json"), "abstract_sha": paper.abstract_sha}


def values(record: Record) -> dict[str, Any]:
    """The row of a record; the fields of its `key` and `usage` are columns of their own."""
    columns = _clean(record.model_dump())
    return {**columns.pop("key", {}), **columns.pop("usage", {}), **columns}


def read(kind: type[AnyRecord], row: Row) -> AnyRecord:
    """The record whose fields are columns of the row."""
    return kind.model_validate(row, from_attributes=True)


def read_listed(row: Row) -> ListedRow:
    """A paper in a day's list, from its columns in `papers` and in `listings`."""
    return ListedRow(paper=read(Paper, row), votes=row.votes, rank=row.rank, gone=row.gone)


def read_generation(row: Row) -> Generation:
    """A model's answer about a paper."""
    return Generation(
        key=read(GenerationKey, row),
        answer=row.answer,
        usage=read(Usage, row),
        request_sha=row.request_sha,
        final=row.final,
    )


def read_insight(row: Row) -> InsightGeneration:
    """A model's synthesis of a category."""
    return InsightGeneration(
        key=read(InsightKey, row),
        answer=row.answer,
        model=row.model,
        usage=read(Usage, row),
        final=row.final,
    )


def read_review(row: Row) -> ReviewGeneration:
    """An answer of the second reader."""
    return ReviewGeneration(
        key=read(ReviewKey, row),
        sentences=tuple(row.sentences),
        answer=Review.model_validate(row.answer),
        usage=read(Usage, row),
    )


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        # By way of UTF-16, because there two surrogates that belong together become one character.
        text = value.replace("\0", "").encode("utf-16", "surrogatepass")
        return text.decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
