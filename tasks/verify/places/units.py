"""A number that is there, but with another unit.

The English leaves out most units, or says them in some other way, and the reader of numbers does
not ask. These few it says when it means them: 2비트 is not the 2 of `SageAttention2`, nor is 5초
the 5 of 5x.
"""

from collections.abc import Iterator

from prompts.numbers import Unit, load_number_words
from tasks.verify.claims import claims_of
from tasks.verify.numbers import Quantity, supported
from tasks.verify.source import Evidence, Source

_SLOT = "#"
_AROUND = 26
"""Characters on either side in which a unit stands; 13 and 52 change no verdict."""


def mistaken_units(text: str, source: Source) -> Iterator[str]:
    """The numbers of a normalised sentence that have another unit wherever the source has them."""
    words = load_number_words()
    for claim in claims_of(text).numbers:
        here = _around(text, claim, claim.start)
        is_bare = words.bare.match(text, claim.start) and _is_spelled(claim, source)
        wanted = [unit for unit in words.units if unit.korean.search(here)]
        if is_bare or not all(_is_said(claim, unit, source) for unit in wanted):
            yield claim.text


def _is_spelled(claim: Quantity, source: Source) -> bool:
    """True when the source has the number in words only, which count something."""
    there = [number for number in source.whole.numbers if supported(claim, (number,))]
    return bool(there) and all(number.kind == "count" and number.text.isalpha() for number in there)


def _is_said(claim: Quantity, unit: Unit, source: Source) -> bool:
    """True when the source has the number with the unit, or does not have it as a value at all."""
    there = [
        (place, number)
        for place in source.places
        for number in place.numbers
        if supported(claim, (number,))
    ]
    return not there or any(_has_unit(place, number, unit) for place, number in there)


def _has_unit(place: Evidence, number: Quantity, unit: Unit) -> bool:
    return unit.english.search(_around(place.text, number, number.end)) is not None


def _around(text: str, number: Quantity, rest: int) -> str:
    """What stands around a number: with # before it, or for it, as `rest` is its start or end."""
    before = text[max(0, number.start - _AROUND) : number.start]
    return f"{before}{_SLOT}{text[rest : number.end + _AROUND]}"
