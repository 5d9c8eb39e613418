"""The edition of a day from its papers and syntheses, with its account."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from prompts.taxonomy import load_taxonomy
from tasks.assemble.answers import current_answers
from tasks.assemble.drafts import InsightDraft
from tasks.insights import counted_insight, insight_key
from tasks.records import (
    EXTRACTIVE,
    Account,
    Edition,
    EditionCategory,
    EditionChanges,
    EditionPaper,
    Generation,
    InsightGeneration,
    ReviewGeneration,
    Usage,
)

SAMPLE_MODEL = "recorded-sample"
"""The name under which the sample server's recorded answers are stored."""

NO_VERIFIED_PAPERS = "검증된 요약이 없어 종합하지 않았습니다."
NO_INSIGHT_ANSWER = "언어 모델에서 쓸 수 있는 답을 받지 못했습니다."
INSIGHT_NOT_VERIFIED = "모델이 쓴 종합이 검증을 통과하지 못해 싣지 않았습니다."

SAMPLE_NOTICE = (
    "이 호는 견본입니다. 논문의 번호, 제목, 저자, 추천수는 사실이지만 초록과 한국어 글은 "
    "견본을 위해 새로 쓴 것이며, 언어 모델의 답은 미리 기록해 둔 것입니다."
)
EXTRACTIVE_NOTICE = (
    "이 호는 언어 모델 없이 만들었습니다. 분야는 핵심어로 나누었고, 요약 대신 초록의 핵심 문장을 "
    "원문 그대로 실었습니다."
)


def by_category(papers: Sequence[EditionPaper]) -> dict[str, tuple[EditionPaper, ...]]:
    """The papers under their primary category: most papers first, then in taxonomy order."""
    order = load_taxonomy().ids
    groups = {
        name: tuple(row for row in papers if row.category and row.category.primary == name)
        for name in order
    }
    names = sorted((name for name in order if groups[name]), key=lambda name: -len(groups[name]))
    return {name: groups[name] for name in names}


def category_counts(papers: Sequence[EditionPaper]) -> tuple[tuple[str, int], ...]:
    """How many papers each category holds, in the order of `by_category`."""
    return tuple((name, len(rows)) for name, rows in by_category(papers).items())


def judged_insights(
    day: date, papers: Sequence[EditionPaper], insights: Iterable[InsightGeneration]
) -> dict[str, tuple[InsightGeneration, ...]]:
    """All attempts at each category's synthesis that rest on just these verified papers."""
    wanted = {
        name: insight_key(day, name, verified).input_sha
        for name, rows in by_category(papers).items()
        if (verified := with_digest(rows))
    }
    kept: dict[str, list[InsightGeneration]] = {name: [] for name in wanted}
    for insight in sorted(insights, key=lambda generation: generation.key.attempt):
        if wanted.get(insight.key.category) == insight.key.input_sha:
            kept[insight.key.category].append(insight)
    return {name: tuple(attempts) for name, attempts in kept.items()}


def with_digest(rows: Iterable[EditionPaper]) -> tuple[EditionPaper, ...]:
    """Those of the papers that have verified Korean text."""
    return tuple(row for row in rows if row.digest is not None)


