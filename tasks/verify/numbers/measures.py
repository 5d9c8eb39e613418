"""Measures in other units: 1년 for 12 months, 0.5초 for 500 ms, 30분 for half an hour.

Asked only about a number that the English does not hold as it is (see `otherwise.py`).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from tasks.verify.numbers.english import english_numbers
from tasks.verify.numbers.quantity import Quantity, Read

# For each dimension its units: size in the first one's measure, Korean, English.
_DIMENSIONS: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (
        ("1", "초", "s|secs?|seconds?"),
        ("1e-9", "나노초|ns", "ns|nanoseconds?"),
        ("1e-6", "마이크로초|[uμµ]s", "[uμµ]s|microseconds?"),
        ("1e-3", "밀리초|ms", "ms|msec|milliseconds?"),
        ("60", "분(?!의\\s?\\d|기|야|류|포|할|석|위|산|명|해|자|배)", "min|mins|minutes?"),
        ("3600", "시간", "h|hrs?|hours?"),
        ("86400", "일(?![가-힣])|일(?=[간을이에만의입]|치)|하루", "days?"),
        ("604800", "주(?![가-힣])|주(?=[간일를가에의])", "weeks?"),
        ("2629800", "개월|달(?!러|성)", "months?"),
        ("31557600", "년", "years?|yrs?"),
        ("315576000", "(?!)", "decades?"),
        ("3155760000", "세기", "century|centuries"),
    ),
    (
        ("1", "미터|m", "m|met(?:er|re)s?"),
        ("1e-9", "나노미터|nm", "nm|nanomet(?:er|re)s?"),
        ("1e-6", "마이크로미터|[μµ]m", "[μµ]m|micromet(?:er|re)s?|microns?"),
        ("1e-3", "밀리미터|mm", "mm|millimet(?:er|re)s?"),
        ("1e-2", "센티미터|cm", "cm|centimet(?:er|re)s?"),
        ("1e3", "킬로미터|km", "km|kilomet(?:er|re)s?"),
    ),
    (
        ("1", "그램|g", "g|grams?"),
        ("1e-3", "밀리그램|mg", "mg|milligrams?"),
        ("1e3", "킬로그램|kg", "kg|kilograms?"),
        ("1e6", "톤", "tons?|tonnes?"),
    ),
    (
        ("1", "바이트", "B|bytes?"),
        ("1e3", "킬로바이트|[kK]i?B", "[kK]i?B|kilobytes?"),
        ("1e6", "메가바이트|Mi?B", "Mi?B|megabytes?"),
        ("1e9", "기가바이트|기가|Gi?B", "Gi?B|G|gigabytes?"),
        ("1e12", "테라바이트|Ti?B", "Ti?B|terabytes?"),
    ),
    (
        ("1", "와트|W", "W|watts?"),
        ("1e-3", "밀리와트|mW", "mW|milliwatts?"),
        ("1e3", "킬로와트|kW", "kW|kilowatts?"),
    ),
    (("1", "달러", "dollars?|USD"), ("1e-2", "센트", "cents?|¢")),
)
_OFF = Decimal("0.025")
"""By how much two units may disagree: a month has 4.3 weeks, a kilobyte 1,000 or 1,024 bytes."""


class _Unit(NamedTuple):
    dimension: int
    size: Decimal
    korean: re.Pattern[str]
    english: re.Pattern[str]
    alone: re.Pattern[str]
    sign: str | None


def _units() -> Iterator[_Unit]:
    for dimension, units in enumerate(_DIMENSIONS):
        for size, korean, english in units:
            word = rf"(?:{english})(?![A-Za-z])"
            yield _Unit(
                dimension,
                Decimal(size),
                re.compile(rf"\s?(?:{korean})(?![A-Za-z])"),
                re.compile(rf"[\s-]?(?:an?\s|of\san?\s)?{word}"),
                re.compile(
                    rf"(?:\b(?:an?|per|each|single|the\s(?:last|past))\s|\bsub-){word}"
                    rf"|\b(?:{english})-(?:long|scale|level)"
                ),
                "$" if "dollar" in english else None,
            )


_UNITS = tuple(_units())


class Measure(NamedTuple):
    """A Korean measure in the first unit of its dimension; `whole` is that of 1분 30초."""

    unit: _Unit
    value: Decimal
    half_width: Decimal
    whole: Decimal


def measure_of(claim: Quantity, korean: Read) -> Measure | None:
    """The number with the unit behind it; None when it has none."""
    unit = _korean_unit(claim, korean.text)
    if unit is None:
        return None
    value, half_width = claim.value * unit.size, claim.half_width * unit.size
    return Measure(unit, value, half_width, _whole(claim, korean) or value)


def has_measure(measure: Measure, english: str) -> bool:
    """True when the English gives the measure, or the whole that it is a part of, in other units.

    In the same unit, the reading as a value has been stricter, and has the last word.
    """
    return any(
        (unit is not measure.unit and _equal(measure.value, measure.half_width, measured))
        or (measure.whole != measure.value and _equal(measure.whole, Decimal(0), measured))
        for unit, measured in _measures(measure.unit.dimension, english)
    )


def _korean_unit(claim: Quantity, text: str) -> _Unit | None:
    return next((unit for unit in _UNITS if unit.korean.match(text, claim.end)), None)


def _whole(claim: Quantity, korean: Read) -> Decimal | None:
    """The whole of 2시간 30분, for either of its parts; None when it is no part."""
    for first, second in zip(korean.numbers, korean.numbers[1:], strict=False):
        if claim not in (first, second):
            continue
        larger, smaller = _korean_unit(first, korean.text), _korean_unit(second, korean.text)
        if larger and smaller and larger.dimension == smaller.dimension:
            end = larger.korean.match(korean.text, first.end)
            if end and not korean.text[end.end() : second.start].strip():
                return first.value * larger.size + second.value * smaller.size
    return None


@lru_cache(maxsize=1024)
def _measures(dimension: int, english: str) -> tuple[tuple[_Unit | None, Decimal], ...]:
    """What the English measures: numbers with their unit, and units alone ("hour-long"), as one."""
    found: list[tuple[_Unit | None, Decimal]] = []
    numbers = [number for number in english_numbers(english) if number.kind != "vague"]
    for unit in _UNITS:
        if unit.dimension != dimension:
            continue
        for number in numbers:
            sign = english[number.start - 1 : number.start] == unit.sign
            if sign or unit.english.match(english, number.end):
                found.append((unit, number.value * unit.size))
        if unit.alone.search(english):
            found.append((None, unit.size))
    return tuple(found)


def _equal(value: Decimal, half_width: Decimal, measured: Decimal) -> bool:
    return abs(value - measured) <= max(half_width, measured * _OFF)
