"""The record that both readers give: a value, the precision shown, and where it stood."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["plain", "count", "percent", "times", "fraction", "ordinal", "name", "vague"]
"""What a number counts, no finer than a comparison needs.

* plain: a measure, or a number whose use is not known (67.0, 24.2억, 2024년)
* count: whole things that are counted (세 가지, 28개), or a number in English words (three)
* percent: `value` is in per cent (31.17% is 31.17), percentage points too
* times: a factor (2배, 10x, twice)
* fraction: a part of a whole (3분의 1, one third, 절반)
* ordinal: a place in a sequence (두 번째, 2단계, third, 5월)
* name: part of a name or of a fixed term (Llama 3.1, 3차원, 4비트; GPT-4 in an abstract)
* vague: only the power of ten is said (수백만, millions of); `value` is that power
"""

Bound = Literal["exact", "about", "above", "below"]
"""How loosely the text says it: 24억, 약 24억, 24억 이상, 24억 미만."""

HALF = Decimal("0.5")


class Quantity(NamedTuple):
    """A number as read from a text. Signs are dropped: "-5.3" and "5.3" are the same quantity.

    `half_width` is half of the last digit shown, in the unit of `value`: 24.2억 is 2 420 000 000
    with a half-width of 5 000 000. `start` and `end` are offsets into the NFC form of the source.
    A tuple rather than a pydantic record: a thousand papers a second are checked.
    """

    value: Decimal
    half_width: Decimal
    kind: Kind
    bound: Bound
    text: str
    start: int
    end: int

    @property
    def approximate(self) -> bool:
        """True when the text says about, more than, up to or the like."""
        return self.bound != "exact"

    @property
    def whole(self) -> bool:
        """True for an integer."""
        return self.value == self.value.to_integral_value()

    @property
    def digits_shown(self) -> int:
        """The significant digits shown: 3 in 24.2억 and in 2.50, 2 in 20만."""
        if not self.value or not self.half_width:
            return 1
        return max(1, self.value.adjusted() - (2 * self.half_width).adjusted() + 1)

    @property
    def rounded_half_width(self) -> Decimal:
        """Half of the last digit that is not zero: 500 for 3,000, where `half_width` is 0.5."""
        last = self.value.normalize().as_tuple().exponent
        return max(self.half_width, HALF.scaleb(int(last)))


class Read(NamedTuple):
    """A text and the numbers that were read from it, with their offsets."""

    text: str
    numbers: Sequence[Quantity]
