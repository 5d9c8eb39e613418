"""The records that travel between steps: small, frozen, named after the field.

`Listing` → `Paper` → (`CategoryChoice`, `Digest`) → `Verdict` → `Edition`; data goes one way.
Every record is a frozen pydantic model, so it can be stored, cached and published as JSON.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

ArxivId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]{4,5}$")]
"""An arXiv identifier of the form used since 2007, without prefix and version."""

Stage = Literal["category", "digest"]
"""The two model stages of one paper."""

Section = Literal["summary", "easy", "whats_new", "technical_details", "performance"]
SECTIONS: tuple[Section, ...] = ("summary", "easy", "whats_new", "technical_details", "performance")

InsightPart = Literal["themes", "trends", "findings", "impact", "outlook"]
INSIGHT_PARTS: tuple[InsightPart, ...] = ("themes", "trends", "findings", "impact", "outlook")

Rule = Literal[
    "number", "name", "citation", "language", "term", "markup", "order", "missing", "topic"
]  # fmt: skip
"""Why a sentence or a digest is refused; docs/verification.md explains each rule."""

PaperState = Literal["verified", "trimmed", "extract", "held"]


def sha256_hex(text: str) -> str:
    """The SHA-256 of the UTF-8 text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def first(count: int) -> Callable[[Any], Any]:
    """Cuts a list to its first `count` items: one too many is no reason to lose a paid answer."""
    return lambda value: value[:count] if isinstance(value, list | tuple) else value


class Record(BaseModel):
    """Base of all records: immutable, and closed against unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- what the sources say ---------------------------------------------------------------------


class Author(Record):
    """One author in the order of the paper; `hidden` when the author took the name off."""

    name: str
    hidden: bool = False


class ListedPaper(Record):
    """One item of a day's list as Hugging Face shows it, white space already collapsed."""

    arxiv_id: ArxivId
    title: str
    abstract: str | None = None
    authors: tuple[Author, ...] = ()
    votes: int = Field(0, ge=0)
    rank: int = Field(ge=1, description="Position in the list as shown, from 1.")
    thumbnail: str | None = None
    project_page: str | None = None
    github_repo: str | None = None
    withdrawn: bool = Field(False, description="True when Hugging Face says so.")


class Listing(Record):
    """A day's list in list order, and how it was obtained.

    `shown_day` is the day the source says that it shows; when it is not `day`, the day is empty
    and `papers` is (). `unread` names items that no source could read: while there are any, that
    a paper is not in `papers` does not mean that it has left the list.
    """

    day: date
    papers: tuple[ListedPaper, ...] = ()
    shown_day: date | None = None
    sources: tuple[Literal["island", "cards", "api"], ...] = ()
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = Field((), description="Disagreements and dropped items, in English.")

    @property
    def is_empty(self) -> bool:
        """True when the day has no papers (weekend, holiday, not opened yet)."""
        return not self.papers


class ArxivEntry(Record):
    """What one arXiv Atom entry adds to a paper. `version` is None when the feed gives none."""

    arxiv_id: str
    title: str
    abstract: str
    authors: tuple[str, ...]
    version: int | None = None
    primary_category: str | None = None
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    comment: str | None = None
    withdrawn: bool = False


class Paper(Record):
    """A paper as the store knows it. Authors are the visible ones, in order."""

    arxiv_id: ArxivId
    title: str
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    hidden_authors: int = Field(0, ge=0)
    thumbnail: str | None = None
    project_page: str | None = None
    github_repo: str | None = None
    arxiv: ArxivEntry | None = None

    @property
    def abstract_sha(self) -> str:
        """The SHA-256 of title and abstract: a new one means that a summary must be made anew."""
        return sha256_hex(f"{self.title}\n{self.abstract or ''}")

    @property
    def withdrawn(self) -> bool:
        """True when arXiv says that the paper has been withdrawn."""
        return self.arxiv is not None and self.arxiv.withdrawn

    @property
    def url(self) -> str:
        """The canonical arXiv page, without version."""
        return f"https://arxiv.org/abs/{self.arxiv_id}"

    @property
    def pdf_url(self) -> str:
        """The canonical PDF, without version."""
        return f"https://arxiv.org/pdf/{self.arxiv_id}"


class ListedRow(Record):
    """A paper in a day's stored list: its votes and rank when last seen, and whether it left."""

    paper: Paper
    votes: int
    rank: int
    gone: bool = False


