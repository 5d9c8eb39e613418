"""Reads the reader: what of its answer counts, and what is a veto.

A reader may be wrong, or may be led astray by the texts it reads. So its word counts for as much as
its quotes: `supported` needs words that stand in the English, and what it says the Korean says is
compared with the sentences quoted, English with English.
"""

from collections.abc import Iterable, Sequence

from tasks.records import (
    Judgement,
    Quote,
    ReviewGeneration,
    ReviewRequest,
    SentenceReview,
)
from tasks.text import one_line
from tasks.verify import Known, differing_statement

MAX_WORDS = 300
"""So many characters of the reader's own words are passed on."""


def judgements(request: ReviewRequest, reviews: Iterable[ReviewGeneration]) -> Known:
    """What all reviews that rest on this evidence say, by Korean sentence; a veto outweighs."""
    known: dict[str, Judgement] = {}
    for review in reviews:
        if review.key.evidence_sha != request.evidence_sha:
            continue
        for text, judged in _judged(request, review):
            if text not in known or not known[text].is_veto:
                known[text] = judged
    return known


def _judged(request: ReviewRequest, review: ReviewGeneration) -> Iterable[tuple[str, Judgement]]:
    answered: dict[int, SentenceReview] = {}
    for sentence in review.answer.sentences:
        before = answered.get(sentence.n)
        if before is None or before.verdict == "supported":  # said twice: the worse one counts
            answered[sentence.n] = sentence
    for number, text in enumerate(review.sentences, start=1):
        if number in answered:
            yield text, _judge(answered[number], request, review.key.model)


def _judge(review: SentenceReview, request: ReviewRequest, model: str) -> Judgement:
    places = (request.title, *request.evidence)
    quotes = tuple(quote for quote in review.quotes if _stands(quote, places))
    judged = Judgement(
        verdict=review.verdict,
        quotes=quotes,
        says=one_line(review.says)[:MAX_WORDS],
        kind=review.kind,
        why=one_line(review.why)[:MAX_WORDS],
        model=model,
    )
    if judged.is_veto:
        return judged
    if not quotes:
        return judged.model_copy(update={"verdict": "not_stated", "kind": "invented"})
    quoted = [places[n] for n in dict.fromkeys(quote.n for quote in quotes)]
    if kind := differing_statement(review.says, quoted):
        return judged.model_copy(update={"verdict": "contradicted", "kind": kind})
    return judged


def _stands(quote: Quote, places: Sequence[str]) -> bool:
    """True when the words stand in the sentence, letter for letter but for white space."""
    words = "".join(quote.words.split())
    return bool(words) and 0 <= quote.n < len(places) and words in "".join(places[quote.n].split())
