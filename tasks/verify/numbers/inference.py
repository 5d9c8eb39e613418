"""Numbers that need no source: what follows from other numbers of the sentence."""

import re
from decimal import Decimal
from itertools import pairwise, permutations

from tasks.verify.numbers.quantity import Quantity, Read

_FROM_TO = re.compile(r"\s?[가-힣]{0,4}(?:에서|에서의|부터)\s|\s?(?:→|->)")
_ALL_TOLD = re.compile(r"(?:모두|총|합쳐|합해|합하면|합치면|도합)\s(?:총|약|모두)?\s?\Z")
_MOST_OTHERS = 20
_NEARLY = Decimal("0.05")


def follows_from_others(claim: Quantity, korean: Read) -> bool:
    """True for the 12.4%p of "40.8%에서 53.2%로", the 8배 of "16K에서 128K로", and for sums."""
    others = [number for number in korean.numbers if number != claim][:_MOST_OTHERS]
    return (
        _is_sum(claim, korean)
        or any(
            _is_difference(claim, low, high)
            for low, high in pairwise(others)
            if _FROM_TO.match(korean.text, low.end)
        )
        or (
            claim.kind == "times"
            and any(_is_multiple(claim, *two) for two in permutations(others, 2))
        )
    )


def _is_difference(claim: Quantity, low: Quantity, high: Quantity) -> bool:
    less, more = sorted((low.value, high.value))
    if claim.kind == "times":
        slack = claim.value * _NEARLY if claim.approximate else claim.half_width
        return bool(less) and abs(more / less - claim.value) <= slack
    return claim.kind in ("percent", "plain") and more - less == claim.value


def _is_multiple(claim: Quantity, low: Quantity, high: Quantity) -> bool:
    """True for the 두 배 between 16K and 32K, wherever they stand."""
    return low.value * claim.value == high.value > low.value > 0


def _is_sum(claim: Quantity, korean: Read) -> bool:
    """True for the 여덟 of "다섯 개와 세 개를 합쳐 모두 여덟 개"."""
    if not _ALL_TOLD.search(korean.text, 0, claim.start):
        return False
    parts = [part for part in korean.numbers if part.end < claim.start and part.kind == claim.kind]
    return len(parts) > 1 and sum(part.value for part in parts) == claim.value
