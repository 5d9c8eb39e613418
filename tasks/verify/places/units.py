"""A number that is there, but with another unit.

The English leaves out most units, or says them in some other way, and the reader of numbers does
not ask. These few it says when it means them: 2비트 is not the 2 of `SageAttention2`, nor is 5초
the 5 of 5x.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tasks.verify.claims import claims_of
from tasks.verify.numbers import Quantity, supported
from tasks.verify.source import Evidence, Source

_SLOT = "#"
_AROUND = 26
"""Characters on either side of a number in which its unit stands."""


class _Unit(NamedTuple):
    """A unit beside a Korean number (which follows #), and beside the English one (which is #)."""

    korean: re.Pattern[str]
    english: re.Pattern[str]


_UNITS = (
    _Unit(
        re.compile(r"#\d+[\s-]?(?:비트|bit)"),
        re.compile(r"#[\s-]?(?:bit|b\b)|(?:int|fp|bf|nf|\b[wqa]|w\da)#", re.IGNORECASE),
    ),
    _Unit(
        re.compile(
            r"#(?!1\s?[초분시])\d[\d.,]*\s?(?:초|분|시간)"
            r"(?=[\s,.)~]|\Z|만에|을|를|에|이|은|는|짜리|으?로|이상|이하|미만|까지|마다)"
        ),
        re.compile(r"#.{0,20}?(?:\bm?s\b|\bh\b|sec|min|hour|hr|day)", re.IGNORECASE),
    ),
)
_BARE = re.compile(
    r"[2-9](?=(?:에|으?로|까지|이|가|을|를|의)(?![가-힣])|\s(?:설정|업데이트|이상|이하))"
)


def mistaken_units(text: str, source: Source) -> Iterator[str]:
    """The numbers of a normalised sentence that have another unit wherever the source has them."""
    for claim in claims_of(text).numbers:
        here = _around(text, claim, claim.start)
        is_bare = _BARE.match(text, claim.start) and _is_spelled(claim, source)
        wanted = [unit for unit in _UNITS if unit.korean.search(here)]
        if is_bare or not all(_is_said(claim, unit, source) for unit in wanted):
            yield claim.text


def _is_spelled(claim: Quantity, source: Source) -> bool:
    """True when the source has the number in words only, which count something."""
    there = [number for number in source.whole.numbers if supported(claim, (number,))]
    return bool(there) and all(number.kind == "count" and number.text.isalpha() for number in there)


def _is_said(claim: Quantity, unit: _Unit, source: Source) -> bool:
    """True when the source has the number with the unit, or does not have it as a value at all."""
    there = [
        (place, number)
        for place in source.places
        for number in place.numbers
        if supported(claim, (number,))
    ]
    return not there or any(_has_unit(place, number, unit) for place, number in there)


def _has_unit(place: Evidence, number: Quantity, unit: _Unit) -> bool:
    return unit.english.search(_around(place.text, number, number.end)) is not None


def _around(text: str, number: Quantity, rest: int) -> str:
    """What stands around a number: with # before it, or for it, as `rest` is its start or end."""
    before = text[max(0, number.start - _AROUND) : number.start]
    return f"{before}{_SLOT}{text[rest : number.end + _AROUND]}"
