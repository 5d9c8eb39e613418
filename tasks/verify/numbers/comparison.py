"""Whether a number of a Korean sentence is supported by numbers of the English it rests on.

The rule, for a claim *c* and a piece of evidence *e* brought to the same unit:

* equal values support;
* *e* supports when it rounds to *c* and *c* shows two significant digits or more
  (24.2억 and 24억 for 2.42 billion, but not 2 for 2.42).

So a wrong power of ten is refused always. 약 and 이상 loosen nothing: the writer is told to give
figures as the abstract does, and none of the digests measured needs more.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from tasks.verify.numbers.quantity import HALF, Quantity

_ONE, _TEN, _TWENTY, _HUNDRED = Decimal(1), Decimal(10), Decimal(20), Decimal(100)
_VAGUELY = frozenset({"vague", "plain", "count", "times", "percent"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOOSE = Decimal("0.05")


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
        return claim.kind == piece.kind and claim[:2] == piece[:2]
    return _comparable(claim, piece) and any(
        _equal(claim, value, half_width) for value, half_width in _in_unit_of(claim, piece)
    )


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
            (whole_piece or not whole_claim)
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
    return off <= claim.half_width and claim.digits_shown > 1
