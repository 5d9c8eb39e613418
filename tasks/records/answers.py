"""What the model answered: categories, digests, syntheses, and what each call took."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field

from tasks.records.base import ArxivId, Record, sha256_hex

Stage = Literal["category", "digest"]
"""The two model stages of one paper."""

Section = Literal["summary", "easy", "whats_new", "technical_details", "performance"]
SECTIONS: tuple[Section, ...] = ("summary", "easy", "whats_new", "technical_details", "performance")

InsightPart = Literal["themes", "trends", "findings", "impact", "outlook"]
INSIGHT_PARTS: tuple[InsightPart, ...] = ("themes", "trends", "findings", "impact", "outlook")


def first(count: int) -> Callable[[Any], Any]:
    """Cuts a list to its first `count` items: one too many is no reason to lose a paid answer."""
    return lambda value: value[:count] if isinstance(value, list | tuple) else value


def bounded(**keywords: int) -> Any:
    """Bounds that the model server is told and that no answer is refused for: JSON schema's own."""
    return Field(json_schema_extra={**keywords})


KoreanText = Annotated[str, bounded(maxLength=600)]
"""Twice the longest sentence that is good to read: it ends a model that runs away."""


class CategoryChoice(Record):
    """One primary category and up to two more, as ids of prompts/taxonomy.yaml."""

    primary: str
    secondary: Annotated[tuple[str, ...], BeforeValidator(first(2))] = ()


class Sentence(Record):
    """A Korean sentence and the abstract sentences (numbered from 1) that it rests on."""

    text: KoreanText
    cites: Annotated[tuple[int, ...], bounded(maxItems=12)] = ()


Sentences = Annotated[tuple[Sentence, ...], bounded(minItems=1, maxItems=6)]


class Digest(Record):
    """The Korean account of one paper; every sentence carries its evidence."""

    title_ko: KoreanText
    summary: Sentences = ()
    easy: Sentences = ()
    whats_new: Sentences = ()
    technical_details: Sentences = ()
    performance: Sentences = ()
    fields: Annotated[
        tuple[Annotated[str, bounded(maxLength=60)], ...],
        BeforeValidator(first(4)),
        bounded(maxItems=4),
    ] = ()

    def sections(self) -> Iterator[tuple[Section, tuple[Sentence, ...]]]:
        """The five prose sections in their fixed order."""
        for section in SECTIONS:
            yield section, getattr(self, section)


class InsightSentence(Record):
    """A Korean sentence about a category, and the arXiv ids of the papers that it rests on."""

    text: KoreanText
    papers: Annotated[tuple[str, ...], bounded(maxItems=12)] = ()


InsightSentences = Annotated[tuple[InsightSentence, ...], bounded(minItems=1, maxItems=6)]


class Insight(Record):
    """The five-part Korean synthesis of one category of one day."""

    themes: InsightSentences = ()
    trends: InsightSentences = ()
    findings: InsightSentences = ()
    impact: InsightSentences = ()
    outlook: InsightSentences = ()

    def parts(self) -> Iterator[tuple[InsightPart, tuple[InsightSentence, ...]]]:
        """The five parts in their fixed order."""
        for part in INSIGHT_PARTS:
            yield part, getattr(self, part)


class Usage(Record):
    """What one model call took. `cost_usd` is None when the model's price is not known."""

    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: float | None = None
    seconds: float = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        """The sum of both; the cost is unknown (None) as soon as one of them is."""
        known = self.cost_usd is not None and other.cost_usd is not None
        return Usage(
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
            cost_usd=(self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
            seconds=self.seconds + other.seconds,
        )


class CallKey(Record):
    """What makes a model call unique: a call is paid once per key.

    `attempt` is 1 for the first answer, 2 and 3 for repairs of a refused one.
    """

    attempt: int = Field(1, ge=1)

    def following(self) -> Self:
        """The key of the next attempt."""
        return self.model_copy(update={"attempt": self.attempt + 1})


class GenerationKey(CallKey):
    """One call about a paper, for the category or the digest of these words of it."""

    arxiv_id: ArxivId
    stage: Stage
    abstract_sha: str
    prompt_version: str
    model: str

    @property
    def cache_key(self) -> str:
        """The key as one string that is safe as a file name, also for models like `org/name`."""
        parts = (self.stage, self.arxiv_id, self.prompt_version, str(self.attempt))
        return "-".join((*parts, sha256_hex(f"{self.abstract_sha}\n{self.model}")[:32]))


class Generation(Record):
    """A model's answer to one call, as the validated JSON of `CategoryChoice` or `Digest`.

    `final` is True when no repair of it will be asked for: accepted, or the last attempt.
    """

    key: GenerationKey
    answer: dict[str, Any]
    usage: Usage = Usage()
    request_sha: str = ""
    final: bool = True


class InsightKey(CallKey):
    """One insight call; `input_sha` covers the verified sentences that it rests on.

    Prompt version and model are recorded, but do not make a synthesis another one: a stored one
    serves as long as its papers say the same.
    """

    day: date
    category: str
    input_sha: str
    prompt_version: str

    @property
    def cache_key(self) -> str:
        """The key as one string that is safe as a file name."""
        inputs = f"{self.input_sha[:32]}-{self.prompt_version}"
        return f"insight-{self.day}-{self.category}-{inputs}-{self.attempt}"


class InsightGeneration(Record):
    """A model's synthesis of one category of one day."""

    key: InsightKey
    answer: Insight
    model: str
    usage: Usage = Usage()
    final: bool = True
