"""What is published: an edition with its papers, its account and what changed in it."""

from datetime import date, datetime
from typing import Any, ClassVar, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from tasks.records.answers import CategoryChoice, Digest, Insight, Usage
from tasks.records.base import ArxivId, Record, sha256_hex
from tasks.records.reviews import PlacedJudgement
from tasks.records.sources import Paper
from tasks.records.verdicts import Rule

PaperState = Literal["verified", "trimmed", "extract", "held"]


class Grown(Record):
    """A record that has grown: fields of `LATER` are left out of its JSON while they are empty.

    So editions of before keep their hash and their bytes.
    """

    LATER: ClassVar[tuple[str, ...]] = ()

    @model_serializer(mode="wrap")
    def _without_empty(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        values: dict[str, Any] = handler(self)
        return {
            k: v for k, v in values.items() if k not in self.LATER or v not in (None, [], (), False)
        }


class Omission(Record):
    """What an edition left out: where, and by which rule.

    What was said there is not told again. The store keeps it, with the checker's words.
    """

    rule: Rule
    section: str | None = None
    index: int | None = None


class EditionPaper(Grown):
    """A paper as an edition shows it: text that passed verification, or the reason for none.

    `evidence` holds the abstract's sentences, numbered from 1 by position; `extract` the numbers
    of those shown when the state is "extract".
    """

    paper: Paper
    votes: int
    rank: int
    state: PaperState
    reason: str | None = None
    category: CategoryChoice | None = None
    digest: Digest | None = None
    evidence: tuple[str, ...] = ()
    extract: tuple[int, ...] = ()
    dropped: tuple[Omission, ...] = ()
    attempts: int = 0
    pending: bool = Field(False, description="A later run will ask the model for more.")
    read_twice: bool = Field(False, description="The second reader supports all of the text.")
    review: tuple[PlacedJudgement, ...] = ()

    LATER: ClassVar[tuple[str, ...]] = ("read_twice", "review")

    @property
    def dropped_places(self) -> frozenset[tuple[str | None, int | None]]:
        """Where something was left out, each place once, whatever was wrong with it."""
        return frozenset((omission.section, omission.index) for omission in self.dropped)


class EditionCategory(Grown):
    """A category of an edition with the ids of its papers (by votes) and its synthesis."""

    category: str
    papers: tuple[str, ...]
    insight: Insight | None = None
    reason: str | None = None
    pending: bool = Field(False, description="A later run will ask the model for more.")
    read_twice: bool = Field(False, description="The second reader supports all of the synthesis.")
    review: tuple[PlacedJudgement, ...] = ()

    LATER: ClassVar[tuple[str, ...]] = ("read_twice", "review")


class Account(Grown):
    """The edition's account: what happened to every listed paper, and what it cost.

    `cost_usd` is None when the price of a used model is not known.
    """

    listed: int
    verified: int
    trimmed: int
    extracts: int
    held: int
    dropped_sentences: int
    calls: int
    tokens_in: int
    tokens_out: int
    cost_usd: float | None
    read_twice: int = Field(0, description="Of the verified ones, those that were read twice.")
    reading: Usage | None = Field(None, description="What the second reader took.")
    readings: int = Field(0, description="Calls to the second reader.")

    LATER: ClassVar[tuple[str, ...]] = ("read_twice", "reading", "readings")


class PaperMark(Record):
    """What tells whether a paper of an edition is shown otherwise in the next one.

    `text_sha` is the SHA-256 of category and digest as shown.
    """

    votes: int
    abstract_sha: str
    state: PaperState
    text_sha: str


class EditionChanges(Record):
    """How an edition differs from its revision before, as arXiv ids in its order.

    `votes` counts the papers whose votes moved. `rewritten` are those whose text, state or
    category changed though their abstract did not; `rest` is True when syntheses, the chart or the
    wording changed.
    """

    added: tuple[ArxivId, ...] = ()
    removed: tuple[ArxivId, ...] = ()
    votes: int = 0
    abstracts: tuple[ArxivId, ...] = ()
    rewritten: tuple[ArxivId, ...] = ()
    rest: bool = False


class Edition(Grown):
    """Everything that is published for one day. Papers are in order of votes, then of rank."""

    day: date
    revision: int = Field(ge=1)
    published_at: datetime
    engine: Literal["openai", "extractive"]
    model: str
    sample: bool = False
    papers: tuple[EditionPaper, ...]
    categories: tuple[EditionCategory, ...]
    account: Account
    has_chart: bool = True
    notices: tuple[str, ...] = Field((), description="Korean lines shown at the head.")
    changes: EditionChanges | None = Field(None, description="What this revision changes.")
    reader: str | None = Field(None, description="The model that was to read it again.")

    LATER: ClassVar[tuple[str, ...]] = ("reader",)

    @property
    def pending(self) -> int:
        """How many papers, syntheses and charts are missing that a later run can add."""
        papers = sum(paper.pending for paper in self.papers)
        syntheses = sum(category.pending for category in self.categories)
        return papers + syntheses + int(not self.has_chart)

    @property
    def content_sha(self) -> str:
        """The SHA-256 of what the edition says of its day: a new one is a new revision."""
        return sha256_hex(self.model_dump_json(exclude={"revision", "published_at", "changes"}))


EXTRACTIVE = "extractive"
"""What stands for the model's name where no model has written."""


class PublishedEdition(Record):
    """An edition as the store remembers it.

    `model` is who wrote it ("extractive" for nobody); `counts["pending"]` says how much of it is
    still missing, the other counts are those of its account. `papers` holds a mark of each paper
    by arXiv id, `rest_sha` is the SHA-256 of what is shown besides papers, and `changes` is None
    for a first revision; `papers` and `changes` are left out where the store gives many editions
    at once.
    """

    day: date
    revision: int
    content_sha: str
    published_at: datetime
    model: str = EXTRACTIVE
    counts: dict[str, int] = Field(default_factory=dict)
    papers: dict[str, PaperMark] = Field(default_factory=dict)
    rest_sha: str = ""
    changes: EditionChanges | None = None
    reader: str | None = None

    @property
    def is_complete(self) -> bool:
        """True when no later run has anything to add."""
        return not self.counts.get("pending")
