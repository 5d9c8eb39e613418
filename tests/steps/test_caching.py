"""Prefect runs a task uncached and says nothing when its key function fails."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from prefect.client.schemas.objects import State, StateType

from tasks.categorize import categorize, category_key
from tasks.insights import synthesize
from tasks.records import GenerationKey, InsightKey, Paper
from tasks.run.caching import answer_cache_key, is_unusable
from tasks.run.errors import AnswerRefused, UnusableAnswer
from tasks.summarize import digest_key, summarize

PAPER = Paper(arxiv_id="2411.00001", title="T", abstract="A.")
NO_CONTEXT: Any = None
MODEL = SimpleNamespace(identity="0123456789ab")


def test_keys_differ_by_paper_stage_abstract_model_and_attempt_and_are_file_names() -> None:
    keys: list[GenerationKey | InsightKey] = [
        category_key(PAPER, "org/model:8b"),
        category_key(PAPER, "org/model:9b"),
        category_key(PAPER.model_copy(update={"abstract": "B."}), "org/model:8b"),
        digest_key(PAPER, "org/model:8b"),
        digest_key(PAPER, "org/model:8b", attempt=2),
        InsightKey(
            day=date(2024, 11, 22), category="code", input_sha="0" * 64, prompt_version="insight-1"
        ),
    ]
    made = [answer_cache_key(NO_CONTEXT, {"key": key, "model": MODEL}) for key in keys]
    assert len(set(made)) == len(keys)
    assert not [key for key in made if set(key) & set('/\\:*?"<>| ')]


@pytest.mark.parametrize("task", [categorize, summarize, synthesize])
def test_every_model_task_is_cached_by_its_key_and_retried_when_unusable(task: Any) -> None:
    assert task.cache_key_fn is answer_cache_key
    assert task.persist_result
    assert task.retry_condition_fn is is_unusable
    assert task.retries == 2


@pytest.mark.parametrize(
    ("error", "retried"), [(UnusableAnswer("half"), True), (AnswerRefused("no"), False)]
)
def test_only_an_unusable_answer_is_asked_for_again(error: Exception, retried: bool) -> None:
    state: State[Any] = State(type=StateType.FAILED, data=error)
    assert is_unusable(None, None, state) is retried
