"""Puts stored rows and answers together into an edition; pure, so a republished day is the same."""

from tasks.assemble.answers import current_answers
from tasks.assemble.changes import changes, marks, rest_sha
from tasks.assemble.drafts import DigestDraft, Draft, InsightDraft
from tasks.assemble.edition import (
    SAMPLE_MODEL,
    assemble,
    by_category,
    category_counts,
    judged_insights,
    with_digest,
)
from tasks.assemble.papers import edit_paper, summarizable

__all__ = [
    "SAMPLE_MODEL",
    "DigestDraft",
    "Draft",
    "InsightDraft",
    "assemble",
    "by_category",
    "category_counts",
    "changes",
    "current_answers",
    "edit_paper",
    "judged_insights",
    "marks",
    "rest_sha",
    "summarizable",
    "with_digest",
]