def assemble(
    day: date,
    papers: Sequence[EditionPaper],
    answers: Mapping[str, Sequence[Generation]],
    insights: Sequence[InsightGeneration],
    model: str | None,
    *,
    has_chart: bool,
    revision: int,
    published_at: datetime,
    changes: EditionChanges | None = None,
    reviews: Sequence[ReviewGeneration] = (),
    reader: str | None = None,
) -> Edition:
    """The edition of the day. `answers` are the stored ones of each paper, by arXiv id.

    `model` is the one that was asked, `reader` the one that was to read again; None for none.
    """
    attempts = judged_insights(day, papers, insights)
    shown = {name: found or _latest(name, insights) for name, found in attempts.items()}
    used = [
        generation
        for row in papers
        for group in current_answers(answers.get(row.paper.arxiv_id, ()), model).values()
        for generation in group
    ]
    models = sorted({generation.key.model for generation in used})
    if model is not None and not models:
        models = [model]
    by_model = bool(models)
    return Edition(
        day=day,
        revision=revision,
        published_at=published_at,
        engine="openai" if by_model else "extractive",
        model=", ".join(models) or EXTRACTIVE,
        sample=SAMPLE_MODEL in models,
        papers=tuple(papers),
        categories=tuple(
            _category(
                name,
                rows,
                shown.get(name, ()),
                by_model=by_model,
                is_current=bool(attempts.get(name)),
                day=day,
                reviews=reviews,
                reading=reader is not None,
            )
            for name, rows in by_category(papers).items()
        ),
        account=_account(
            papers,
            [generation.usage for generation in used]
            + [attempt.usage for group in shown.values() for attempt in group],
            [review.usage for review in reviews],
        ),
        has_chart=has_chart,
        notices=_notices(models),
        changes=changes,
        reader=reader,
    )


def _latest(category: str, insights: Sequence[InsightGeneration]) -> tuple[InsightGeneration, ...]:
    """The newest stored synthesis of the category that rests on other sentences than today's.

    Papers come late and rules get stricter: until a new synthesis has been written, the earlier
    one serves as far as it still holds for the papers as they are.
    """
    known = [insight for insight in insights if insight.key.category == category]
    if not known:
        return ()
    return tuple(other for other in known if other.key.input_sha == known[-1].key.input_sha)


def _category(
    name: str,
    rows: Sequence[EditionPaper],
    attempts: Sequence[InsightGeneration],
    *,
    by_model: bool,
    is_current: bool,
    day: date,
    reviews: Sequence[ReviewGeneration],
    reading: bool,
) -> EditionCategory:
    """A category; `is_current` says that the attempts rest on just these verified papers."""
    edited = EditionCategory(category=name, papers=tuple(row.paper.arxiv_id for row in rows))
    if not by_model:
        return edited.model_copy(update={"insight": counted_insight(name, rows)})
    verified = with_digest(rows)
    if not verified:
        return edited.model_copy(update={"reason": NO_VERIFIED_PAPERS})
    if not attempts:
        return edited.model_copy(update={"reason": NO_INSIGHT_ANSWER, "pending": True})
    draft = InsightDraft(day, name, verified, attempts=tuple(attempts), reviews=tuple(reviews))
    return edited.model_copy(
        update={
            "insight": draft.publishable,
            "reason": None if draft.publishable else INSIGHT_NOT_VERIFIED,
            "pending": not is_current or draft.next_step(reading=reading) is not None,
            "read_twice": draft.is_read,
            "review": draft.judged_places,
        }
    )


def _account(
    papers: Sequence[EditionPaper], usages: Sequence[Usage], readings: Sequence[Usage]
) -> Account:
    total = sum(usages, Usage(cost_usd=0.0))
    reading = sum(readings, Usage(cost_usd=0.0))
    states = [row.state for row in papers]
    return Account(
        listed=len(papers),
        verified=states.count("verified"),
        trimmed=states.count("trimmed"),
        extracts=states.count("extract"),
        held=states.count("held"),
        dropped_sentences=sum(len(row.dropped_places) for row in papers if row.state == "trimmed"),
        calls=len(usages),
        tokens_in=total.tokens_in,
        tokens_out=total.tokens_out,
        cost_usd=None if total.cost_usd is None else round(total.cost_usd, 6),
        read_twice=sum(row.read_twice for row in papers if row.state == "verified"),
        reading=reading if readings else None,
        readings=len(readings),
    )


def _notices(models: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        notice
        for notice, applies in (
            (SAMPLE_NOTICE, SAMPLE_MODEL in models),
            (EXTRACTIVE_NOTICE, not models),
        )
        if applies
    )
