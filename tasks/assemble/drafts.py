"""A text on its way: what it has been answered, what stands of it, and what it is asked next."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Generic, Literal, TypeVar

from tasks.assemble.trimming import trim, trim_insight
from tasks.insights import MAX_INSIGHT_ATTEMPTS, judge_insight
from tasks.records import (
    Digest,
    EditionPaper,
    Generation,
    Insight,
    InsightGeneration,
    Paper,
    PlacedJudgement,
    ReviewGeneration,
    ReviewRequest,
    Verdict,
)
from tasks.review import (
    Place,
    digest_places,
    insight_evidence,
    insight_places,
    judgements,
    paper_evidence,
    unread,
)
from tasks.summarize import MAX_ATTEMPTS, judge
from tasks.verify import Known

TextT = TypeVar("TextT", Digest, Insight)


@dataclass(frozen=True)
class Draft(ABC, Generic[TextT]):
    """All attempts of one maker at a text, oldest first, and all reviews of its sentences."""

    attempts: tuple[Any, ...] = field(kw_only=True, default=())
    reviews: tuple[ReviewGeneration, ...] = field(kw_only=True, default=())

    most_attempts: ClassVar[int]

    @cached_property
    def known(self) -> Known:
        """What the second reader has said of its sentences."""
        return judgements(self.evidence, self.reviews)

    @cached_property
    def best(self) -> tuple[TextT, Verdict]:
        """The attempt with the fewest refusals, of equals the latest, judged by today's rules."""
        judged = [self.judged(attempt) for attempt in self.attempts]
        return min(reversed(judged), key=lambda pair: len(pair[1].refusals))

    @cached_property
    def publishable(self) -> TextT | None:
        """What of the best attempt may be published; None when too little stands."""
        return self.trimmed(*self.best) if self.attempts else None

    @cached_property
    def unread(self) -> ReviewRequest | None:
        """The publishable sentences that the second reader has not read; None for none."""
        if self.publishable is None:
            return None
        texts = unread(self.places(self.publishable), self.known)
        return self.evidence.model_copy(update={"sentences": texts}) if texts else None

    @property
    def is_read(self) -> bool:
        """True when every published sentence was read twice."""
        return self.publishable is not None and self.unread is None

    @property
    def judged_places(self) -> tuple[PlacedJudgement, ...]:
        """What the second reader said of each published sentence that it has read."""
        places = self.places(self.publishable) if self.publishable is not None else ()
        return tuple(
            PlacedJudgement(section=section, index=index, judgement=self.known[text])
            for section, index, text in places
            if text in self.known
        )

    def next_step(self, *, reading: bool) -> Literal["answer", "review"] | None:
        """What to ask for next; `reading` says whether there is a second reader."""
        if not self.attempts or not self.attempts[-1].final or self._is_to_be_repaired:
            return "answer"
        return "review" if reading and self.unread is not None else None

    @property
    def _is_to_be_repaired(self) -> bool:
        """True when the reader vetoed sentences of the latest attempt, and one is left."""
        latest = self.attempts[-1]
        places = self.places(self.judged(latest)[0])
        vetoed = any(said in self.known and self.known[said].is_veto for _, _, said in places)
        return vetoed and latest.key.attempt < self.most_attempts

    @property
    @abstractmethod
    def evidence(self) -> ReviewRequest:
        """What the reader may rest on."""

    @abstractmethod
    def judged(self, attempt: Any) -> tuple[TextT, Verdict]:
        """The text of an attempt, and what checker and reader say of it."""

    @abstractmethod
    def trimmed(self, text: TextT, verdict: Verdict) -> TextT | None:
        """What may be published of it."""

    @abstractmethod
    def places(self, text: TextT) -> Iterable[Place]:
        """Section, index and text of every sentence."""


@dataclass(frozen=True)
class DigestDraft(Draft[Digest]):
    """The digest of a paper on its way."""

    paper: Paper

    most_attempts = MAX_ATTEMPTS

    @property
    def evidence(self) -> ReviewRequest:
        """Title and abstract."""
        return paper_evidence(self.paper)

    def judged(self, attempt: Generation) -> tuple[Digest, Verdict]:
        """The digest with its citations repaired, and the verdict on it."""
        return judge(self.paper, Digest.model_validate(attempt.answer), self.known)

    def trimmed(self, text: Digest, verdict: Verdict) -> Digest | None:
        """The digest without what was refused."""
        return trim(text, verdict)

    def places(self, text: Digest) -> Iterable[Place]:
        """Title and prose."""
        return digest_places(text)


@dataclass(frozen=True)
class InsightDraft(Draft[Insight]):
    """The synthesis of a category on its way; `papers` are those with verified text."""

    day: date
    category: str
    papers: Sequence[EditionPaper]

    most_attempts = MAX_INSIGHT_ATTEMPTS

    @property
    def evidence(self) -> ReviewRequest:
        """Titles and abstracts of the category's papers."""
        return insight_evidence(self.day, self.category, [row.paper for row in self.papers])

    def judged(self, attempt: InsightGeneration) -> tuple[Insight, Verdict]:
        """The synthesis, and the verdict on it."""
        return attempt.answer, judge_insight(self.papers, attempt.answer, self.known)

    def trimmed(self, text: Insight, verdict: Verdict) -> Insight | None:
        """The synthesis without what was refused."""
        return trim_insight(text, verdict)

    def places(self, text: Insight) -> Iterable[Place]:
        """All five parts."""
        return insight_places(text)
