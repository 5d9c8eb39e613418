"""What stands beside a Korean number: its counter or unit."""

import re
from collections.abc import Iterable
from functools import cache
from typing import cast

from prompts.numbers import Kind, load_number_words


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
