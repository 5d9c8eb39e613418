"""Asks the model for the syntheses of a day that are missing, and has them read again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from prefect.futures import PrefectFuture

from flows.calls import Call, put
from flows.context import RunContext
from flows.desk import AnyCall, Desk, submit_review
from flows.prefect_insides import unvisited
from flows.reviews import reviews_by_subject
from flows.tally import Tally
from tasks.assemble import InsightDraft, by_category, judged_insights, with_digest
from tasks.days.outcome import Missed
from tasks.insights import insight_key, synthesize
from tasks.model import ChatModel
from tasks.records import (
    EditionPaper,
    InsightGeneration,
    InsightKey,
    ReviewGeneration,
    ReviewKey,
)

InsightCall = Call[InsightKey, Sequence[EditionPaper], InsightGeneration]


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
    desk = Desk(run, _insight_call)

    def submit(call: AnyCall) -> PrefectFuture[Any]:
        if isinstance(call.key, ReviewKey):
            return submit_review(run, call)
        earlier, known = unvisited(call.earlier), unvisited(call.known)
        return synthesizing.submit(model, call.key, unvisited(call.subject), earlier, known)

    def take_in(_call: AnyCall, answer: Any) -> AnyCall | None:
        if isinstance(answer, ReviewGeneration):
            return desk.take_in(answer.key.subject, answer)
        run.store.save_insight(answer)
        return desk.take_in(f"{day} {answer.key.category}", answer)

    calls = list(desk.open(_insight_drafts(run, day, papers, force=force)))
    put(run, f"{day}: insights", calls, submit, take_in, tally)
    tally.raise_if_pointless(has_answers=True)
    return tally.missed


def _insight_call(draft: InsightDraft) -> InsightCall:
    key = insight_key(draft.day, draft.category, draft.papers)
    return InsightCall(f"insight {draft.category}", key, draft.papers)


def _insight_drafts(
    run: RunContext, day: date, papers: Sequence[EditionPaper], *, force: bool
) -> dict[str, InsightDraft]:
    stored = {} if force else judged_insights(day, papers, run.store.insights(day))
    groups = {
        name: verified
        for name, rows in by_category(papers).items()
        if (verified := with_digest(rows))
    }
    reviews = reviews_by_subject(run, [f"{day} {name}" for name in groups])
    return {
        f"{day} {name}": InsightDraft(
            day,
            name,
            verified,
            attempts=stored.get(name, ()),
            reviews=reviews.get(f"{day} {name}", ()),
        )
        for name, verified in groups.items()
    }
