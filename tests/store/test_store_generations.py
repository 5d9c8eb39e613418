"""Model answers: what is missing, what is kept, and that nothing is asked twice."""

from datetime import date, timedelta
from typing import Any

import pytest

from tasks.records import (
    Insight,
    InsightGeneration,
    InsightKey,
    InsightSentence,
    Refusal,
    Stage,
    Usage,
    Verdict,
)
from tasks.store import Store
from tests.store.store_makers import (
    DAY,
    HOUR,
    MODEL,
    NOON,
    VERSIONS,
    A,
    B,
    C,
    everything,
    make_generation,
    make_listing,
    make_paper,
    record,
    record_paper,
)


def missing(store: Store, day: date = DAY) -> list[tuple[str, Stage]]:
    return [(paper.arxiv_id, stage) for paper, stage in store.missing(day, VERSIONS, MODEL)]


def test_a_new_day_misses_every_stage_of_every_paper_in_list_order(store: Store) -> None:
    record(store, (A, 5), (B, 9))
    everything_missing = store.missing(DAY, VERSIONS, MODEL)
    assert everything_missing == tuple(
        (make_paper(key), stage) for key in (B, A) for stage in ("category", "digest")
    )


def test_a_final_answer_is_not_missing_any_more(store: Store) -> None:
    record(store, (A, 5), (B, 9))
    store.save_generation(make_generation(make_paper(A), "category"))
    store.save_generation(make_generation(make_paper(B), "digest"))
    assert missing(store) == [(B, "category"), (A, "digest")]


def test_an_answer_to_be_repaired_stays_missing_until_a_final_attempt(store: Store) -> None:
    record(store, (A, 5))
    store.save_generation(make_generation(make_paper(), final=False))
    assert (A, "digest") in missing(store)
    store.save_generation(make_generation(make_paper(), attempt=2))
    assert (A, "digest") not in missing(store)


@pytest.mark.parametrize(
    "other", [{"prompt_version": "digest-0"}, {"model": "other"}, {"abstract_sha": "0" * 64}]
)
def test_an_answer_to_another_question_does_not_count(store: Store, other: dict[str, Any]) -> None:
    record(store, (A, 5))
    store.save_generation(make_generation(make_paper(), **other))
    assert (A, "digest") in missing(store)
    assert store.generations(DAY, VERSIONS, MODEL) == ()


def test_a_changed_abstract_is_asked_again_and_the_old_answer_kept(store: Store) -> None:
    record(store, (A, 5))
    old = make_generation(make_paper())
    store.save_generation(old)
    record_paper(store, make_paper(abstract="Version 2."), NOON + HOUR)
    assert (A, "digest") in missing(store)
    assert store.generations(DAY, VERSIONS, MODEL) == ()
    record_paper(store, make_paper(), NOON + 2 * HOUR)
    assert (A, "digest") not in missing(store)
    assert store.generations(DAY, VERSIONS, MODEL) == (old,)


@pytest.mark.parametrize("abstract", [None, ""])
def test_no_model_is_asked_about_a_paper_without_abstract(
    store: Store, abstract: str | None
) -> None:
    record_paper(store, make_paper(abstract=abstract))
    assert missing(store) == []


def test_no_model_is_asked_about_a_paper_that_is_gone_or_on_another_day(store: Store) -> None:
    record(store, (A, 5), (B, 9))
    record(store, (B, 9), seen_at=NOON + HOUR)
    tomorrow = DAY + timedelta(days=1)
    store.record_listing(make_listing((C, 1), day=tomorrow), [make_paper(C)], NOON)
    assert missing(store) == [(B, "category"), (B, "digest")]
    assert missing(store, tomorrow) == [(C, "category"), (C, "digest")]


def test_a_paper_on_two_days_is_asked_about_once(store: Store) -> None:
    record(store, (A, 5))
    tomorrow = DAY + timedelta(days=1)
    store.record_listing(make_listing((A, 1), day=tomorrow), [make_paper()], NOON)
    store.save_generation(make_generation(make_paper()))
    assert missing(store, tomorrow) == [(A, "category")]


def test_only_the_stages_asked_for_are_missing(store: Store) -> None:
    record(store, (A, 5))
    assert [stage for _, stage in store.missing(DAY, {"digest": "digest-1"}, MODEL)] == ["digest"]


def test_generations_come_back_whole_by_list_stage_and_attempt(store: Store) -> None:
    record(store, (A, 5), (B, 9), (C, 1))
    record(store, (A, 5), (B, 9), seen_at=NOON + HOUR)
    usage = Usage(tokens_in=900, tokens_out=300, cost_usd=0.00031, seconds=2.5)
    priceless = Usage(tokens_in=1)
    saved = (
        make_generation(make_paper(B), "category", usage=usage, request_sha="f" * 64),
        make_generation(make_paper(B), final=False, answer={"b": {"z": [1, None], "a": "한국어"}}),
        make_generation(make_paper(B), attempt=2),
        make_generation(make_paper(A), usage=priceless),
        make_generation(make_paper(C)),
    )
    for generation in reversed(saved):
        store.save_generation(generation)
    assert store.generations(DAY, VERSIONS, MODEL) == saved


