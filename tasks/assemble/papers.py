"""One paper as an edition shows it: verified, trimmed, an extract, or held."""

from collections.abc import Sequence
from typing import Any

from tasks.assemble.answers import current_answers
from tasks.assemble.drafts import DigestDraft
from tasks.assemble.extract import key_sentences
from tasks.categorize import category_by_keywords
from tasks.records import (
    CategoryChoice,
    EditionPaper,
    Generation,
    ListedRow,
    Omission,
    Paper,
    ReviewGeneration,
    Verdict,
)
from tasks.text.sentences import split_sentences

NO_ABSTRACT = "초록을 구할 수 없어 요약하지 않았습니다."
WITHDRAWN = "저자가 철회한 논문이므로 요약하지 않았습니다."
NO_MODEL = "언어 모델 없이 초록의 핵심 문장만 옮겼습니다."
NO_ANSWER = "언어 모델의 답을 기다리는 중이어서 우선 초록의 핵심 문장을 옮겼습니다."
NOT_VERIFIED = "모델이 쓴 요약이 검증을 통과하지 못해 초록의 핵심 문장을 옮겼습니다."


def summarizable(paper: Paper) -> bool:
    """True when there is something to summarize: an abstract of a paper that still stands."""
    return bool(paper.abstract) and not paper.withdrawn


def edit_paper(
    row: ListedRow,
    answers: Sequence[Generation],
    model: str | None,
    reviews: Sequence[ReviewGeneration] = (),
    *,
    reading: bool = False,
) -> EditionPaper:
    """The paper with what may be published of its answers (all of its current abstract).

    `model` is the one that was asked, whose missing answer is a failure; None when none was.
    `reading` says that there is a second reader, whose missing review is one, too.
    """
    if not summarizable(row.paper):
        reason = WITHDRAWN if row.paper.withdrawn else NO_ABSTRACT
        return _edited(row, state="held", reason=reason)
    current = current_answers(answers, model)
    category = _category(row.paper, current.get("category", ()))
    digests = current.get("digest", ())
    draft = DigestDraft(row.paper, attempts=digests, reviews=tuple(reviews))
    unfinished = draft.next_step(reading=reading) is not None or "category" not in current
    common = {
        "category": category,
        "evidence": split_sentences(row.paper.abstract or ""),
        "attempts": len(digests),
        "pending": model is not None and unfinished,
    }
    if not digests:
        return _extract(row, reason=NO_MODEL if model is None else NO_ANSWER, **common)
    _, verdict = draft.best
    common["dropped"] = _omissions(verdict)
    if draft.publishable is None:
        return _extract(row, reason=NOT_VERIFIED, **common)
    return _edited(
        row,
        state="verified" if verdict.ok else "trimmed",
        digest=draft.publishable,
        read_twice=draft.is_read,
        review=draft.judged_places,
        **common,
    )


def _category(paper: Paper, answers: Sequence[Generation]) -> CategoryChoice:
    if answers:
        return CategoryChoice.model_validate(answers[-1].answer)
    return category_by_keywords(paper)


def _extract(row: ListedRow, **fields: Any) -> EditionPaper:
    chosen = key_sentences(row.paper.title, fields["evidence"])
    return _edited(row, state="extract", extract=chosen, **fields)


def _omissions(verdict: Verdict) -> tuple[Omission, ...]:
    """Each place and rule once."""
    found = (
        Omission(rule=refusal.rule, section=refusal.section, index=refusal.index)
        for refusal in verdict.refusals
    )
    return tuple(dict.fromkeys(found))


def _edited(row: ListedRow, **fields: Any) -> EditionPaper:
    return EditionPaper.model_validate(
        {"paper": row.paper, "votes": row.votes, "rank": row.rank, **fields}
    )
