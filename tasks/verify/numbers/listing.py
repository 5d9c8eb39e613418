"""Counts what an English sentence lists without counting it: A, B, and C.

Asked only about a number that the English does not hold, and generously: where a list can be
counted in several ways, each way is right.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

LEAST, MOST = 2, 12
"""Nobody counts one thing, nor a longer list; at 6 and 24 no verdict changes."""

_BREAK = re.compile(r"[.;:!?()\n\u2014]+(?:\s|\Z)|[:;()\n\u2014]|--")
_AND = re.compile(r",?\s(?:and|or|as well as|plus|&)\s")
_LEAST_BY_COMMAS = 3
"""A and B is a pair, and no list. At 4, 26 texts are refused and 32 changed numbers pass."""

_LONGEST_ITEM = 4
"""Words of an item; a longer one begins with what leads to the list. At 3 and 6 36 and 39 pass."""


@lru_cache(maxsize=256)
def listed(english: str) -> frozenset[int]:
    """How many items the lists of a sentence may have."""
    return frozenset(count for count in _parted_by_commas(english) if LEAST <= count <= MOST)


def has_pair(english: str) -> bool:
    """True for A and B, whatever is before them: what a text may call 두 가지."""
    return _AND.search(english) is not None


def _parted_by_commas(text: str) -> Iterator[int]:
    """A, B, and C: three; what leads to a list ("For this, we do A, B and C") may be no item."""
    for phrase in _BREAK.split(text):
        for last in _AND.finditer(phrase):
            yield from _lengths(phrase[: last.start()].split(", "))
        yield from _lengths(phrase.split(", ")[:-1])


def _lengths(before_last: Sequence[str]) -> Iterator[int]:
    """How many items a list may have, of which the last is not given."""
    items = 1
    for item in reversed(before_last):
        items += 1
        if len(item.split()) > _LONGEST_ITEM or items > MOST:
            break
    if items >= _LEAST_BY_COMMAS:
        yield items
    if items > _LEAST_BY_COMMAS:
        yield items - 1
