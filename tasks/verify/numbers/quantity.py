"""The record that both readers give: a value, the precision shown, and where it stood."""

from decimal import Decimal
from typing import NamedTuple

from prompts.numbers import Kind

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
    text: str
    start: int
    end: int

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
