"""Numbers that a reader of the abstract can calculate: differences, ratios, complements, sums.

Asked only about a number that the English holds in no form. The two numbers that are reckoned with
must stand next to each other in one English sentence, and the Korean must speak of such a
calculation, so that a changed number seldom finds a pair that gives it.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from tasks.verify.numbers.quantity import HALF, Quantity, Read

_ONE, _HUNDRED = Decimal(1), Decimal(100)
_NEARLY, _BEYOND = Decimal("0.05"), Decimal("0.3")
_LEAST_RATIO = Decimal("1.2")
_MEASURING = frozenset({"plain", "percent", "count"})
_FROM_TO = re.compile(
    r"\b(?:(?<!up )to|vs|versus|compared|over|against|than|while|and)\b|→|->", re.IGNORECASE
)
_CHANGES = re.compile(
    r"[^.,]{0,24}(?:오[르릅른]|올라|올랐|올려|올리|높|낮|줄|늘|향상|개선|감소|증가|하락|상승|떨어|차이"
    r"|앞[서섰]|격차|뒤[지처]|웃[도돌]|벌|더|좋|나은|빨|단축|절감|끌어)"
)
_YEARS, _FIRST_YEAR = re.compile(r"\s?(?:년|개년)(?:간|치|\s?동안|에 걸)"), 1800
_REMAINS = re.compile(
    r"[^.,]{0,16}(?:남|만\s|만으로|만을|뿐|유지|나머지|제거|줄|절감|아끼|생략|건너|버리|쓰|써|사용|수준)"
)
_RIGHT_OR_WRONG = re.compile(
    r"(?:정확|정답|성공|맞|실패|오류|오답|틀리)[^.,]{0,12}\Z|(?:나머지)\s\Z"
)
_ALL_TOLD = re.compile(r"(?:모두|총|합쳐|합해|합하면|합치면|도합|전부)\s(?:총|약|모두)?\s?\Z")


def is_derived(claim: Quantity, korean: Read, english: Sequence[Read]) -> bool:
    """True when numbers of one English sentence give the number, in a usual way."""
    if claim.kind in ("name", "ordinal", "vague"):
        return False
    return any(
        _is_complement(claim, korean.text, part)
        or _is_difference(claim, korean.text, part)
        or _is_ratio(claim, part)
        or _is_sum(claim, korean.text, part)
        for part in english
        if part.numbers
    )


def _is_complement(claim: Quantity, korean: str, english: Read) -> bool:
    """True for 토큰의 70%만 남기고 and "prunes 30%", 정확도 96.8% and "an error of 3.2%"."""
    if claim.kind != "percent":
        return False
    told = _REMAINS.match(korean, claim.end) or (
        _RIGHT_OR_WRONG.search(korean, 0, claim.start) and not _CHANGES.match(korean, claim.end)
    )
    return bool(told) and any(
        piece.kind == "percent" and _rounds_to(_HUNDRED - piece.value, claim)
        for piece in english.numbers
    )


def _is_difference(claim: Quantity, korean: str, english: Read) -> bool:
    """True for 20%p 떨어져 and "from 80% to 60%"."""
    if claim.kind == "plain" and _YEARS.match(korean, claim.end):  # both years count, or one
        return any(
            abs(first.value - second.value) in (claim.value, claim.value - 1)
            for first, second in _neighbours(english)
            if min(first.value, second.value) > _FIRST_YEAR
        )
    if claim.kind not in ("percent", "plain") or not _CHANGES.match(korean, claim.end):
        return False
    return any(
        first.kind == second.kind
        and _FROM_TO.search(english.text, first.end, second.start)
        and _rounds_to(abs(first.value - second.value), claim)
        for first, second in _neighbours(english)
    )


def _is_ratio(claim: Quantity, english: Read) -> bool:
    """True for 열 배 큰 and "a 7B model outperforms 70B models", 4배 적은 and "by 75%"."""
    if claim.kind not in ("times", "fraction") or not claim.value:
        return False
    wanted = claim.value if claim.kind == "times" else _ONE / claim.value
    ratios = [
        max(first.value, second.value) / min(first.value, second.value)
        for first, second in _neighbours(english)
        if first.value and second.value and (first.kind == "percent") == (second.kind == "percent")
    ]
    ratios += [
        _HUNDRED / (_HUNDRED - piece.value)
        for piece in english.numbers
        if piece.kind == "percent" and piece.value < _HUNDRED
    ]
    return any(_is_about(ratio, wanted, claim) for ratio in ratios if ratio >= _LEAST_RATIO)


def _is_sum(claim: Quantity, korean: str, english: Read) -> bool:
    """True for 모두 다섯 가지 and "three datasets and two models"."""
    if not _ALL_TOLD.search(korean, 0, claim.start):
        return False
    return any(first.value + second.value == claim.value for first, second in _neighbours(english))


def _neighbours(english: Read) -> Iterator[tuple[Quantity, Quantity]]:
    """The numbers that follow each other in a sentence, and may be compared."""
    numbers = [number for number in english.numbers if number.kind in _MEASURING]
    in_order = sorted(numbers, key=lambda number: number.start)
    yield from pairwise(in_order)
    yield from zip(in_order, in_order[2:], strict=False)


def _rounds_to(value: Decimal, claim: Quantity) -> bool:
    off = abs(value - claim.value)
    return not off or (off <= claim.half_width and (claim.digits_shown > 1 or claim.approximate))


def _is_about(ratio: Decimal, wanted: Decimal, claim: Quantity) -> bool:
    if claim.bound == "above":
        return wanted <= ratio <= wanted * (_ONE + _BEYOND)
    if claim.bound == "below":
        return wanted * (_ONE - _BEYOND) <= ratio <= wanted
    if claim.half_width < HALF:
        return abs(ratio - wanted) <= (claim.half_width or wanted * _NEARLY)
    slack = _NEARLY * 2 if claim.bound == "about" else _NEARLY
    return abs(ratio - wanted) <= wanted * slack
