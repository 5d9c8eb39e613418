"""What the second reader said is stored once a call."""

from tasks.records import Review, ReviewGeneration, ReviewKey, SentenceReview
from tasks.store import Store


def make_review(
    subject: str = "2411.00001", attempt: int = 1, verdict: str = "supported"
) -> ReviewGeneration:
    key = ReviewKey(
        subject=subject,
        evidence_sha="e",
        sentences_sha="s",
        prompt_version="review-1",
        model="m",
        attempt=attempt,
    )
    said = SentenceReview.model_validate({"n": 1, "says": "x", "verdict": verdict})
    return ReviewGeneration(key=key, sentences=("문장입니다.",), answer=Review(sentences=(said,)))


def test_reviews_come_back_by_subject_oldest_first(store: Store) -> None:
    first, second, other = make_review(), make_review(attempt=2), make_review("2024-11-22 agents")
    for review in (first, second, other):
        store.save_review(review)
    assert store.reviews(["2411.00001"]) == (first, second)
    assert store.reviews(["2411.00001", "2024-11-22 agents"]) == (first, second, other)
    assert store.reviews([]) == ()


def test_the_same_call_is_stored_once(store: Store) -> None:
    store.save_review(make_review())
    store.save_review(make_review(verdict="contradicted"))
    assert store.reviews(["2411.00001"]) == (make_review(verdict="contradicted"),)
