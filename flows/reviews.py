"""What the second reader has said, from the store."""

from collections import defaultdict
from collections.abc import Collection

from flows.context import RunContext
from tasks.records import ReviewGeneration


def reviews_by_subject(
    run: RunContext, subjects: Collection[str]
) -> dict[str, tuple[ReviewGeneration, ...]]:
    """The stored reviews of papers or syntheses, by what they are about."""
    found: dict[str, list[ReviewGeneration]] = defaultdict(list)
    for review in run.store.reviews(subjects):
        found[review.key.subject].append(review)
    return {subject: tuple(reviews) for subject, reviews in found.items()}
