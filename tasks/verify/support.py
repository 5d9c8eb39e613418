"""Whether a number of a Korean sentence stands in an English text, in whatever form.

First as a value, which decides nearly always; then in another form, or as the length of a list.
"""

import re
from collections.abc import Sequence, Set
from decimal import Decimal

from prompts.topic_words import load_topic_words
from tasks.verify.claims import claims_of
from tasks.verify.numbers import Quantity, supported
from tasks.verify.numbers.derived import is_derived
from tasks.verify.numbers.idioms import is_idiom, is_simile
from tasks.verify.numbers.inference import follows_from_others
from tasks.verify.numbers.listing import LEAST, MOST, has_pair, listed, marked
from tasks.verify.numbers.otherwise import said_otherwise
from tasks.verify.numbers.own_lists import contradicts_own_list, lists_itself, points_back
from tasks.verify.numbers.quantity import Read
from tasks.verify.source import Evidence

MOST_SECOND_LOOKS = 4
"""A sentence with more numbers that the source lacks is not read again: it is wrong."""

_STRUCTURE = re.compile(
    r"\s?(?:대|종|축|층|항목|부분|갈래|과제|단계|단(?=\s|으로|의|짜리)|방향|측면|요소|관점|분야)"
)


def unsupported(text: str, evidence: Evidence) -> tuple[Quantity, ...]:
    """The numbers of a normalised sentence that the evidence holds in no form."""
    claims = claims_of(text).numbers
    missing = tuple(claim for claim in claims if not supported(claim, evidence.numbers))
    if not missing or len(missing) > MOST_SECOND_LOOKS:
        return missing
    korean, parts = Read(text, claims), evidence.parts or (evidence,)
    english = [Read(part.text, part.numbers) for part in parts]
    return tuple(
        claim
        for claim in missing
        if not follows_from_others(claim, korean)
        and not is_simile(claim, korean)
        and not said_otherwise(claim, korean, english)
        and not is_idiom(claim, korean, english)
        and not is_derived(claim, korean, english)
        and not points_back(claim, korean.text)
        and not (_may_count_a_list(claim, text) and _counts_a_list(claim, korean, parts))
    )


def _may_count_a_list(claim: Quantity, text: str) -> bool:
    if not claim.whole or not LEAST <= claim.value <= MOST or claim.text[-1] in "번명배":
        return False
    counts = claim.kind == "count" or claim.text.endswith("단계")
    return counts or _STRUCTURE.match(text, claim.end) is not None


def _counts_a_list(claim: Quantity, korean: Read, parts: Sequence[Evidence]) -> bool:
    """True when the sentence or the source lists so many things and does not say otherwise.

    A list of the source must be nearer to the sentence than anything else that the source counts.
    """
    if lists_itself(claim, korean.text):
        return True
    if contradicts_own_list(claim, korean.text):
        return False
    if claim.value in marked("\n".join(part.text for part in parts)):
        return True
    meanings = load_topic_words().in_text(korean.text)
    claimed = {number.value for number in korean.numbers}
    pair = claim.text.startswith("두")
    listing = [
        part for part in parts if claim.value in listed(part.text) or (pair and has_pair(part.text))
    ]
    counting = [part for part in parts if _counts_another(part, claimed)]
    return _nearest(listing, meanings) > _nearest(counting, meanings)


def _nearest(parts: Sequence[Evidence], meanings: frozenset[int]) -> int:
    """How many meanings the best of the parts shares with the sentence; -1 when there is none."""
    return max((len(part.meanings & meanings) for part in parts), default=-1)


def _counts_another(part: Evidence, claimed: Set[Decimal]) -> bool:
    """True when the English counts something by a word that the sentence does not repeat."""
    return any(
        piece.kind == "count" and LEAST <= piece.value <= MOST and piece.value not in claimed
        for piece in part.numbers
    )
