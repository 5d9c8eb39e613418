"""Reads the numbers of an English title or abstract, generously: every plausible reading counts.

`1-7B` gives 1 and a billion both, `2-3x` both ends, `1/10` the fraction and both of its parts.
Digits inside names (GPT-4, Llama-3.1-8B) become kind "name", which supports names only, but a size
in a name (8B, ImageNet-1k, 80GB) counts in full. List enumerators `(1)` and `2)` are no evidence.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import chain, islice
from typing import cast

from prompts.numbers import Kind, load_number_words
from tasks.verify.numbers.english_words import spelled_numbers
from tasks.verify.numbers.enumerators import enumerator_places
from tasks.verify.numbers.latin import LATIN, MOST_NUMBERS, clean, latin_value, scale_of
from tasks.verify.numbers.quantity import Quantity

_JOINED_BEFORE = re.compile(r"(?:[A-Za-z]|[A-Za-z\d)][-_./@:+]|[A-Za-z]\()\Z")
# The first end of a range that repeats its unit: 1.61x-1.88x, 10%-20%.
_UNIT_BEFORE = re.compile(r"(?:^|[\s(~,])\d[\d.,]{0,12}(?:[xX×%]|[KMBT]|[GM]B|m?s)[-–]\Z")
_NUMBER_BEFORE = re.compile(r"\d[-/:.+]\Z")
_COMMON_WORD = re.compile(r"(?:^|[^A-Za-z\d])(?:[a-z]{2,}|[Tt]op|[Pp]ass|[Ss]tage|[Ll]evel)[-@]\Z")
# What is left of a sign where LaTeX has lost its backslash: sim2%, 256times256, 0.117to0.598.
_TEX_BEFORE = re.compile(r"(?:^|[\s\d(])(?:sim|approx|times|pm|leq?|geq?|to)\Z")
_RATE_BEFORE = re.compile(r"\d[pKk]/\Z")  # 720p/30 FPS
_TIMES_BEFORE = re.compile(r"(?:(?:^|[\s~(\d-])[x×]|[Ff]actors?\sof(?:\sup\sto|\sabout)?)\s{0,2}\Z")
_KIND = re.compile(
    r"\s{0,6}(?P<percent>%|per\s?cent|pp(?![a-z])|(?:absolute\s|percentage\s)?points?(?![a-z]))"
    r"|\s{0,6}-?(?P<times>[xX×](?![A-Za-z\d]|\s{0,6}\d)|[Tt]imes(?![a-z])|[Ff]old(?![a-z]))"
    r"|(?P<ordinal>st|nd|rd|th)(?![A-Za-z])"
    r"|(?P<name>(?!x[A-Z\d])[A-Za-z]++\d|-?D(?![A-Za-z])|o(?![A-Za-z]))"
)
_RANGE = re.compile(r"\s{0,3}(?:-|–|—|~|to|and)\s?")
_FRACTION = re.compile(r"\s?/\s?|\}\s?\{|\s(?:out\s)?of\s(?:the\s)?")
_SIZE = re.compile(r"(?:[KkMBbT]|[KMGTP]i?B)(?![A-Za-z])")


def english_numbers(text: str) -> tuple[Quantity, ...]:
    """All numbers of the text, digits first, then words; one number may have several readings."""
    text = clean(text)
    return tuple(islice(chain(_digit_numbers(text), spelled_numbers(text)), MOST_NUMBERS))


def _digit_numbers(text: str) -> Iterator[Quantity]:
    before: re.Match[str] | None = None
    in_name = False
    for match in LATIN.finditer(text):
        if match.start() in enumerator_places(text):
            continue
        touching = before is not None and before.end() + 1 == match.start()
        in_name = _is_in_name(text, match.start(), chained=touching and in_name)
        if before and not in_name:
            yield from _pair_readings(before, match)
        yield _reading(match, in_name=in_name)
        before = match


def _is_in_name(text: str, start: int, *, chained: bool) -> bool:
    """True for the 4 of GPT-4 and the 8B of Llama-3.1-8B, but not for the 4 of 2-4x."""
    context = text[max(0, start - 24) : start]
    if context.endswith(" ") or not context:  # most numbers: nothing but a family's name joins them
        return _family_before().search(context) is not None
    if (
        _RATE_BEFORE.search(context)
        or _UNIT_BEFORE.search(context)
        or _TIMES_BEFORE.search(context)
        or _COMMON_WORD.search(context)
        or _TEX_BEFORE.search(context)
    ):
        return False
    if _JOINED_BEFORE.search(context):
        return chained or not _NUMBER_BEFORE.search(context)
    return _family_before().search(context) is not None


@cache
def _family_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load_number_words().english.families)})\s[Vv]?\Z")


def _reading(match: re.Match[str], *, in_name: bool) -> Quantity:
    kind = _kind(match)
    if in_name:
        kind = "plain" if _SIZE.match(match.string, match.end("numeral")) else "name"
    return _quantity(match.string, match.start(), match.end(), latin_value(match), kind)


def _kind(match: re.Match[str]) -> Kind:
    if after := _KIND.match(match.string, match.end()):
        return cast(Kind, after.lastgroup)
    before = match.string[max(0, match.start() - 20) : match.start()]
    return "times" if _TIMES_BEFORE.search(before) else "plain"


def _pair_readings(first: re.Match[str], second: re.Match[str]) -> Iterator[Quantity]:
    """The further readings of two numbers side by side: 1-7B, 10-20%, 1/10, 3 out of 5."""
    text, start, end = first.string, first.start(), second.end()
    between = text[first.end() : second.start()]
    value, half_width = latin_value(first)
    if _FRACTION.fullmatch(between):
        whole, _ = latin_value(second)
        if whole:
            yield _quantity(text, start, end, (value / whole, Decimal(0)), "fraction")
    elif not first["scale"] and _RANGE.fullmatch(between):
        scale = scale_of(second)
        yield _quantity(text, start, end, (value * scale, half_width * scale), _kind(second))


def _quantity(
    text: str, start: int, end: int, reading: tuple[Decimal, Decimal], kind: Kind
) -> Quantity:
    return Quantity(*reading, kind, text[start:end], start, end)
