"""Rule "number", first half: whether an English text holds a number of a Korean sentence.

It does when it has the value (`numbers/comparison.py`), or when it lists so many things without
counting them: 세 가지 for "A, B, and C".
"""

from collections.abc import Sequence, Set
from decimal import Decimal

from prompts.numbers import load_number_words
from prompts.topic_words import load_topic_words
from tasks.verify.claims import claims_of
from tasks.verify.numbers import Quantity, supported
from tasks.verify.numbers.listing import LEAST, MOST, has_pair, listed
from tasks.verify.source import Evidence

MOST_SECOND_LOOKS = 4
"""A sentence with more numbers that the source lacks is not read again: it is wrong.

It bounds the time: without it no verdict changes; at 1, 21 texts are refused.
"""


def unsupported(text: str, evidence: Evidence) -> tuple[Quantity, ...]:
    """The numbers of a normalised sentence that the evidence does not hold."""
    missing = tuple(
        claim for claim in claims_of(text).numbers if not supported(claim, evidence.numbers)
    )
    if not missing or len(missing) > MOST_SECOND_LOOKS:
        return missing
    parts = evidence.parts or (evidence,)
    return tuple(claim for claim in missing if not counts_a_list(claim, text, parts))


def counts_a_list(claim: Quantity, text: str, parts: Sequence[Evidence]) -> bool:
    """True when the source lists so many things and does not say otherwise.

    The list must be nearer to the sentence than anything else that the source counts.
    """
    if not _may_count_a_list(claim, text):
        return False
    meanings = load_topic_words().in_text(text)
    claimed = {number.value for number in claims_of(text).numbers}
    pair = claim.text.startswith("두")
    listing = [
        part for part in parts if claim.value in listed(part.text) or (pair and has_pair(part.text))
    ]
    counting = [part for part in parts if _counts_another(part, claimed)]
    return _nearest(listing, meanings) > _nearest(counting, meanings)


def _may_count_a_list(claim: Quantity, text: str) -> bool:
    if not claim.whole or not LEAST <= claim.value <= MOST or claim.text[-1] in "번명배":
        return False
    counts = claim.kind == "count" or claim.text.endswith("단계")
    return counts or text[claim.end :].lstrip().startswith(load_number_words().korean.parts)


def _nearest(parts: Sequence[Evidence], meanings: frozenset[int]) -> int:
    """How many meanings the best of the parts shares with the sentence; -1 when there is none."""
    return max((len(part.meanings & meanings) for part in parts), default=-1)


def _counts_another(part: Evidence, claimed: Set[Decimal]) -> bool:
    """True when the English counts something by a word that the sentence does not repeat."""
    return any(
        piece.kind == "count" and LEAST <= piece.value <= MOST and piece.value not in claimed
        for piece in part.numbers
    )
