"""Prefect's cache of model answers, keyed by hand from strings.

The store is the truth; this cache covers the moment between a paid answer and its row in the
store. Prefect runs a task uncached, and says nothing, when a key function raises or returns
None: the key function here reads two fields, and a test holds it to them.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.client.schemas.objects import State
from prefect.context import TaskRunContext

from tasks.run.errors import UnusableAnswer

Arguments = ParamSpec("Arguments")
AnswerT = TypeVar("AnswerT")

CACHE_EXPIRATION = timedelta(days=1)


def answer_cache_key(_context: TaskRunContext, parameters: dict[str, Any]) -> str:
    """The call's key and who is asked: the parameters `key` and `model` of every model task."""
    return f"{parameters['key'].cache_key}-{parameters['model'].identity}"


def is_unusable(_task: object, _run: object, state: State[Any]) -> bool:
    """True when asking again may help. Prefect never retries with a function that is not plain."""
    return isinstance(state.result(raise_on_failure=False), UnusableAnswer)


def model_task(
    function: Callable[Arguments, AnswerT], *, name: str, task_run_name: str
) -> Task[Arguments, AnswerT]:
    """The function as a task that pays for an answer: cached by `key`, retried when unusable."""
    decorate = task(
        name=name,
        task_run_name=task_run_name,
        cache_key_fn=answer_cache_key,
        cache_expiration=CACHE_EXPIRATION,
        persist_result=True,
        cache_result_in_memory=False,  # it keeps a thousand, and the store has them all
        result_serializer="json",
        retries=2,
        retry_delay_seconds=[1, 4],
        retry_jitter_factor=0.5,
        retry_condition_fn=is_unusable,
    )
    return decorate(function)
