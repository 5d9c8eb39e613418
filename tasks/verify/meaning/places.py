"""Numbers in their place: two numbers and the two things that they belong to, not exchanged.

Lists keep their order in both languages. So when two names and two numbers stand in turn (ChartQA
66.7, DocVQA 75.9; 66.7 on ChartQA and 75.9 on DocVQA; A와 B에서 각각 1과 2), first goes with first.
The sentence is wrong when the order of either pair, but not of both, differs from the abstract.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from prompts.glossary import fold_plural
from prompts.statements import grammar, load_statements
from tasks.verify.claims import claims_of
from tasks.verify.numbers import Quantity, supported
from tasks.verify.plain import quote
from tasks.verify.source import Evidence, Source
from tasks.verify.words import squash

_GAP, _ENGLISH_GAP, _TIGHT, _NEXT = 36, 60, 40, 16
_NO_RESULT = frozenset({"name", "vague", "ordinal"})

Span = tuple[int, int]
Labels = tuple[tuple[str | int, Span], ...]
"""Names, and meanings of words, with their places."""

Both = tuple[Quantity, Quantity]
"""A number of the sentence and the one of the abstract that it is."""


def exchanged_numbers(text: str, source: Source, _cites: Sequence[int]) -> Iterator[str]:
    """Numbers of a normalised sentence that the abstract gives to each other's things."""
    numbers = [n for n in claims_of(text).numbers if n.kind not in _NO_RESULT]
    numbers = [n for n in numbers if n.text[-1] not in "BMKbk"]
    if len({n.value for n in numbers}) < 2:
        return
    for place in source.places[1:]:
        pairs = pairwise(_shared(numbers, place))
        if any(_is_turned_list(text, place, *p) or _is_exchanged(text, place, *p) for p in pairs):
            yield f"수가 초록에서와 다른 것에 붙어 있습니다. 바로잡으십시오: {quote(place.text)}"
            return


def _shared(numbers: Sequence[Quantity], place: Evidence) -> list[Both]:
    """The numbers that the English sentence has just once, each with its place there."""
    held = [(n, [p for p in place.numbers if supported(n, (p,))]) for n in numbers]
    found = [(number, pieces[0]) for number, pieces in held if len(pieces) == 1]
    taken = Counter(piece.start for _, piece in found)
    return [(n, p) for n, p in found if taken[p.start] == 1]


def _is_turned_list(text: str, place: Evidence, first: Both, second: Both) -> bool:
    """True for 각각 2%와 1% where the abstract has "1% and 2%", and the names stand as there."""
    (here, there), (here2, there2) = first, second
    if not grammar("places_list").fullmatch(text, here.end, here2.start):
        return False
    if not grammar("places_english_list").fullmatch(place.text, there2.end, there.start):
        return False
    korean, english = dict(_labels(text)), dict(_english_labels(place))
    names = [name for name in korean.keys() & english.keys() if isinstance(name, str)]
    in_order = sorted(names, key=lambda name: korean[name])
    return len(names) > 1 and in_order == sorted(names, key=lambda name: english[name])


def _is_exchanged(text: str, place: Evidence, first: Both, second: Both) -> bool:
    """True when the labels of two numbers are in one order here and in the other there."""
    (here, there), (here2, there2) = first, second
    alike = here.kind == here2.kind or {here.kind, here2.kind} == {"percent", "plain"}
    if not alike or here.value == here2.value:
        return False
    korean = _within(_labels(text), (here, here2), _GAP)
    english = _within(_english_labels(place), (there, there2), _ENGLISH_GAP)
    orders: dict[bool, list[bool]] = {True: [], False: []}
    for one, two in combinations(korean.keys() & english.keys(), 2):
        named = isinstance(one, str) and isinstance(two, str)
        most, english_most = (_TIGHT, _ENGLISH_GAP) if named else (_NEXT, _TIGHT)
        mine = _order(text, (korean[one], korean[two]), (here, here2), "places_parts", most)
        theirs = _order(
            place.text,
            (english[one], english[two]),
            (there, there2),
            "places_english_parts",
            english_most,
        )
        if mine is not None and theirs is not None:
            orders[named].append(mine == theirs)
    told = orders[True] or orders[False]
    return len(told) > (not orders[True]) and not any(told)


def _within(labels: Labels, numbers: Both, gap: int) -> Mapping[str | int, Span]:
    """The labels around two numbers, each where it is nearest to one."""
    low = min(n.start for n in numbers) - gap
    high = max(n.end for n in numbers) + gap
    near = [(label, span) for label, span in labels if low <= span[0] and span[1] <= high]
    far_first = sorted(near, key=lambda item: -min(abs(n.start - item[1][0]) for n in numbers))
    return dict(far_first)


def _order(text: str, labels: Sequence[Span], numbers: Both, parts: str, most: int) -> bool | None:
    """True when first belongs to first; None when they do not stand in turn."""
    spans = [(n.start, n.end) for n in numbers]
    items = sorted([*((span, "L") for span in labels), *((span, "N") for span in spans)])
    kinds = "".join(kind for _, kind in items)
    gaps = [text[a[1] : b[0]] for (a, _), (b, _) in pairwise(items)]
    overlap = any(b[0] < a[1] for (a, _), (b, _) in pairwise(items))
    if overlap or kinds in ("LNNL", "NLLN") or max(map(len, gaps)) > _ENGLISH_GAP:
        return None
    parted = [grammar(parts).search(gap) is not None for gap in gaps]
    if kinds in ("LLNN", "NNLL"):
        fits = parted[0] and parted[2]
    else:
        fits = parted == [False, True, False] and max(len(gaps[0]), len(gaps[2])) <= most
    return (labels[0] < labels[1]) == (spans[0] < spans[1]) if fits else None


@lru_cache(maxsize=128)
def _labels(text: str) -> Labels:
    meanings = load_statements().meanings.in_korean
    return (*_names(text), *_meant(grammar("places_hangul_word").finditer(text), meanings))


@lru_cache(maxsize=512)
def _english_labels(place: Evidence) -> Labels:
    meanings = load_statements().meanings
    words = grammar("places_english_word").finditer(place.text.lower())
    return (*_names(place.text), *_meant(words, lambda word: meanings.in_english((word,))))


def _names(text: str) -> Iterator[tuple[str, Span]]:
    for found in grammar("places_label").finditer(text):
        if not found[0].islower():
            yield fold_plural(squash(found[0])), found.span()


def _meant(
    words: Iterable[re.Match[str]], meanings: Callable[[str], frozenset[int]]
) -> Iterator[tuple[int, Span]]:
    for word in words:
        if not grammar("places_verb").search(word[0]):
            yield from ((meant, word.span()) for meant in meanings(word[0]))