class ListingChange(Record):
    """What storing a list changed, as arXiv ids in list order."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    votes_changed: tuple[str, ...] = ()
    abstract_changed: tuple[str, ...] = ()


# --- what the model says ----------------------------------------------------------------------


class CategoryChoice(Record):
    """One primary category and up to two more, as ids of prompts/taxonomy.yaml."""

    primary: str
    secondary: Annotated[tuple[str, ...], BeforeValidator(first(2))] = ()


class Sentence(Record):
    """A Korean sentence and the abstract sentences (numbered from 1) that it rests on."""

    text: str
    cites: tuple[int, ...] = ()


class Digest(Record):
    """The Korean account of one paper; every sentence carries its evidence."""

    title_ko: str
    summary: tuple[Sentence, ...] = ()
    easy: tuple[Sentence, ...] = ()
    whats_new: tuple[Sentence, ...] = ()
    technical_details: tuple[Sentence, ...] = ()
    performance: tuple[Sentence, ...] = ()
    fields: Annotated[tuple[str, ...], BeforeValidator(first(4))] = ()

    def sections(self) -> Iterator[tuple[Section, tuple[Sentence, ...]]]:
        """The five prose sections in their fixed order."""
        for section in SECTIONS:
            yield section, getattr(self, section)


class InsightSentence(Record):
    """A Korean sentence about a category, and the arXiv ids of the papers that it rests on."""

    text: str
    papers: tuple[str, ...] = ()


class Insight(Record):
    """The five-part Korean synthesis of one category of one day."""

    themes: tuple[InsightSentence, ...] = ()
    trends: tuple[InsightSentence, ...] = ()
    findings: tuple[InsightSentence, ...] = ()
    impact: tuple[InsightSentence, ...] = ()
    outlook: tuple[InsightSentence, ...] = ()

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


class GenerationKey(Record):
    """What makes a model call unique: a call is paid once per key.

    `attempt` is 1 for the first answer, 2 and 3 for repairs of a refused digest.
    """

    arxiv_id: ArxivId
    stage: Stage
    abstract_sha: str
    prompt_version: str
    model: str
    attempt: int = Field(1, ge=1)

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


class InsightKey(Record):
    """One insight call; `input_sha` covers the verified sentences that it rests on.

    Prompt version and model are recorded, but do not make a synthesis another one: a stored one
    serves as long as its papers say the same.
    """

    day: date
    category: str
    input_sha: str
    prompt_version: str
    attempt: int = Field(1, ge=1)

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


# --- what verification says -------------------------------------------------------------------


class Refusal(Record):
    """One reason not to publish a sentence, with a Korean detail for the model and the reader.

    `section` and `index` (from 0) locate the sentence; both are None for the digest as a whole,
    and `section` is "title_ko" or "fields" for those two.
    """

    rule: Rule
    text: str
    detail: str
    section: str | None = None
    index: int | None = None


class Verdict(Record):
    """The result of checking one text; `checker` names the version of the rules."""

    refusals: tuple[Refusal, ...] = ()
    checker: str

    @property
    def ok(self) -> bool:
        """True when nothing was refused."""
        return not self.refusals


# --- what is published ------------------------------------------------------------------------


class Omission(Record):
    """What an edition left out: where, and by which rule.

    What was said there is not told again. The store keeps it, with the checker's words.
    """

    rule: Rule
    section: str | None = None
    index: int | None = None


class EditionPaper(Record):
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

    @property
    def dropped_places(self) -> frozenset[tuple[str | None, int | None]]:
        """Where something was left out, each place once, whatever was wrong with it."""
        return frozenset((omission.section, omission.index) for omission in self.dropped)


class EditionCategory(Record):
    """A category of an edition with the ids of its papers (by votes) and its synthesis."""

    category: str
    papers: tuple[str, ...]
    insight: Insight | None = None
    reason: str | None = None
    pending: bool = Field(False, description="A later run will ask the model for more.")


class Account(Record):
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


class Edition(Record):
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
    counts: dict[str, int] = {}
    papers: dict[str, PaperMark] = {}
    rest_sha: str = ""
    changes: EditionChanges | None = None

    @property
    def is_complete(self) -> bool:
        """True when no later run has anything to add."""
        return not self.counts.get("pending")


Outcome = Literal["published", "revised", "unchanged", "incomplete", "empty", "failed"]


class DayRun(Record):
    """How one run of one day ended, and what its model calls cost in US dollars.

    `cost_usd` is None when the price of the model is not known.
    """

    day: date
    outcome: Outcome
    counts: dict[str, int] = {}
    cost_usd: float | None = 0.0
    reason: str | None = None
    started_at: datetime | None = None
    finished_at: datetime
