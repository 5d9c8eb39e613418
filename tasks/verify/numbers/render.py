"""Writes a number the way Korean does: 24.2억, 4,500만, 1조 800억."""

from decimal import Decimal

from prompts.numbers import Kind
from tasks.verify.numbers.quantity import Quantity

_UNITS = {
    unit: Decimal(10) ** (4 * power) for power, unit in ((4, "경"), (3, "조"), (2, "억"), (1, "만"))
}
_TOO_LARGE = Decimal(10) ** 24  # no longer exact in Decimal's 28 digits; no paper counts so far
_ENDINGS: dict[Kind, str] = {"percent": "%", "times": "배"}


def render_korean(value: Decimal | int, kind: Kind = "plain") -> str:
    """The value with 만, 억, 조 and 경, and with the ending of its kind (% or 배).

    Read again by `korean_numbers` it has the same value.
    """
    value = Decimal(value)
    return _digits(value) + _ENDINGS.get(kind, "")


def _digits(value: Decimal) -> str:
    if value >= _TOO_LARGE:
        return f"{value:.3e}"
    if 0 < value % _UNITS["만"] < 100 or value % 1:
        return _shortest(value)  # nobody writes 1억 3,112만 1
    for unit, size in _UNITS.items():
        if value < size:
            continue
        head, rest = divmod(value, size)
        tenths = value / size * 10
        if tenths == tenths.to_integral_value():
            return f"{_shortest(tenths / 10)}{unit}"
        return f"{_shortest(head)}{unit} {_digits(rest)}"
    return _shortest(value)


def _shortest(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def describe(quantity: Quantity) -> str:
    """The text of a quantity, with its Korean form where that differs: 2.42B(24.2억)."""
    korean = render_korean(quantity.value, quantity.kind)
    return quantity.text if korean == quantity.text else f"{quantity.text}({korean})"
