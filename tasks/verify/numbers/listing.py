"""Counts what an English text lists without counting it: (1) …; (2) …, or A, B, and C.

Asked only about a number that the English does not hold, and generously: where a list can be
counted in several ways, each way is right.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

LEAST, MOST = 2, 12
"""Nobody counts one thing, nor a longer list."""

_MARKS = re.compile(
    r"(?<![\w)])\(?(?:(?P<digit>\d)|(?P<roman>i{1,3}|iv|vi{0,3})|(?P<letter>[a-h]))\)"
)
_ROWS: dict[str, Sequence[str]] = {
    "digit": "12345678",
    "roman": ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"),
    "letter": "abcdefgh",
}
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_STEPS = re.compile(
    r"\b(?:(?P<first>first(?:ly)?)|(?P<last>finally|lastly)|then|next|second(?:ly)?|third(?:ly)?)\b"
)
_BREAK = re.compile(r"[.;:!?()\n\u2014]+(?:\s|\Z)|[:;()\n\u2014]|--")
_AND = re.compile(r",?\s(?:and|or|as well as|plus|&)\s")
_SLASHES = re.compile(r"[A-Za-z][\w-]*+(?:/[A-Za-z][\w-]*+){1,7}")
_LEAST_BY_COMMAS = 3
_LONGEST_ITEM = 4
"""Words of an item; a longer one begins with what leads to the list."""


@lru_cache(maxsize=256)
def listed(english: str) -> frozenset[int]:
    """How many items the lists of a sentence have."""
    return _countable(_parted_by_commas(english))


@lru_cache(maxsize=64)
def marked(english: str) -> frozenset[int]:
    """How many items the lists of an abstract have that are marked: (1) …, (2) …; first …."""
    lowered = english.lower()
    return _countable((*_by_marks(lowered), *_told_in_order(lowered)))


def has_pair(english: str) -> bool:
    """True for A and B, whatever is before them: what a text may call 두 가지."""
    return _AND.search(english) is not None


def _countable(counts: Iterator[int] | Sequence[int]) -> frozenset[int]:
    return frozenset(count for count in counts if LEAST <= count <= MOST)


def _by_marks(text: str) -> Iterator[int]:
    """Lists like (1) and (2), i) and ii), (a) and (b), over any number of sentences."""
    marks = list(_MARKS.finditer(text))
    for kind, row in _ROWS.items():
        yield _length_of_row(row, {mark[kind] for mark in marks})


def _told_in_order(text: str) -> Iterator[int]:
    """First, … Second, … Third, …; first …, then …, finally …."""
    yield _length_of_row(
        _PLACES, {place for place in _PLACES if re.search(rf"\b{place}(?:ly)?\b", text)}
    )
    steps = [step.lastgroup for step in _STEPS.finditer(text)]
    if "first" in steps and "last" in steps:
        yield len(steps)


def _length_of_row(row: Sequence[str], there: set[str]) -> int:
    """How many of the row's beginning are there, without a gap."""
    return next((count for count, mark in enumerate(row) if mark not in there), len(row))


def _parted_by_commas(text: str) -> Iterator[int]:
    """A, B, and C: three; what leads to a list ("For this, we do A, B and C") may be no item."""
    for phrase in _BREAK.split(text):
        for slashes in _SLASHES.findall(phrase):
            yield slashes.count("/") + 1
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
