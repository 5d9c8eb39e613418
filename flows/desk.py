"""The texts of a day on their way between writer, checker and second reader."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from prefect.futures import PrefectFuture

from flows.calls import Call
from flows.context import RunContext
from flows.prefect_insides import unvisited
from tasks.assemble import Draft
from tasks.records import ReviewGeneration, ReviewKey, ReviewRequest
from tasks.review import read_again, review_key

AnyCall = Call[Any, Any, Any]
ReviewCall = Call[ReviewKey, ReviewRequest, ReviewGeneration]

MOST_READINGS = 6
"""Of one text in one run: each attempt once, and again where sentences were skipped."""


class Desk:
    """Takes answers and reviews in, and says what each text is asked next.

    `ask` makes the call for the next attempt at a text; None where no more is to be asked.
    """

    def __init__(self, run: RunContext, ask: Callable[[Any], AnyCall | None]) -> None:
        self._run, self._ask = run, ask
        self._drafts: dict[str, Draft[Any]] = {}
        self._readings: Counter[str] = Counter()

    def open(self, drafts: Mapping[str, Draft[Any]]) -> Iterator[AnyCall]:
        """Lay these drafts on the desk, by subject, and yield the calls that they need."""
        self._drafts = dict(drafts)
        for subject in drafts:
            if (call := self._next(subject)) is not None:
                yield call

    def take_in(self, subject: str, answer: Any) -> AnyCall | None:
        """Take in an answer about a subject, or a review of it; what to ask next."""
        draft = self._drafts[subject]
        if isinstance(answer, ReviewGeneration):
            self._run.store.save_review(answer)
            self._readings[subject] += 1
            draft = replace(draft, reviews=(*draft.reviews, answer))
        else:
            draft = replace(draft, attempts=(*draft.attempts, answer))
        self._drafts[subject] = draft
        return self._next(subject)

    def _next(self, subject: str) -> AnyCall | None:
        draft = self._drafts[subject]
        reading = self._run.reader is not None and self._readings[subject] < MOST_READINGS
        step = draft.next_step(reading=reading)
        if step == "answer" and (call := self._ask(draft)) is not None:
            return replace(call.after(draft.attempts), known=draft.known)
        return self._review_call(subject, draft) if step == "review" else None

    def _review_call(self, subject: str, draft: Draft[Any]) -> ReviewCall:
        request, reader = draft.unread, self._run.reader
        assert request is not None
        assert reader is not None
        first = review_key(request, reader.name)
        earlier = tuple(
            review for review in draft.reviews if review.key.sentences_sha == first.sentences_sha
        )
        key = first.model_copy(update={"attempt": len(earlier) + 1})
        return ReviewCall(f"review {subject}", key, request, earlier[-1:], is_vital=False)


def submit_review(run: RunContext, call: AnyCall) -> PrefectFuture[Any]:
    """Put a call to the second reader."""
    assert run.reader is not None
    return read_again.submit(run.reader, unvisited(call.subject), call.key, unvisited(call.earlier))
