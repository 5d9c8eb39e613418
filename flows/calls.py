"""Calls to the model: many in flight, each answer stored as it comes in, refused ones repaired."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, Generic, TypeVar

from prefect.futures import PrefectFuture

from flows.context import RunContext
from flows.progress import progress
from flows.rounds import in_rounds
from flows.tally import Tally
from tasks.records import CallKey, Generation, InsightGeneration, ReviewGeneration
from tasks.verify import Known

KeyT = TypeVar("KeyT", bound=CallKey)
AnswerT = TypeVar("AnswerT", bound=Generation | InsightGeneration | ReviewGeneration)
SubjectT = TypeVar("SubjectT")
CallT = TypeVar("CallT", bound="Call[Any, Any, Any]")

READY_CALLS = 16
"""So many calls are begun beyond those that may be in flight: the next one is ready when a place is
free, also with few in flight, when some of the calls wait before they try again."""


@dataclass(frozen=True)
class Call(Generic[KeyT, SubjectT, AnswerT]):
    """One call about a paper or a category; `earlier` are the refused answers that it repairs.

    `name` is what a missing answer is told by. `known` is what the second reader has said of the
    earlier ones. A call that is not vital never ends a run.
    """

    name: str
    key: KeyT
    subject: SubjectT
    earlier: tuple[AnswerT, ...] = ()
    known: Known = field(default_factory=dict)
    is_vital: bool = True

    def repair(self, refused: AnswerT) -> "Call[KeyT, SubjectT, AnswerT]":
        """The next attempt after one more refused answer."""
        return replace(self, key=self.key.following(), earlier=(*self.earlier, refused))

    def after(self, answers: Iterable[AnswerT]) -> "Call[KeyT, SubjectT, AnswerT]":
        """The call that is due when these answers have been refused, one after the other."""
        return reduce(type(self).repair, answers, self)


def put(
    run: RunContext,
    title: str,
    calls: Sequence[CallT],
    submit: Callable[[CallT], PrefectFuture[Any]],
    take_in: Callable[[CallT, Any], CallT | None],
    tally: Tally,
) -> None:
    """Put each call; `take_in` stores its answer and returns the call that follows from it.

    `tally` notes the calls that brought none.
    """

    def collect(call: CallT, future: PrefectFuture[Any]) -> CallT | None:
        answer = tally.take(call.name, future, is_vital=call.is_vital)
        return None if answer is None else take_in(call, answer)

    with progress(title, len(calls)) as advance:
        at_once = run.settings.concurrency + READY_CALLS
        in_rounds(calls, submit, collect, advance, at_once=at_once)
