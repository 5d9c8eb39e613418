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

from prompts.numbers import load_number_words
from tasks.verify.numbers.quantity import HALF, Quantity

_ONE, _HUNDRED = Decimal(1), Decimal(100)

_TEN = Decimal(10)
"""From here on a bare number may be a percentage (accuracy of 72.3); below, it mostly counts.

At 20, 22 texts are refused for 20; at 1, no verdict changes.
"""

_TWENTY = Decimal(20)
"""From here on a number is 수십: nobody calls 12 so. At 100, 21 texts are refused for 20."""

_VAGUELY = frozenset({"vague", "plain", "count", "times", "percent"})
_YEAR = re.compile(r"(?:19|20)\d\d")


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
        _equal(claim, value) for value in _in_unit_of(claim, piece)
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
    words = load_number_words()
    if claim.text.endswith(words.english.count_little.get(piece.text.lower(), ())):
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
                or not claim.text.endswith(words.korean.of_things)
            )
        )
    if claim.kind == "plain" and not whole_claim and claim.whole and piece.kind == "times":
        return False  # 3.0 AP is no 3x
    if piece.kind == "plain" and whole_piece:
        return claim.kind != "times" and (claim.kind != "percent" or piece.value >= _TEN)
    return True


def _in_unit_of(claim: Quantity, piece: Quantity) -> Iterable[Decimal]:
    """The evidence in every unit in which a text may repeat it."""
    value, kinds = piece.value, (claim.kind, piece.kind)
    if kinds not in _ONLY_AS_RATIO:
        yield value
    if "percent" in kinds and claim.kind != piece.kind:
        if claim.kind != "percent":
            yield value / _HUNDRED
        elif piece.kind != "plain" or value < _ONE:
            yield value * _HUNDRED
    if kinds in _RECIPROCAL and value:
        yield _ONE / value


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


def _equal(claim: Quantity, value: Decimal) -> bool:
    off = abs(claim.value - value)
    return not off or (off <= claim.half_width and claim.digits_shown > 1)
