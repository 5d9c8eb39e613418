"""Publishes a day from the store: verified text, chart, files, index. No network, no model."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from prefect.futures import PrefectFuture

from flows.context import RunContext
from flows.prefect_insides import unvisited
from flows.reviews import reviews_by_subject
from tasks.assemble import (
    assemble,
    by_category,
    category_counts,
    changes,
    edit_paper,
    marks,
    rest_sha,
)
from tasks.chart import category_chart, chart_html, draw_chart
from tasks.publish import publish_edition
from tasks.records import (
    EXTRACTIVE,
    Edition,
    EditionPaper,
    Generation,
    PublishedEdition,
    ReviewGeneration,
)
from tasks.run.errors import ChartUnavailable

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Published:
    """A published edition, and whether its content, or only a file, differs from before."""

    edition: Edition
    revised: bool
    first: bool
    chart_png: bytes | None


def edited_papers(run: RunContext, day: date) -> tuple[EditionPaper, ...]:
    """The papers of the day in order of votes, with what may be published of each."""
    previous = run.store.latest_edition(day)
    model, reader = _asked_model(run, previous), _asked_reader(run, previous)
    return _edit(run, day, _answers(run, day), model, reader)


@dataclass(frozen=True)
class Chart:
    """The chart of these counts: its page, and its picture, which is there or being drawn."""

    counts: tuple[tuple[str, int], ...]
    html: str
    existing: bytes | None
    drawing: PrefectFuture[bytes] | None

    def png(self) -> bytes | None:
        """The picture, once it is drawn; None, and a line in the log, when it cannot be."""
        if self.drawing is None:
            return self.existing
        try:
            return self.drawing.result()
        except ChartUnavailable as error:
            log.error("%s", error)
            return None


def begin_chart(run: RunContext, day: date, papers: Sequence[EditionPaper]) -> Chart:
    """Begin to draw the chart of these papers, unless the day is published with the same one."""
    counts = category_counts(papers)
    html = chart_html(category_chart(counts, day))
    existing = run.output.existing_png(day, html)
    return Chart(counts, html, existing, None if existing else draw_chart.submit(counts, day))


def publish_day(run: RunContext, day: date, chart: Chart | None = None) -> Published:
    """Publish the day as the store has it; the same content gives the same revision and bytes.

    `chart` is the one that was begun earlier; one with other counts than the day's is not used.
    Raises `UsageError` when the output folder cannot be written.
    """
    previous = run.store.latest_edition(day)
    model, reader = _asked_model(run, previous), _asked_reader(run, previous)
    answers = _answers(run, day)
    papers = _edit(run, day, answers, model, reader)
    if chart is None or chart.counts != category_counts(papers):
        chart = begin_chart(run, day, papers)
    png = chart.png()
    draft = assemble(
        day,
        papers,
        answers,
        run.store.insights(day),
        model,
        has_chart=png is not None,
        revision=previous.revision if previous else 1,
        published_at=previous.published_at if previous else _now(),
        changes=previous.changes if previous else None,
        reviews=_reviews(run, day, papers),
        reader=reader,
    )
    revised = previous is not None and previous.content_sha != draft.content_sha
    edition = _revision(draft, previous) if previous and revised else draft
    publish_edition(unvisited(edition), chart.html, png, run.output)
    if previous is None or revised:
        run.store.save_edition(_remembered(edition))
    return Published(edition, revised=revised, first=previous is None, chart_png=png)


def _asked_model(run: RunContext, previous: PublishedEdition | None) -> str | None:
    """The model that the day was asked with: this run's, else that of the edition so far."""
    if run.model is not None:
        return run.model.name
    if previous is None or previous.model == EXTRACTIVE:
        return None
    return previous.model


def _answers(run: RunContext, day: date) -> dict[str, list[Generation]]:
    """The stored answers of the day's papers, by arXiv id, oldest first."""
    answers: dict[str, list[Generation]] = defaultdict(list)
    for generation in run.store.answers(day):
        answers[generation.key.arxiv_id].append(generation)
    return answers


def _asked_reader(run: RunContext, previous: PublishedEdition | None) -> str | None:
    """Who was to read the day again: this run's second reader, else that of the edition so far."""
    if run.model is not None:
        return run.reader.name if run.reader else None
    return previous.reader if previous else None


def _reviews(
    run: RunContext, day: date, papers: Sequence[EditionPaper]
) -> tuple[ReviewGeneration, ...]:
    """The stored reviews of the day's papers and syntheses."""
    subjects = [row.paper.arxiv_id for row in papers]
    return run.store.reviews([*subjects, *(f"{day} {name}" for name in by_category(papers))])


def _edit(
    run: RunContext,
    day: date,
    answers: dict[str, list[Generation]],
    model: str | None,
    reader: str | None,
) -> tuple[EditionPaper, ...]:
    listed = run.store.listed(day)
    reviews = reviews_by_subject(run, [row.paper.arxiv_id for row in listed])
    return tuple(
        edit_paper(
            row,
            answers.get(row.paper.arxiv_id, ()),
            model,
            reviews.get(row.paper.arxiv_id, ()),
            reading=reader is not None,
        )
        for row in listed
    )


def _revision(draft: Edition, previous: PublishedEdition) -> Edition:
    return draft.model_copy(
        update={
            "revision": previous.revision + 1,
            "published_at": _now(),
            "changes": changes(previous, draft),
        }
    )


def _remembered(edition: Edition) -> PublishedEdition:
    account = edition.account
    return PublishedEdition(
        day=edition.day,
        revision=edition.revision,
        content_sha=edition.content_sha,
        published_at=edition.published_at,
        model=edition.model,
        reader=edition.reader,
        papers=marks(edition),
        rest_sha=rest_sha(edition),
        changes=edition.changes,
        counts={
            "pending": edition.pending,
            "listed": account.listed,
            "verified": account.verified,
            "trimmed": account.trimmed,
            "extracts": account.extracts,
            "held": account.held,
        },
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
