"""Numbers in their place: two numbers and the two things that they belong to, not exchanged.

Lists keep their order in both languages. So when two names and two numbers stand in turn (ChartQA
66.7, DocVQA 75.9; 66.7 on ChartQA and 75.9 on DocVQA; A와 B에서 각각 1과 2), first belongs to first,
and the sentence is wrong when the order of either pair, but not of both, differs from the abstract.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from prompts.glossary import fold_plural
from prompts.statements import grammar, load_statements
from tasks.verify.claims import claims_of
from tasks.verify.numbers import Quantity, supported
from tasks.verify.plain import quote
from tasks.verify.source import TITLE, Evidence, Source
from tasks.verify.words import squash

_GAP, _ENGLISH_GAP, _TIGHT, _NEXT = 36, 60, 40, 16
_IN_TURN = ("LNLN", "NLNL", "LLNN", "NNLL")
_NO_RESULT = frozenset({"name", "vague", "ordinal"})

Label = str | int
"""A name, or the meaning of a word."""


class Spot(NamedTuple):
    """Where something stands."""

    start: int
    end: int


Both = tuple[Quantity, Quantity]
"""A number of the sentence and the one of the abstract that it is."""


def exchanged_numbers(text: str, source: Source, _cites: Sequence[int]) -> Iterator[str]:
    """Numbers of a normalised sentence that the abstract gives to each other's things."""
    numbers = [n for n in claims_of(text).numbers if _is_asked(n)]
    if len({n.value for n in numbers}) < 2:
        return
    for place in source.places[TITLE + 1 :]:
        both = _shared_numbers(numbers, place)
        if len(both) < 2:
            continue
        if any(_is_turned_list(text, place, *pair) for pair in pairwise(both)) or any(
            _is_exchanged(text, place, *pair) for pair in pairwise(both)
        ):
            yield f"수가 초록에서와 다른 것에 붙어 있습니다. 짝을 바로잡으십시오: {quote(place.text)}"
            return


def _is_turned_list(text: str, place: Evidence, first: Both, second: Both) -> bool:
    """True for 각각 2%와 1% where the abstract has "1% and 2%", and the names stand as there."""
    (here, there), (here2, there2) = first, second
    if there.start < there2.start or not grammar("places_list").fullmatch(
        text, here.end, here2.start
    ):
        return False
    if not grammar("places_english_list").fullmatch(place.text, there2.end, there.start):
        return False
    korean = {label: spot.start for label, spot in _labels(text) if isinstance(label, str)}
    english = {
        label: spot.start for label, spot in _english_labels(place) if isinstance(label, str)
    }
    names = sorted(korean.keys() & english.keys(), key=lambda name: korean[name])
    return len(names) > 1 and names == sorted(names, key=lambda name: english[name])


def _is_asked(number: Quantity) -> bool:
    return number.kind not in _NO_RESULT and number.text[-1] not in "BMKbk"


def _is_exchanged(text: str, place: Evidence, first: Both, second: Both) -> bool:
    """True when the labels of two numbers are in one order here and in the other there."""
    (here, there), (here2, there2) = first, second
    if not _are_alike(here, here2) or here.value == here2.value:
        return False
    korean = _within(_labels(text), here, here2, _GAP)
    english = _within(_english_labels(place), there, there2, _ENGLISH_GAP)
    shared = [(korean[label], english[label], label) for label in korean.keys() & english.keys()]
    orders: dict[bool, list[bool]] = {True: [], False: []}
    for (k1, e1, one), (k2, e2, two) in combinations(shared, 2):
        named = isinstance(one, str) and isinstance(two, str)
        if k1 == k2 or e1 == e2:
            continue
        most = (_TIGHT, _ENGLISH_GAP) if named else (_NEXT, _TIGHT)
        first_here = _order(text, (k1, k2), (here, here2), grammar("places_parts"), most[0])
        first_there = _order(
            place.text, (e1, e2), (there, there2), grammar("places_english_parts"), most[1]
        )
        if first_here is not None and first_there is not None:
            orders[named].append(first_here == first_there)
    told = orders[True] or orders[False]
    return bool(told) and not any(told)


def _are_alike(one: Quantity, two: Quantity) -> bool:
    return one.kind == two.kind or {one.kind, two.kind} == {"percent", "plain"}


def _within(spots: Sequence[tuple[Label, Spot]], one: Quantity, two: Quantity, gap: int):
    """The labels around two numbers, each where it is nearest to one."""
    low, high = min(one.start, two.start) - gap, max(one.end, two.end) + gap
    near: dict[Label, Spot] = {}
    for label, spot in spots:
        if low <= spot.start and spot.end <= high:
            kept = near.get(label)
            if kept is None or _distance(spot, one, two) < _distance(kept, one, two):
                near[label] = spot
    return near


def _distance(spot: Spot, *numbers: Quantity) -> int:
    return min(min(abs(n.start - spot.end), abs(spot.start - n.end)) for n in numbers)


def _order(text: str, labels, numbers, parts: re.Pattern[str], most: int) -> bool | None:
    """True when first belongs to first; None when they do not stand in turn."""
    items = sorted(
        [("L", spot.start, spot.end) for spot in labels] + [("N", n.start, n.end) for n in numbers],
        key=lambda item: item[1],
    )
    if "".join(kind for kind, *_ in items) not in _IN_TURN:
        return None
    gaps = [text[a[2] : b[1]] for a, b in pairwise(items)]
    parted = [parts.search(gap) is not None for gap in gaps]
    if any(b[1] < a[2] for a, b in pairwise(items)) or max(map(len, gaps)) > _ENGLISH_GAP:
        return None
    in_pairs = items[0][0] != items[1][0]
    if not parted[1] if in_pairs else not (parted[0] and parted[2]):
        return None
    if in_pairs and (parted[0] or parted[2] or max(len(gaps[0]), len(gaps[2])) > most):
        return None
    return bool((labels[0].start < labels[1].start) == (numbers[0].start < numbers[1].start))


def _shared_numbers(
    numbers: Sequence[Quantity], place: Evidence
) -> list[tuple[Quantity, Quantity]]:
    """The numbers that the English sentence has just once, each with its place there."""
    found = []
    for number in numbers:
        pieces = [piece for piece in place.numbers if supported(number, (piece,))]
        if len(pieces) == 1:
            found.append((number, pieces[0]))
    taken = Counter(piece.start for _, piece in found)
    return [(n, p) for n, p in found if taken[p.start] == 1]


@lru_cache(maxsize=128)
def _labels(text: str) -> tuple[tuple[Label, Spot], ...]:
    """The names of a Korean sentence, and the meanings of its words, with their places."""
    meanings = load_statements().meanings.in_korean
    return (*_names(text), *_meant(grammar("places_hangul_word").finditer(text), meanings))


@lru_cache(maxsize=512)
def _english_labels(place: Evidence) -> tuple[tuple[Label, Spot], ...]:
    meanings = load_statements().meanings
    words = grammar("places_english_word").finditer(place.text.lower())
    return (*_names(place.text), *_meant(words, lambda word: meanings.in_english((word,))))


def _names(text: str) -> Iterator[tuple[Label, Spot]]:
    for found in grammar("places_label").finditer(text):
        if not found[0].islower():
            yield fold_plural(squash(found[0])), Spot(*found.span())


def _meant(words, meanings) -> Iterator[tuple[Label, Spot]]:
    for word in words:
        if grammar("places_verb").search(word[0]):
            continue
        for meant in meanings(word[0]):
            yield meant, Spot(*word.span())