def test_saving_the_same_answer_again_updates_its_row(store: Store) -> None:
    record(store, (A, 5))
    for final, attempt in ((False, 1), (True, 2)):
        generation = make_generation(make_paper(), final=final, attempt=attempt)
        store.save_generation(generation, Verdict(checker="1"))
    first, repair = everything(store)["generations"]
    store.save_generation(make_generation(make_paper(), usage=Usage(tokens_in=9)))
    assert everything(store)["generations"] == [first | {"tokens_in": 9, "final": True}, repair]
    assert len(everything(store)["verdicts"]) == 2


def test_another_answer_replaces_the_old_one_with_its_verdicts_and_repairs(store: Store) -> None:
    # What --force does: the repairs of an answer say nothing about the one that came instead.
    record(store, (A, 5), (B, 1))
    for key, attempt in ((A, 1), (A, 2), (A, 3), (B, 2)):
        generation = make_generation(make_paper(key), attempt=attempt, final=attempt > 1)
        store.save_generation(generation, Verdict(checker="1"))
    category = make_generation(make_paper(), "category")
    store.save_generation(category)
    other = make_generation(make_paper(), answer={"title_ko": "새 제목"}, final=False)
    store.save_generation(other, Verdict(checker="2"))
    of_b = make_generation(make_paper(B), attempt=2)
    assert store.generations(DAY, VERSIONS, MODEL) == (category, other, of_b)
    assert sorted(row["checker"] for row in everything(store)["verdicts"]) == ["1", "2"]
    assert (A, "digest") in missing(store)


def test_answers_are_those_of_every_prompt_and_model_oldest_first(store: Store) -> None:
    record(store, (A, 5), (B, 9))
    saved = (
        make_generation(make_paper(A), model="first"),
        make_generation(make_paper(B), prompt_version="digest-0"),
        make_generation(make_paper(A), model="second"),
    )
    old_text = make_generation(make_paper(A), abstract_sha="0" * 64)
    for generation in (old_text, *saved):
        store.save_generation(generation)
    assert store.answers(DAY) == saved
    forced = make_generation(make_paper(A), model="first", answer={"title_ko": "새 제목"})
    store.save_generation(forced)
    assert store.answers(DAY) == (*saved[1:], forced)


def test_a_generation_has_one_verdict_for_each_version_of_the_rules(store: Store) -> None:
    record(store, (A, 5))
    generation = make_generation(make_paper())
    refusal = Refusal(rule="number", text="97점", detail="초록에 없는 수입니다.", section="summary")
    store.save_generation(generation, Verdict(checker="1", refusals=(refusal,)))
    store.save_generation(generation, Verdict(checker="2"))
    store.save_generation(generation, Verdict(checker="1"))
    store.save_generation(generation, Verdict(checker="3", refusals=(refusal,)))
    verdicts = everything(store)["verdicts"]
    assert [(row["checker"], row["ok"]) for row in verdicts] == [
        ("1", True),
        ("2", True),
        ("3", False),
    ]
    assert [Refusal(**item) for item in verdicts[2]["refusals"]] == [refusal]


def make_insight(category: str = "nlp", **fields: object) -> InsightGeneration:
    key = InsightKey(day=DAY, category=category, input_sha="1" * 64, prompt_version="insight-1")
    key = key.model_copy(update={k: v for k, v in fields.items() if k in InsightKey.model_fields})
    answer = Insight(themes=(InsightSentence(text="검증이 주제입니다.", papers=(A, B)),))
    usage = Usage(tokens_in=5, tokens_out=7, cost_usd=None, seconds=0.5)
    final = bool(fields.get("final", True))
    return InsightGeneration(key=key, answer=answer, model=MODEL, usage=usage, final=final)


def test_insights_come_back_whole_and_oldest_first(store: Store) -> None:
    saved = (
        make_insight("cv"),
        make_insight("nlp", final=False),
        make_insight("nlp", attempt=2),
    )
    for insight in saved:
        store.save_insight(insight)
    store.save_insight(make_insight("nlp", day=DAY + timedelta(days=1)))
    assert store.insights(DAY) == saved


def test_saving_an_insight_again_replaces_it(store: Store) -> None:
    store.save_insight(make_insight(final=False))
    store.save_insight(make_insight())
    assert store.insights(DAY) == (make_insight(),)
