"""Asks the model for what is missing for a day: categories and digests, then syntheses.

Every answer is stored as it comes in, so that a run that dies loses only what was in flight.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from prefect.futures import PrefectFuture

from flows.calls import Call, put
from flows.context import RunContext
from flows.desk import AnyCall, Desk, submit_review
from flows.prefect_insides import unvisited
from flows.reviews import reviews_by_subject
from flows.tally import Tally
from prompts.loader import load_prompt
from tasks.assemble import (
    DigestDraft,
    current_answers,
    summarizable,
)
from tasks.categorize import categorize, category_key
from tasks.days.outcome import Missed
from tasks.model import ChatModel
from tasks.records import (
    Digest,
    EditionPaper,
    Generation,
    GenerationKey,
    InsightGeneration,
    InsightKey,
    Paper,
    ReviewKey,
    Stage,
)
from tasks.summarize import digest_key, judge, summarize

log = logging.getLogger(__name__)

PaperCall = Call[GenerationKey, Paper, Generation]
InsightCall = Call[InsightKey, tuple[EditionPaper, ...], InsightGeneration]


def write_papers(run: RunContext, model: ChatModel, day: date, *, force: bool = False) -> Missed:
    """Have the categories and digests of a day written, checked and read again that are missing.

    All of them are written by `force`. Returns why an answer is still missing, by `stage arXiv-id`.
    Raises `ModelUnreachable` when the model has never answered for this day, and
    `ModelRejectedKey`; what the second reader does not answer ends nothing.
    """
    tally = Tally()
    desk = Desk(run, lambda draft: _paper_call(draft.paper, "digest", model))

    def wanted() -> list[AnyCall]:
        drafts = _drafts(run, model, day, force=force)
        categories = _category_calls(run, model, day, force=force)
        return _longest_first([*desk.open(drafts), *categories])

    _put_papers(run, model, day, desk, wanted, tally, force=force)
    tally.raise_if_pointless(has_answers=bool(run.store.answers(day)))
    return tally.missed


def read_papers(run: RunContext, model: ChatModel, day: date) -> Missed:
    """Have the digests that the day's edition shows read again, and repaired where it is due.

    Those of an earlier prompt or another model are not written anew: what is vetoed goes.
    """
    tally, version = Tally(), load_prompt("digest").key

    def repair(draft: DigestDraft) -> AnyCall | None:
        maker = draft.attempts[-1].key if draft.attempts else None
        is_ours = maker and (maker.prompt_version, maker.model) == (version, model.name)
        return _paper_call(draft.paper, "digest", model) if is_ours else None

    desk = Desk(run, repair)

    def wanted() -> list[AnyCall]:
        return list(desk.open(_shown_drafts(run, model, day)))

    _put_papers(run, model, day, desk, wanted, tally, force=False)
    tally.raise_if_pointless(has_answers=True)
    return tally.missed


def _put_papers(
    run: RunContext,
    model: ChatModel,
    day: date,
    desk: Desk,
    wanted: Callable[[], list[AnyCall]],
    tally: Tally,
    *,
    force: bool,
) -> None:
    categorizing = categorize.with_options(refresh_cache=force)
    summarizing = summarize.with_options(refresh_cache=force)

    def submit(call: AnyCall) -> PrefectFuture[Any]:
        if isinstance(call.key, ReviewKey):
            return submit_review(run, call)
        if call.key.stage == "category":
            return categorizing.submit(model, unvisited(call.subject), call.key)
        earlier, known = unvisited(call.earlier), unvisited(call.known)
        return summarizing.submit(model, unvisited(call.subject), call.key, earlier, known)

    def take_in(call: AnyCall, answer: Any) -> AnyCall | None:
        if isinstance(answer, Generation):
            _store_answer(run, call, answer)
            if answer.key.stage == "category":
                return None
        return desk.take_in(_subject(call), answer)

    for calls in _claimed(run, wanted):
        put(run, f"{day}: papers", calls, submit, take_in, tally)


def _claimed(run: RunContext, wanted: Callable[[], list[AnyCall]]) -> Iterator[list[AnyCall]]:
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


def _longest_first(calls: Iterable[AnyCall]) -> list[AnyCall]:
    """Digests and reviews before categories, which have no sequel and fill the places between."""
    return sorted(calls, key=lambda call: getattr(call.key, "stage", "") == "category")


def _subject(call: AnyCall) -> str:
    return str(call.key.subject if isinstance(call.key, ReviewKey) else call.key.arxiv_id)


def _claim(call: AnyCall) -> str:
    return f"paper {_subject(call)}"


def _category_calls(
    run: RunContext, model: ChatModel, day: date, *, force: bool
) -> Iterator[AnyCall]:
    versions: dict[Stage, str] = {"category": load_prompt("category").key}
    rows = (row.paper for row in run.store.listed(day)) if force else None
    for paper in rows or (paper for paper, _ in run.store.missing(day, versions, model.name)):
        if summarizable(paper):
            yield _paper_call(paper, "category", model)


def _drafts(run: RunContext, model: ChatModel, day: date, *, force: bool) -> dict[str, DigestDraft]:
    """The day's digests by this prompt and model, as far as they are; by `force` none are."""
    attempts: dict[str, list[Generation]] = defaultdict(list)
    versions: dict[Stage, str] = {"digest": load_prompt("digest").key}
    for generation in () if force else run.store.generations(day, versions, model.name):
        attempts[generation.key.arxiv_id].append(generation)
    return _with_reviews(run, day, attempts)


def _shown_drafts(run: RunContext, model: ChatModel, day: date) -> dict[str, DigestDraft]:
    """The digests that the edition shows, by whichever prompt and model; none that is not there."""
    answers: dict[str, list[Generation]] = defaultdict(list)
    for generation in run.store.answers(day):
        answers[generation.key.arxiv_id].append(generation)
    shown = {
        name: list(current_answers(found, model.name).get("digest", ()))
        for name, found in answers.items()
    }
    drafts = _with_reviews(run, day, shown)
    return {name: draft for name, draft in drafts.items() if draft.attempts}


def _with_reviews(
    run: RunContext, day: date, attempts: Mapping[str, Sequence[Generation]]
) -> dict[str, DigestDraft]:
    papers = [row.paper for row in run.store.listed(day) if summarizable(row.paper)]
    reviews = reviews_by_subject(run, [paper.arxiv_id for paper in papers])
    return {
        paper.arxiv_id: DigestDraft(
            paper,
            attempts=tuple(attempts.get(paper.arxiv_id, ())),
            reviews=reviews.get(paper.arxiv_id, ()),
        )
        for paper in papers
    }


def _paper_call(paper: Paper, stage: Stage, model: ChatModel) -> PaperCall:
    key = (category_key if stage == "category" else digest_key)(paper, model.name)
    return PaperCall(f"{stage} {paper.arxiv_id}", key, paper)


def prompt_versions() -> dict[Stage, str]:
    """The current prompt version of each stage of a paper."""
    return {"category": load_prompt("category").key, "digest": load_prompt("digest").key}


def _store_answer(run: RunContext, call: PaperCall, generation: Generation) -> None:
    if generation.key.stage == "category":
        run.store.save_generation(generation)
        return
    paper = call.subject
    _, verdict = judge(paper, Digest.model_validate(generation.answer), call.known)
    run.store.save_generation(generation, verdict)
    if not verdict.ok:
        log.info(
            "%s: attempt %d has %d refused sentences, first: %s",
            paper.arxiv_id,
            generation.key.attempt,
            len(verdict.refusals),
            verdict.refusals[0].detail,
        )
