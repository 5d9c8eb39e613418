"""Finds the numbers that only number the items of a list: (1), 2), 3."""

import re
from functools import lru_cache

_MARK = re.compile(r"\d\d?(?:\)(?!\w)|\.(?=\s))")
_OPENED = re.compile(r"(?:^|[^\w)])\(\Z")
_BARE = re.compile(r"(?:^|[\s,;:])\Z")
_SENTENCE_START = re.compile(r"(?:^|[:;.,]\s{1,2})\Z")


@lru_cache(maxsize=16)
def enumerator_places(text: str) -> frozenset[int]:
    """Where such numbers stand: any single digit in brackets, others counting from 1 in sequence.

    A number that opens the text may be any of a list. So the 5 of "(Unreal Engine 5)" and the 95
    of "정확도(95)" are no enumerators.
    """
    places, last = set(), 0
    for match in _MARK.finditer(text):
        start, number = match.start(), int(match[0][:-1])
        before = text[max(0, start - 3) : start]
        opened = match[0].endswith(")") and _OPENED.search(before)
        expected = start <= 1 or number in (1, last + 1)
        if (opened and number < 10) or (expected and _opens_item(before, match[0])):
            places.add(start)
            last = number
    return frozenset(places)


def _opens_item(before: str, mark: str) -> bool:
    if mark.endswith("."):
        return _SENTENCE_START.search(before) is not None
    return (_OPENED.search(before) or _BARE.search(before)) is not None
