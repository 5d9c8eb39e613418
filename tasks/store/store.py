"""The store: what nonmun knows of papers, days and answers. It is the truth about what is done."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection, select

from db import (
    models,
    queries_days,
    queries_generations,
    queries_listings,
    queries_reviews,
)
from db.upsert import upsert
from tasks.records import (
    DayRun,
    Dialect,
    Generation,
    InsightGeneration,
    ListedRow,
    Listing,
    ListingChange,
    Paper,
    PublishedEdition,
    ReviewGeneration,
    Stage,
    Verdict,
)
from tasks.store import rows
from tasks.store.claims import ClaimRows
from tasks.store.observation import DayRow, Known, VoteCount, observe


class Store(ClaimRows):
    """An open store. Every call is one short transaction of its own, from any thread.

    Every call raises `SourceError` when the database does not answer, is full, or stays locked
    for 30 seconds.
    """

    # --- lists ---

    def record_listing(
        self, listing: Listing, papers: Sequence[Paper], seen_at: datetime
    ) -> ListingChange:
        """Store a day's list as seen at `seen_at`; `papers` are those of the list.

        An empty list changes nothing: a source that shows none must not empty a day. A list older
        than the newest look at its day fills gaps only. Raises `ValueError` when the list is of
        another day than it says, when `papers` lacks one of it, or when `seen_at` has no zone.
        """
        if listing.is_empty:
            return ListingChange()
        if listing.shown_day not in (None, listing.day):
            raise ValueError(f"the list of {listing.day} shows {listing.shown_day}")
        if seen_at.tzinfo is None:
            raise ValueError(f"seen_at={seen_at} has no time zone")
        clean = [rows.clean_paper(paper) for paper in papers]
        with self._writing() as connection:
            known = _known(connection, listing.day, {paper.arxiv_id for paper in clean})
            observation = observe(known, listing, clean, seen_at)
            times = {"created_at": seen_at, "updated_at": seen_at}
            stored = [rows.paper_values(paper) | times for paper in observation.papers]
            upsert(connection, models.papers, stored, keep=("created_at",))
            upsert(connection, models.listings, [rows.values(row) for row in observation.rows])
            upsert(connection, models.votes, [rows.values(count) for count in observation.votes])
        return observation.change

    def listed(self, day: date, *, include_gone: bool = False) -> tuple[ListedRow, ...]:
        """The day's papers, most votes first, then by rank."""
        with self._reading() as connection:
            found = queries_listings.listed_papers(connection, day, include_gone=include_gone)
        return tuple(rows.read_listed(row) for row in found)

    # --- answers ---

    def missing(
        self, day: date, versions: Mapping[Stage, str], model: str
    ) -> tuple[tuple[Paper, Stage], ...]:
        """The calls that the day still needs, in the order of `listed` and of `versions`.

        `versions` maps each stage to its prompt version. A call is needed for a paper that is in
        the list, has an abstract, and has no final answer for it from this prompt and model.
        """
        with self._reading() as connection:
            found = queries_generations.missing_generations(
                connection, day, versions.items(), model
            )
        return tuple((rows.read(Paper, row), row.stage) for row in found)

    def generations(
        self, day: date, versions: Mapping[Stage, str], model: str
    ) -> tuple[Generation, ...]:
        """All attempts for the current abstracts of the day's papers, those gone included.

        They are in the order of `listed`, of `versions`, and of their attempts.
        """
        with self._reading() as connection:
            found = queries_generations.generations_of(connection, day, versions.items(), model)
        return tuple(rows.read_generation(row) for row in found)

    def answers(self, day: date) -> tuple[Generation, ...]:
        """Every answer, by any prompt and model, for the current abstracts of the day's papers.

        Oldest first.
        """
        with self._reading() as connection:
            found = queries_generations.answers_of(connection, day)
        return tuple(rows.read_generation(row) for row in found)

    def save_generation(self, generation: Generation, verdict: Verdict | None = None) -> None:
        """Store an answer about a recorded paper, and the verdict on it.

        A different answer with the same key replaces the stored one, its verdicts and its repairs
        (the later attempts); the same answer again only updates `usage` and `final`.
        """
        answer = rows.values(generation) | {"created_at": datetime.now(UTC)}
        judged = rows.values(verdict) | {"ok": verdict.ok} if verdict else None
        with self._writing() as connection:
            queries_generations.save_generation(connection, answer, judged)

    def insights(self, day: date) -> tuple[InsightGeneration, ...]:
        """All syntheses of the day, oldest first."""
        with self._reading() as connection:
            found = queries_generations.insights_of(connection, day)
        return tuple(rows.read_insight(row) for row in found)

    def save_insight(self, insight: InsightGeneration) -> None:
        """Store a synthesis; one with the same key is replaced."""
        row = rows.values(insight) | {"created_at": datetime.now(UTC)}
        with self._writing() as connection:
            upsert(connection, models.insights, [row], keep=("created_at",))

    def reviews(self, subjects: Collection[str]) -> tuple[ReviewGeneration, ...]:
        """What the second reader said of papers (arXiv ids) and syntheses (`DAY CATEGORY`).

        Oldest first, by any prompt and model, also of evidence that has changed since.
        """
        with self._reading() as connection:
            found = queries_reviews.reviews_of(connection, subjects)
        return tuple(rows.read_review(row) for row in found)

    def save_review(self, review: ReviewGeneration) -> None:
        """Store a review; one of the same call is replaced."""
        row = rows.values(review) | {"created_at": datetime.now(UTC)}
        with self._writing() as connection:
            queries_reviews.save_review(connection, row)

    # --- how model servers want to be asked ---

    def recall(self, identity: str) -> Dialect | None:
        """How the server and model of this identity took their calls; None when unknown."""
        dialects = models.dialects
        with self._reading() as connection:
            found = connection.execute(select(dialects).where(dialects.c.identity == identity))
            row = found.one_or_none()
        return rows.read(Dialect, row) if row else None

    def keep(self, identity: str, dialect: Dialect) -> None:
        """Remember it; what was known before is replaced."""
        row = rows.values(dialect) | {"identity": identity, "found_at": datetime.now(UTC)}
        with self._writing() as connection:
            upsert(connection, models.dialects, [row])

    # --- days ---

    def days_listed(self, start: date | None = None, end: date | None = None) -> tuple[date, ...]:
        """The days from `start` to `end` (both included; None: no limit) that have a list."""
        with self._reading() as connection:
            return queries_days.days_listed(connection, start, end)

    def first_day(self) -> date | None:
        """The earliest day that has a list, an edition or a run; None in an empty store."""
        with self._reading() as connection:
            return queries_days.first_day(connection)

    def latest_edition(self, day: date) -> PublishedEdition | None:
        """The newest revision of the day's edition; None when there is none."""
        with self._reading() as connection:
            found = queries_days.latest_edition(connection, day)
        return rows.read(PublishedEdition, found) if found else None

    def editions(
        self, start: date | None = None, end: date | None = None
    ) -> tuple[PublishedEdition, ...]:
        """The newest revision of each day from `start` to `end` (both included; None: no limit).

        They come without `papers` and `changes`, of which years would be slow to read.
        """
        with self._reading() as connection:
            found = queries_days.editions_between(connection, start, end)
        return tuple(rows.read(PublishedEdition, row) for row in found)

    def save_edition(self, edition: PublishedEdition) -> None:
        """Store what was published; the same revision of the same day is replaced."""
        with self._writing() as connection:
            upsert(connection, models.editions, [rows.values(edition)])

    def latest_runs(self, start: date | None = None, end: date | None = None) -> tuple[DayRun, ...]:
        """The run that finished last of each day from `start` to `end` (as for `editions`)."""
        with self._reading() as connection:
            found = queries_days.runs_between(connection, start, end)
        return tuple(rows.read(DayRun, row) for row in found)

    def save_run(self, run: DayRun) -> None:
        """Add how a run of a day ended."""
        with self._writing() as connection:
            queries_days.add_run(connection, rows.values(run))


def _known(connection: Connection, day: date, arxiv_ids: set[str]) -> Known:
    """What the store knows of a day and of papers before a look."""
    papers = [rows.read(Paper, row) for row in queries_listings.papers_by_id(connection, arxiv_ids)]
    day_rows = [rows.read(DayRow, row) for row in queries_listings.listing_of(connection, day)]
    counts = [
        rows.read(VoteCount, row) for row in queries_listings.latest_votes(connection, arxiv_ids)
    ]
    return Known(
        papers={paper.arxiv_id: paper for paper in papers},
        rows={row.arxiv_id: row for row in day_rows},
        votes={count.arxiv_id: count for count in counts},
    )
