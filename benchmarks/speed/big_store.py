"""A store of 100,000 papers on three years of lists, made once and kept under build/.

Papers, answers and lists are of real size: the abstracts of `month`, the stand-in's answers.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from benchmarks.speed.month import ROOT, Item, month
from benchmarks.speed.server import MODEL
from benchmarks.speed.written import Answers, paper_of, stand_in_answers
from db import models
from db.engine import open_engine, writing
from db.migrate import upgrade
from tasks.categorize import category_key
from tasks.records import DayRun, Paper, PaperMark, PublishedEdition, sha256_hex
from tasks.store.rows import paper_values, values
from tasks.summarize import digest_key

FIRST_DAY = date(2022, 1, 3)
DAYS = 782
PAPERS_A_DAY = 128
FOLDER = ROOT / "build" / "bench"
MIGRATIONS = ROOT / "db" / "migrations" / "versions"

Row = dict[str, Any]


def big_store() -> Path:
    """The file of the store; made in half a minute when there is none with today's tables."""
    tables = "".join(path.read_text("utf-8") for path in sorted(MIGRATIONS.glob("*.py")))
    file = FOLDER / f"store-{sha256_hex(tables)[:8]}.db"
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for leftover in FOLDER.glob("store-*"):
            leftover.unlink()
        unfinished = file.with_suffix(".part")
        fill(unfinished)
        unfinished.rename(file)
    return file


def fill(file: Path, days: int = DAYS, papers_a_day: int = PAPERS_A_DAY) -> None:
    """Make a store of so many weekdays, from `FIRST_DAY` on, in a file that is not there yet."""
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    for day, items in month(days, papers_a_day, FIRST_DAY).items():
        with writing(engine) as connection:
            _add_day(connection, day, items)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _add_day(connection: Connection, day: date, items: list[Item]) -> None:
    seen = datetime.combine(day, time(20), UTC)
    papers = [paper_of(item) for item in items]
    stamps = {"created_at": seen, "updated_at": seen}
    connection.execute(insert(models.papers), [paper_values(paper) | stamps for paper in papers])
    connection.execute(
        insert(models.listings),
        [
            {"day": day, "arxiv_id": paper.arxiv_id, "votes": rank % 50, "rank": rank}
            | {"gone": False, "first_seen": seen, "last_seen": seen}
            for rank, paper in enumerate(papers, start=1)
        ],
    )
    connection.execute(
        insert(models.votes),
        [
            {"arxiv_id": paper.arxiv_id, "seen_at": seen.replace(hour=hour), "votes": hour}
            for paper in papers
            for hour in (8, 14, 20)
        ],
    )
    connection.execute(
        insert(models.generations), [row for paper in papers for row in _answers(paper, seen)]
    )
    connection.execute(insert(models.editions), [_edition(day, seen, papers)])
    connection.execute(
        insert(models.runs), [_run(day, len(papers), seen.replace(hour=h)) for h in (21, 22, 23)]
    )


def _answers(paper: Paper, seen: datetime) -> Iterator[Row]:
    answers = _answers_for(paper.title, paper.abstract or "")
    usage = {"tokens_in": 1200, "tokens_out": 600, "cost_usd": 0.0005, "seconds": 4.0}
    rest = {**usage, "request_sha": "0" * 64, "final": True, "created_at": seen}
    yield {**category_key(paper, MODEL).model_dump(), "answer": answers.category, **rest}
    yield {**digest_key(paper, MODEL).model_dump(), "answer": answers.digest, **rest}


@cache
def _answers_for(title: str, abstract: str) -> Answers:
    """Answers are the same for papers that differ by their id alone."""
    return stand_in_answers(Paper(arxiv_id="2201.00001", title=title, abstract=abstract))


# Records, because these say what belongs into a row.
def _edition(day: date, seen: datetime, papers: list[Paper]) -> Row:
    marks = {
        paper.arxiv_id: PaperMark(
            votes=5, state="verified", text_sha="0" * 64, abstract_sha=paper.abstract_sha
        )
        for paper in papers
    }
    edition = PublishedEdition(
        day=day,
        revision=1,
        content_sha="0" * 64,
        rest_sha="0" * 64,
        published_at=seen,
        model=MODEL,
        counts={"pending": 0, "listed": len(papers), "verified": len(papers)},
        papers=marks,
    )
    return values(edition)


def _run(day: date, papers: int, finished_at: datetime) -> Row:
    counts = {"listed": papers, "calls": 2 * papers}
    return values(DayRun(day=day, outcome="published", counts=counts, finished_at=finished_at))
