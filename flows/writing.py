"""Asks the model for what is missing for a day: categories and digests, then syntheses.

Every answer is stored as it comes in, so that a run that dies loses only what was in flight.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from prefect.futures import PrefectFuture

from flows.calls import Call, put
from flows.context import RunContext
from flows.prefect_insides import unvisited
from flows.tally import Tally
from prompts.loader import load_prompt
from tasks.assemble import by_category, judged_insights, summarizable, with_digest
from tasks.categorize import categorize, category_key
from tasks.days.outcome import Missed
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

PaperCall = Call[GenerationKey, Paper, Generation]
InsightCall = Call[InsightKey, tuple[EditionPaper, ...], InsightGeneration]


def write_papers(run: RunContext, model: ChatModel, day: date, *, force: bool = False) -> Missed:
    """Have the categories and digests of a day written that are missing; all of them by `force`.

    Returns why an answer is still missing, by `stage arXiv-id`. Raises `ModelUnreachable` when
    the model has never answered for this day, and `ModelRejectedKey`.
    """
    tally = Tally()
    categorizing = categorize.with_options(refresh_cache=force)
    summarizing = summarize.with_options(refresh_cache=force)

    def submit(call: PaperCall) -> PrefectFuture[Any]:
        if call.key.stage == "category":
            return categorizing.submit(model, unvisited(call.subject), call.key)
        return summarizing.submit(model, unvisited(call.subject), call.key, unvisited(call.earlier))

    def take_in(call: PaperCall, generation: Generation) -> PaperCall | None:
        _store_answer(run, call.subject, generation)
        return call.following(generation)

    wanted = _forced_calls if force else _missing_calls
    for calls in _claimed(run, lambda: _longest_first(wanted(run, model, day))):
        put(run, f"{day}: papers", calls, submit, take_in, tally)
    tally.raise_if_pointless(has_answers=bool(run.store.answers(day)))
    return tally.missed


def _claimed(run: RunContext, wanted: Callable[[], list[PaperCall]]) -> Iterator[list[PaperCall]]:
    """The wanted calls, those about papers first that no other run or day is working on.

    What is wanted is asked again once the papers are claimed: whoever held them may have done it.
    """
    done: set[str] = set()
    while names := {_claim(call) for call in wanted()} - done:
        mine = run.claims.take(names)
        try:
            if calls := [call for call in wanted() if _claim(call) in mine]:
                yield calls
        finally:
            run.claims.release(mine)
        done |= mine
        if not mine:
            run.claims.wait()


def _longest_first(calls: Iterable[PaperCall]) -> list[PaperCall]:
    """Digests before categories, which are never repaired and fill the places in between."""
    return sorted(calls, key=lambda call: call.key.stage != "digest")


def _claim(call: PaperCall) -> str:
    return f"paper {call.subject.arxiv_id}"


def _missing_calls(run: RunContext, model: ChatModel, day: date) -> Iterator[PaperCall]:
    versions = prompt_versions()
    refused: dict[str, list[Generation]] = defaultdict(list)
    for generation in run.store.generations(day, versions, model.name):
        if generation.key.stage == "digest":
            refused[generation.key.arxiv_id].append(generation)
    for paper, stage in run.store.missing(day, versions, model.name):
        if summarizable(paper):
            call = _paper_call(paper, stage, model)
            yield call.after(refused[paper.arxiv_id]) if stage == "digest" else call


def _forced_calls(run: RunContext, model: ChatModel, day: date) -> Iterator[PaperCall]:
    for row in run.store.listed(day):
        if summarizable(row.paper):
            yield _paper_call(row.paper, "category", model)
            yield _paper_call(row.paper, "digest", model)


def _paper_call(paper: Paper, stage: Stage, model: ChatModel) -> PaperCall:
    key = (category_key if stage == "category" else digest_key)(paper, model.name)
    return PaperCall(f"{stage} {paper.arxiv_id}", key, paper)


def prompt_versions() -> dict[Stage, str]:
    """The current prompt version of each stage of a paper."""
    return {"category": load_prompt("category").key, "digest": load_prompt("digest").key}


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
) -> Missed:
    """Have the syntheses of a day written that are missing; returns why one still is, by category.

    Raises `ModelRejectedKey`.
    """
    tally = Tally()
    synthesizing = synthesize.with_options(refresh_cache=force)

    def submit(call: InsightCall) -> PrefectFuture[Any]:
        return synthesizing.submit(
            model, call.key, unvisited(call.subject), unvisited(call.earlier)
        )

    def take_in(call: InsightCall, generation: InsightGeneration) -> InsightCall | None:
        run.store.save_insight(generation)
        return call.following(generation)

    calls = list(_insight_calls(run, day, papers, force=force))
    put(run, f"{day}: insights", calls, submit, take_in, tally)
    tally.raise_if_pointless(has_answers=True)
    return tally.missed


def _insight_calls(
    run: RunContext, day: date, papers: Sequence[EditionPaper], *, force: bool
) -> Iterator[InsightCall]:
    stored = {} if force else judged_insights(day, papers, run.store.insights(day))
    for category, rows in by_category(papers).items():
        verified = with_digest(rows)
        attempts = stored.get(category, ())
        if verified and not (attempts and attempts[-1].final):
            key = insight_key(day, category, verified)
            yield InsightCall(f"insight {category}", key, verified).after(attempts)
