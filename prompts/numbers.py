"""Words for numbers, in both languages, and what stands beside Korean ones."""

import re
from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from prompts.yaml_file import read_yaml

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


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SingleWords(_Words):
    """English words that say one number each."""

    words: tuple[str, ...] = Field(min_length=1)
    value: Decimal
    kind: Kind


class EnglishNumberWords(_Words):
    """English words; lists are in order of value."""

    ones: tuple[str, ...] = Field(min_length=20, max_length=20)
    tens: tuple[str, ...] = Field(min_length=8, max_length=8)
    ordinals: tuple[str, ...] = Field(min_length=20, max_length=20)
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    may_be_verbs: frozenset[str]
    single: tuple[SingleWords, ...]
    count_little: dict[str, tuple[str, ...]]
    families: tuple[str, ...]


class KoreanNumberWords(_Words):
    """Native numerals, and patterns of what stands beside a number; raises for a broken one."""

    native: tuple[str, ...] = Field(min_length=9, max_length=9)
    native_tens: tuple[str, ...] = Field(min_length=5, max_length=5)
    counters: tuple[str, ...]
    things: tuple[str, ...]
    parts: tuple[str, ...]
    of_nouns: tuple[str, ...]
    of_things: tuple[str, ...]
    not_units: dict[Literal["십", "백", "천", "만", "억", "조", "경"], str]
    percent: tuple[str, ...]
    times: tuple[str, ...]
    ordinal: tuple[str, ...]
    name: tuple[str, ...]

    @field_validator("counters", "things", "percent", "times", "ordinal", "name")
    @classmethod
    def _is_pattern(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            re.compile(pattern)
        return patterns


class Unit(_Words):
    """A unit beside a Korean number (which follows #), and beside the English one (which is #)."""

    korean: re.Pattern[str]
    english: re.Pattern[str]


class NumberWords(_Words):
    """All of them; `bare` is a Korean number that counts nothing."""

    version: int
    english: EnglishNumberWords
    korean: KoreanNumberWords
    units: tuple[Unit, ...]
    bare: re.Pattern[str]


@cache
def load_number_words() -> NumberWords:
    """The words; raises pydantic's `ValidationError` when the file is not sound."""
    return NumberWords.model_validate(read_yaml("numbers.yaml"))
