"""What the second reader says of Korean sentences, and what code makes of it."""

from typing import Annotated, Literal

from pydantic import Field

from tasks.records.answers import CallKey, Usage, bounded
from tasks.records.base import Record, sha256_hex

ReviewVerdict = Literal["supported", "contradicted", "not_stated"]

ReviewKind = Literal[
    "none", "negation", "direction", "comparison", "role", "number", "scope", "status", "cause",
    "invented", "term", "other",
]  # fmt: skip
"""What is wrong with a sentence; "none" with a supported one."""


class Quote(Record):
    """Words of the English sentence `n`: 0 is a title, the sentences count from 1."""

    n: int
    words: Annotated[str, bounded(maxLength=600)]


class SentenceReview(Record):
    """What the reader says of the Korean sentence `n` (from 1, in the order it was shown).

    `says` is the Korean in English, `why` is Korean and empty for a supported sentence.
    """

    n: int
    says: Annotated[str, bounded(maxLength=800)]
    quotes: Annotated[tuple[Quote, ...], bounded(maxItems=6)] = ()
    why: Annotated[str, bounded(maxLength=400)] = ""
    verdict: ReviewVerdict
    kind: ReviewKind = "none"


class Review(Record):
    """The reader's whole answer."""

    sentences: Annotated[tuple[SentenceReview, ...], bounded(minItems=1, maxItems=40)] = ()


class ReviewRequest(Record):
    """Korean sentences to be read against English ones.

    `subject` names what they are about: an arXiv id, or day and category. `title` and `evidence`
    are what the reader sees of it; `sentences` are the Korean ones in the order of their text.
    """

    subject: str
    title: str
    evidence: tuple[str, ...]
    sentences: tuple[str, ...] = ()

    @property
    def evidence_sha(self) -> str:
        """The SHA-256 of what the reader may rest on."""
        return sha256_hex("\n".join((self.title, *self.evidence)))

    @property
    def sentences_sha(self) -> str:
        """The SHA-256 of what is to be read."""
        return sha256_hex("\n".join(self.sentences))


class ReviewKey(CallKey):
    """One call to the second reader. `attempt` counts the calls about the same sentences."""

    subject: str
    evidence_sha: str
    sentences_sha: str
    prompt_version: str
    model: str

    @property
    def cache_key(self) -> str:
        """The key as one string that is safe as a file name."""
        told = f"{self.subject}\n{self.evidence_sha}\n{self.sentences_sha}\n{self.model}"
        return f"{self.prompt_version}-{sha256_hex(told)[:32]}-{self.attempt}"


class ReviewGeneration(Record):
    """An answer of the second reader, with the Korean sentences that it was asked about."""

    key: ReviewKey
    sentences: tuple[str, ...]
    answer: Review
    usage: Usage = Usage()


class Judgement(Record):
    """What counts of a review for one Korean sentence, after code has read the reader.

    `quotes` are those that stand in the sentence they name.
    """

    verdict: ReviewVerdict
    quotes: tuple[Quote, ...] = ()
    says: str = ""
    kind: ReviewKind = "none"
    why: str = ""
    model: str = Field("", description="Who read it.")

    @property
    def is_veto(self) -> bool:
        """True when the sentence may not be published."""
        return self.verdict != "supported"


class PlacedJudgement(Record):
    """A judgement of a published sentence: its section, and its index in it (None for a title)."""

    section: str
    index: int | None = None
    judgement: Judgement
