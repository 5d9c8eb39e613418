"""Puts stored rows and answers together into an edition; pure, so a republished day is the same."""

from tasks.assemble.edition import (
    EXTRACTIVE,
    SAMPLE_MODEL,
    assemble,
    by_category,
    category_counts,
    judged_insights,
    with_digest,
)
from tasks.assemble.papers import edit_paper, summarizable

__all__ = [
    "EXTRACTIVE",
    "SAMPLE_MODEL",
    "assemble",
    "by_category",
    "category_counts",
    "edit_paper",
    "judged_insights",
    "summarizable",
    "with_digest",
]
