"""The second reader: a model reads the checked Korean against the English, and may only veto."""

from tasks.review.ask import read_again, review_key, review_messages, review_schema
from tasks.review.judge import judgements
from tasks.review.request import (
    Place,
    digest_places,
    insight_evidence,
    insight_places,
    paper_evidence,
    unread,
)

__all__ = [
    "Place",
    "digest_places",
    "insight_evidence",
    "insight_places",
    "judgements",
    "paper_evidence",
    "read_again",
    "review_key",
    "review_messages",
    "review_schema",
    "unread",
]
