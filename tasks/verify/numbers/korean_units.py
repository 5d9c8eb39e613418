"""Korean number units (24.2억, 1조 800억, 2만 4,000, 삼백만, 수백만), counters and endings."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import NamedTuple, cast

from prompts.numbers import Kind, load_number_words
from tasks.verify.numbers.latin import NUMERAL, numeral
from tasks.verify.numbers.quantity import HALF

SMALL = {"십": Decimal(10), "백": Decimal(100), "천": Decimal(1000)}
BIG = {unit: Decimal(10) ** (4 * power) for power, unit in enumerate("만억조경", 1)}
_ANY = Decimal("Infinity")
_DIGITS = {digit: Decimal(value) for value, digit in enumerate("일이삼사오육칠팔구", 1)}

_SPACED = r"\s(?=[백천만억조]{1,2}(?:\s|개|명|장|건|원|달러|토큰|파라|매개|이상|$|[^가-힣]))"
_TAIL = re.compile(
    r"\s?(?P<numeral>\d,\d{3}|\d{3,4}|\d{1,2}(?=[개명건번장회편곡]))(?![\d,.]|\s?[십백천만억조경])"
)
_COUNTED = (
    r"(?=\s|$|[^가-힣]|[개명장건번배원쌍회종년의에이은을를와과로여]"
    r"|시간|달러|토큰|파라|매개|이상|규모)"
)
_FOLLOWED = r"(?=\s?[개명장건원](?!월)|\s?(?:토큰|달러|규모|단위))"
_TWO_TO_NINE = "[이삼사오육칠팔구]"
SPELLED = (
    rf"(?:수(?:[십백천][만억조]?|[만억조]{_FOLLOWED}|[억조](?=\s[가-힣]))"
    rf"|{_TWO_TO_NINE}?[십백천][만억조]|{_TWO_TO_NINE}?[십백](?=\s?[개명장배]|\s?가지)"
    rf"|[백천만억조](?=\s(?:개(?!월)|명|장|건|토큰))|(?:일|{_TWO_TO_NINE}십)[만억조]{_FOLLOWED})"
    rf"{_COUNTED}"
)
"""삼백만, 십억, 이십만, 수십억, 백만: not 구조, 이만, 조사 and the like."""


@cache
def _term() -> re.Pattern[str]:
    """Digits and up to three units: 4천만, but not the 4조 of 4조각."""
    units = load_number_words().korean.not_units.items()
    run = "|".join(rf"{unit}(?<![억조]만)(?!{after})" for unit, after in units)
    return re.compile(rf"(?P<numeral>{NUMERAL})(?:{_SPACED})?(?P<run>(?:{run}){{1,3}}+)")


class Reading(NamedTuple):
    """A value in Korean units, the half-width of its last digit, and where it ends."""

    value: Decimal
    half_width: Decimal
    end: int


def read_terms(text: str, start: int) -> Reading | None:
    """The number in digits and Korean units that starts there; None when there are no units.

    Terms go on while their units fall: 1조 800억 is one number, 800억 1조 are two.
    """
    total = section = Decimal(0)
    half_width, end, lowest_big, lowest_small = HALF, start, _ANY, _ANY
    term = _term().match(text, start)
    if term is None:
        return None
    while term:
        value, shown = numeral(term["numeral"])
        small, big = _split_run(term["run"])
        if big >= lowest_big or small >= lowest_small:
            break
        section += value * small
        half_width, end = shown * small * (big or 1), term.end()
        if big:
            total, section = total + section * big, Decimal(0)
            lowest_big, lowest_small = big, _ANY
        else:
            lowest_small = small
        term = _next_term(text, end)
    below = lowest_big if not section else lowest_small
    return _with_tail(text, Reading(total + section, half_width, end), below)


def read_spelled(text: str) -> tuple[Decimal, Decimal]:
    """Value and half-width of a match of SPELLED, with or without its 수: 삼백만, 수십억."""
    text = text.removeprefix("수")
    digit = _DIGITS.get(text[0], Decimal(1))
    small, big = _split_run(text)
    scale = small * (big or 1)
    return digit * scale, HALF * scale


def _split_run(run: str) -> tuple[Decimal, Decimal]:
    """The factors of the small and of the big units in a run; big is 0 when it has none."""
    small, big = Decimal(1), Decimal(0)
    for unit in run:
        small *= SMALL.get(unit, Decimal(1))
        if unit in BIG:
            big = (big or 1) * BIG[unit]
    return small, big


def _next_term(text: str, end: int) -> re.Match[str] | None:
    """The next term, directly after the last, or after a space: 1조 800억, 3천 3백."""
    term = _term().match(text, end)
    if term is None and text[end : end + 1].isspace():
        term = _term().match(text, end + 1)
    return term


def _with_tail(text: str, reading: Reading, below: Decimal) -> Reading:
    """Adds the digits of 2만 4,000 and 3만5000."""
    tail = _TAIL.match(text, reading.end)
    if tail is None:
        return reading
    value, half_width = numeral(tail["numeral"])
    return Reading(reading.value + value, half_width, tail.end()) if value < below else reading


def one_of(patterns: Iterable[str]) -> str:
    """Any of the patterns."""
    return "|".join(patterns)


@cache
def _kind() -> re.Pattern[str]:
    words = load_number_words().korean
    return re.compile(
        rf"\s{{0,6}}(?P<percent>{one_of(words.percent)})|\s{{0,6}}(?P<times>{one_of(words.times)})"
        rf"|\s?(?P<ordinal>{one_of(words.ordinal)})|\s?(?P<count>{one_of(words.counters)})"
        rf"|(?P<name>{one_of(words.name)})"
    )


def kind_of(text: str, start: int, end: int) -> tuple[Kind, int]:
    """The kind of the number there, and the end of the counter or unit that shows it."""
    if unit := _kind().match(text, end):
        return cast(Kind, unit.lastgroup), unit.end()
    before = text[start - 1 : start]
    if before == "제":
        return "ordinal", end
    return "times" if before in ("x", "×") and not text[
        start - 2 : start - 1
    ].isdigit() else "plain", end
