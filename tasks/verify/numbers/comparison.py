"""Whether a number of a Korean sentence is supported by numbers of the English it rests on.

The rule, for a claim *c* and a piece of evidence *e* brought to the same unit:

* equal values support;
* *e* supports when it rounds to *c* and *c* shows two significant digits or more
  (24.2억 and 24억 for 2.42 billion, but not 2 for 2.42);
* a claim marked as approximate may show one digit (약 2배 for 1.9x), and its zeros at the end
  count as rounded, up to 5 per cent (50만 이상 for 512K, 약 1,000 for 986).

So a wrong power of ten is refused always.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from tasks.verify.numbers.english_words import THE_FIRST
from tasks.verify.numbers.quantity import HALF, Quantity

_ONE, _TEN, _TWENTY, _HUNDRED = Decimal(1), Decimal(10), Decimal(20), Decimal(100)
_VAGUELY = frozenset({"vague", "plain", "count", "times", "percent"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOOSE = Decimal("0.05")
_FIVE = 5


def supported(claim: Quantity, evidence: Iterable[Quantity]) -> bool:
    """True when some piece of evidence has the value of the claim, at the precision shown."""
    return any(_supports(claim, piece) for piece in evidence)


def closest(claim: Quantity, evidence: Iterable[Quantity]) -> Quantity | None:
    """The evidence with the claim's significant digits and the nearest power of ten, if any.

    This is what a wrong 2.42억 was meant to be: 2.42B. None when no evidence has those digits.
    """
    digits = claim.value.normalize().as_tuple().digits
    alike = [
        piece
        for piece in evidence
        if piece.value.normalize().as_tuple().digits == digits
        and piece.kind not in ("ordinal", "name", "vague")
    ]
    return min(
        alike, key=lambda piece: abs(piece.value.adjusted() - claim.value.adjusted()), default=None
    )


def _supports(claim: Quantity, piece: Quantity) -> bool:
    if claim.kind == "vague" or piece.kind == "vague":
        return _same_power(claim, piece)
    if piece.kind == "name" or piece.kind == "ordinal":
        return claim.kind == piece.kind and claim[:2] == piece[:2] and not _is_novel(claim, piece)
    return _comparable(claim, piece) and any(
        _equal(claim, value, half_width) for value, half_width in _in_unit_of(claim, piece)
    )


def _is_novel(claim: Quantity, piece: Quantity) -> bool:
    """True for 1단계 and "the first method to …", which has no second."""
    return claim.text.endswith("단계") and piece.text.lower() == THE_FIRST


def _same_power(claim: Quantity, piece: Quantity) -> bool:
    """수백만 for "millions of", "several million" and 4.5M, 수천 for 2,000 but not for 2024."""
    if claim.kind != "vague" or piece.kind not in _VAGUELY or _YEAR.fullmatch(piece.text):
        return False
    dozen = piece.text.lower() == "dozen"  # a few dozen
    large = dozen or piece.kind in ("vague", "times") or piece.value >= _TWENTY
    return large and claim.value.adjusted() == piece.value.adjusted()


def _comparable(claim: Quantity, piece: Quantity) -> bool:
    """False where equal digits would be chance: 2배 or 2.0 for "both", 세 가지 for 3.0 or 3%."""
    refused = _COUNTS_ONLY_OTHERS.get(piece.text.lower())
    if refused and claim.text.endswith(refused):
        return False
    whole_claim, whole_piece = claim.half_width >= HALF, piece.half_width >= HALF
    if piece.kind == "count":
        return whole_claim and claim.kind not in ("percent", "times") and claim.text[-1] != "월"
    if claim.kind == "count":
        return (
            (whole_piece or not whole_claim or claim.approximate)
            and piece.kind != "percent"
            and (
                piece.kind != "times"
                or not piece.text[-1].isdigit()
                or not claim.text.endswith(_THINGS)
            )
        )
    if claim.kind == "plain" and not whole_claim and claim.whole and piece.kind == "times":
        return False  # 3.0 AP is no 3x
    if piece.kind == "plain" and whole_piece:
        return claim.kind != "times" and (claim.kind != "percent" or piece.value >= _TEN)
    return True


_SORTS = ("가지", "종류", "단계")
_THINGS = (*_SORTS, "개", "명")
_COUNTS_ONLY_OTHERS = {
    "both": (*_THINGS, "2"),
    "pairs": _THINGS,
    "paired": _THINGS,
    "decade": (*_THINGS, "번"),
    "pair": _SORTS,
    "couple": _SORTS,
}
"""Words that have a value but count little: both models are 두 모델, but not 두 가지."""


def _in_unit_of(claim: Quantity, piece: Quantity) -> Iterable[tuple[Decimal, Decimal]]:
    """The evidence in every unit in which a text may repeat it, with its half-width."""
    value, half_width = piece.value, piece.half_width
    kinds = (claim.kind, piece.kind)
    if kinds not in _ONLY_AS_RATIO:
        yield value, half_width
    if "percent" in kinds and claim.kind != piece.kind:
        if claim.kind != "percent":
            yield value / _HUNDRED, half_width / _HUNDRED
        elif piece.kind != "plain" or value < _ONE:
            yield value * _HUNDRED, half_width * _HUNDRED
    if kinds in _RECIPROCAL and value:
        yield _ONE / value, half_width / value / value


_ONLY_AS_RATIO = frozenset(
    {
        ("times", "percent"),
        ("percent", "times"),
        ("fraction", "percent"),
        ("percent", "fraction"),
    }
)
_RECIPROCAL = frozenset({("fraction", "times"), ("times", "fraction")})
"""One tenth of the time is ten times as fast."""


def _equal(claim: Quantity, value: Decimal, half_width: Decimal) -> bool:
    off = abs(claim.value - value)
    if not off:
        return True
    if claim.kind == "fraction" and off <= half_width <= value * _LOOSE:
        return True  # 3분의 1 for 33%
    if off <= claim.half_width and claim.digits_shown > 1:
        return True
    return claim.approximate and _loosely_equal(claim, value, off)


def _step(claim: Quantity) -> Decimal:
    """The next rounder number: 350만 넘는 holds for 3.6M, 1,500 이상 for 1,580; 0 of exact ones."""
    if claim.value < _TWENTY or claim.rounded_half_width <= claim.half_width:
        return Decimal(0)
    if claim.value < _HUNDRED:  # 20여 개 for 24
        return Decimal(0) if claim.kind in ("percent", "times") else claim.rounded_half_width
    return min(2 * claim.rounded_half_width, claim.value * _LOOSE * 2)


def _is_rounder(claim: Quantity, value: Decimal) -> bool:
    """True for 300 이상 of 320 and 350만 이상 of 3.6M, but not for 140만 이상 of 1.5M."""
    digits, shown = _significant(value), _significant(claim.value)
    return len(shown) < len(digits) or shown[-1] == _FIVE


def _significant(value: Decimal) -> tuple[int, ...]:
    return value.normalize().as_tuple().digits


def _loosely_equal(claim: Quantity, value: Decimal, off: Decimal) -> bool:
    """약 3배 holds for 2.8x, 3배 이상 for 3.7x, 3배 미만 for 2.4x; no claim for twice its value."""
    if claim.bound != "about" and off > claim.half_width and not _is_rounder(claim, value):
        return False
    slack = max(claim.half_width, min(claim.rounded_half_width, claim.value * _LOOSE))
    near = off <= slack
    if claim.bound != "about":
        beyond = value > claim.value if claim.bound == "above" else value < claim.value
        near = beyond and (near or off < 2 * claim.half_width or off <= _step(claim))
    return near and value < 2 * claim.value < 4 * value
