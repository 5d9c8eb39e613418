"""The records that travel between steps: small, frozen, named after the field.

`Listing` → `Paper` → (`CategoryChoice`, `Digest`) → `Verdict` → `Edition`; data goes one way.
A module for each step; every record is a frozen pydantic model, so it can be stored, cached and
published as JSON.
"""

from tasks.records.answers import (
    INSIGHT_PARTS,
    SECTIONS,
    CallKey,
    CategoryChoice,
    Digest,
    Generation,
    GenerationKey,
    Insight,
    InsightGeneration,
    InsightKey,
    InsightPart,
    InsightSentence,
    Section,
    Sentence,
    Stage,
    Usage,
    first,
)
from tasks.records.base import (
    ArxivId,
    Record,
    sha256_hex,
)
from tasks.records.dialects import (
    AnswerFormat,
    Bounds,
    Dialect,
    TokenLimit,
)
from tasks.records.editions import (
    EXTRACTIVE,
    Account,
    Edition,
    EditionCategory,
    EditionChanges,
    EditionPaper,
    Omission,
    PaperMark,
    PaperState,
    PublishedEdition,
)
from tasks.records.runs import (
    DayRun,
    Outcome,
)
from tasks.records.sources import (
    ArxivEntry,
    Author,
    ListedPaper,
    ListedRow,
    Listing,
    ListingChange,
    Paper,
)
from tasks.records.verdicts import (
    Refusal,
    Rule,
    Verdict,
)

__all__ = [
    "EXTRACTIVE",
    "INSIGHT_PARTS",
    "SECTIONS",
    "Account",
    "AnswerFormat",
    "ArxivEntry",
    "ArxivId",
    "Author",
    "Bounds",
    "CallKey",
    "CategoryChoice",
    "DayRun",
    "Dialect",
    "Digest",
    "Edition",
    "EditionCategory",
    "EditionChanges",
    "EditionPaper",
    "Generation",
    "GenerationKey",
    "Insight",
    "InsightGeneration",
    "InsightKey",
    "InsightPart",
    "InsightSentence",
    "ListedPaper",
    "ListedRow",
    "Listing",
    "ListingChange",
    "Omission",
    "Outcome",
    "Paper",
    "PaperMark",
    "PaperState",
    "PublishedEdition",
    "Record",
    "Refusal",
    "Rule",
    "Section",
    "Sentence",
    "Stage",
    "TokenLimit",
    "Usage",
    "Verdict",
    "first",
    "sha256_hex",
]
