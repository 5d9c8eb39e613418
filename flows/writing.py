"""Asks the model for what is missing for a day: categories and digests, then syntheses.

Every answer is stored as it comes in, so that a run that dies loses only what was in flight.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from prefect.futures import PrefectFuture

from flows.bookkeeping import unvisited
from flows.context import RunContext
from flows.progress import progress
from flows.rounds import in_rounds
from flows.tally import Tally
from prompts.loader import load_prompt
from tasks.assemble import by_category, judged_insights, summarizable, with_digest
from tasks.categorize import categorize, category_key
from tasks.insights import insight_key, synthesize
from tasks.model import ChatModel
from tasks.records import (
    Digest,
    EditionPaper,
    Generation,
    GenerationKey,
    InsightGeneration,
    InsightKey,
    Paper,
    Stage,
)
from tasks.summarize import digest_key, judge, summarize

log = logging.getLogger(__name__)

READY_JOBS = 16
"""So many jobs are begun beyond those that may be in flight."""


@dataclass(frozen=True)
class PaperJob:
    """One call about one paper; `earlier` are the refused answers that it is to repair."""

    paper: Paper
    key: GenerationKey
    earlier: tuple[Generation, ...] = ()

    def repair(self, refused: Generation) -> "PaperJob":
        """The next attempt after one more refused answer."""
        key = self.key.model_copy(update={"attempt": refused.key.attempt + 1})
        return PaperJob(self.paper, key, (*self.earlier, refused))


@dataclass(frozen=True)
class InsightJob:
    """One call about one category; `earlier` are the refused answers that it is to repair."""

    key: InsightKey
    papers: tuple[EditionPaper, ...]
    earlier: tuple[InsightGeneration, ...] = ()

    def repair(self, refused: InsightGeneration) -> "InsightJob":
        """The next attempt after one more refused answer."""
        key = self.key.model_copy(update={"attempt": refused.key.attempt + 1})
        return InsightJob(key, self.papers, (*self.earlier, refused))


def write_papers(
    run: RunContext, model: ChatModel, day: date, *, force: bool = False
) -> dict[str, str]:
    """Have the categories and digests of a day written that are missing; all of them by `force`.

    Returns why an answer is still missing, by `stage arXiv-id`. Raises `ModelUnreachable` when
    the model has never answered for this day, and `ModelRejectedKey`.
    """
    tally = Tally()
    categorizing = categorize.with_options(refresh_cache=force)
    summarizing = summarize.with_options(refresh_cache=force)

    def submit(job: PaperJob) -> PrefectFuture[Any]:
        if job.key.stage == "category":
            return categorizing.submit(model, unvisited(job.paper), job.key)
        return summarizing.submit(model, unvisited(job.paper), job.key, unvisited(job.earlier))

    def collect(job: PaperJob, future: PrefectFuture[Any]) -> PaperJob | None:
        generation = tally.take(f"{job.key.stage} {job.key.arxiv_id}", future)
        if generation is None:
            return None
        _store_answer(run, job.paper, generation)
        return None if generation.final else job.repair(generation)

    wanted = _forced_jobs if force else _missing_jobs
    for jobs in _claimed(run, lambda: _longest_first(wanted(run, model, day))):
        with progress(f"{day}: papers", len(jobs)) as advance:
            in_rounds(jobs, submit, collect, advance, at_once=_at_once(run))
    tally.raise_if_pointless(has_answers=bool(run.store.answers(day)))
    return tally.missed


def _claimed(run: RunContext, wanted: Callable[[], list[PaperJob]]) -> Iterator[list[PaperJob]]:
    """The wanted jobs, those of papers first that no other run or day is working on.

    What is wanted is asked again once the papers are claimed: whoever held them may have done it.
    """
    done: set[str] = set()
    while names := {_claim(job) for job in wanted()} - done:
        mine = run.claims.take(names)
        try:
            if jobs := [job for job in wanted() if _claim(job) in mine]:
                yield jobs
        finally:
            run.claims.release(mine)
        done |= mine
        if not mine:
            run.claims.wait()


def _longest_first(jobs: Iterable[PaperJob]) -> list[PaperJob]:
    """Digests before categories, which are never repaired and fill the places in between."""
    return sorted(jobs, key=lambda job: job.key.stage != "digest")


def _claim(job: PaperJob) -> str:
    return f"paper {job.paper.arxiv_id}"


def _missing_jobs(run: RunContext, model: ChatModel, day: date) -> Iterator[PaperJob]:
    versions = prompt_versions()
    earlier: dict[str, list[Generation]] = defaultdict(list)
    for generation in run.store.generations(day, versions, model.name):
        if generation.key.stage == "digest":
            earlier[generation.key.arxiv_id].append(generation)
    for paper, stage in run.store.missing(day, versions, model.name):
        if not summarizable(paper):
            continue
        job = PaperJob(paper, _key(paper, stage, model))
        refused = earlier[paper.arxiv_id] if stage == "digest" else []
        for generation in refused:
            job = job.repair(generation)
        yield job


def _forced_jobs(run: RunContext, model: ChatModel, day: date) -> Iterator[PaperJob]:
    for row in run.store.listed(day):
        if summarizable(row.paper):
            yield PaperJob(row.paper, category_key(row.paper, model.name))
            yield PaperJob(row.paper, digest_key(row.paper, model.name))


def _at_once(run: RunContext) -> int:
    """More jobs than may be in flight: the next call is ready when a place is free.

    Also with few in flight, when some of the jobs wait before they try again.
    """
    return run.settings.concurrency + READY_JOBS


def prompt_versions() -> dict[Stage, str]:
    """The current prompt version of each stage of a paper."""
    return {"category": load_prompt("category").key, "digest": load_prompt("digest").key}


def _key(paper: Paper, stage: Stage, model: ChatModel) -> GenerationKey:
    return (category_key if stage == "category" else digest_key)(paper, model.name)


def _store_answer(run: RunContext, paper: Paper, generation: Generation) -> None:
    if generation.key.stage == "category":
        run.store.save_generation(generation)
        return
    _, verdict = judge(paper, Digest.model_validate(generation.answer))
    run.store.save_generation(generation, verdict)
    if not verdict.ok:
        log.info(
            "%s: attempt %d has %d refused sentences, first: %s",
            paper.arxiv_id,
            generation.key.attempt,
            len(verdict.refusals),
            verdict.refusals[0].detail,
        )


def write_insights(
    run: RunContext,
    model: ChatModel,
    day: date,
    papers: Sequence[EditionPaper],
    *,
    force: bool = False,
) -> dict[str, str]:
    """Have the syntheses of a day written that are missing; returns why one still is, by category.

    Raises `ModelRejectedKey`.
    """
    tally = Tally()
    synthesizing = synthesize.with_options(refresh_cache=force)

    def submit(job: InsightJob) -> PrefectFuture[Any]:
        return synthesizing.submit(model, job.key, unvisited(job.papers), unvisited(job.earlier))

    def collect(job: InsightJob, future: PrefectFuture[Any]) -> InsightJob | None:
        generation = tally.take(f"insight {job.key.category}", future)
        if generation is None:
            return None
        run.store.save_insight(generation)
        return None if generation.final else job.repair(generation)

    jobs = list(_insight_jobs(run, day, papers, force=force))
    with progress(f"{day}: insights", len(jobs)) as advance:
        in_rounds(jobs, submit, collect, advance, at_once=_at_once(run))
    tally.raise_if_pointless(has_answers=True)
    return tally.missed


def _insight_jobs(
    run: RunContext, day: date, papers: Sequence[EditionPaper], *, force: bool
) -> Iterator[InsightJob]:
    stored = {} if force else judged_insights(day, papers, run.store.insights(day))
    for category, rows in by_category(papers).items():
        verified = with_digest(rows)
        attempts = stored.get(category, ())
        if not verified or (attempts and attempts[-1].final):
            continue
        job = InsightJob(insight_key(day, category, verified), verified)
        for generation in attempts:
            job = job.repair(generation)
        yield job
