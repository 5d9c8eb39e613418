"""Counts of another noun: 세 가지 모듈 or 모듈 세 개, where the source counts five modules."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from prompts.numbers import load_number_words
from prompts.topic_words import load_topic_words
from tasks.verify.claims import claims_of
from tasks.verify.numbers import Quantity, supported
from tasks.verify.numbers.korean_units import one_of
from tasks.verify.places.versions import PARTICLE
from tasks.verify.source import Source

_END = (
    rf"(?=[^가-힣A-Za-z\d\s]|\Z|{PARTICLE}{{1,2}}(?![가-힣])|\s(?:모두|전부|각각|중|가운데|전체))"
)
"""Where a noun ends and none follows: 모델의, but not 모델 크기 nor 언어 모델."""

_WORDS_TO_CONTRADICT, _WORDS_TO_SUPPORT = 2, 7
"""How many words may stand between an English number and the noun that it counts.

Far to support and near to contradict, since only a sure count refuses. To contradict, 1 and 4
change nothing; to support, at 4 21 texts are refused, at 12 none more than at 7.
"""
_MOST = 100
"""Larger ones are said in several ways: without it 84 of 1,800 fresh texts are refused for 82."""

_NO_COUNTS = ("percent", "times", "fraction", "vague", "ordinal")


def counts_of_others(text: str, source: Source) -> Iterator[str]:
    """The counts of nouns that the source counts, with other numbers only."""
    for number in claims_of(text).numbers:
        is_count = number.value < _MOST and number.whole and number.kind not in _NO_COUNTS
        if is_count and _counts_otherwise(number, text, source):
            yield number.text


def _counts_otherwise(number: Quantity, text: str, source: Source) -> bool:
    before, after, english = _counted_nouns()
    counted = after.match(text, number.start) or before.search(text, 0, number.end)
    if not counted:
        return False
    near, far = english[counted["noun"]]
    return bool(_counts(near, source)) and not supported(number, _counts(far, source))


def _counts(noun: re.Pattern[str], source: Source) -> list[Quantity]:
    """The numbers of the source that the noun follows."""
    return [
        number
        for place in source.places
        for number in place.numbers
        if number.kind in ("count", "plain")
        and number.value < _MOST
        and noun.match(place.text, number.end)
    ]


_Nouns = dict[str, tuple[re.Pattern[str], re.Pattern[str]]]


@cache
def _counted_nouns() -> tuple[re.Pattern[str], re.Pattern[str], _Nouns]:
    """A noun before its Korean count, and behind it; of each noun the English, near and far."""
    nouns = {
        noun: (_after(_WORDS_TO_CONTRADICT, english), _after(_WORDS_TO_SUPPORT, english))
        for english, korean in load_topic_words().counted
        for noun in korean
    }
    either = f"(?P<noun>{'|'.join(sorted(nouns, key=len, reverse=True))})"
    number, counter = r"(?:\d+|[가-힣]{1,3})", one_of(load_number_words().korean.of_nouns)
    gap = rf"\s?(?:(?:{counter})의?\s?(?:(?![을를로에가와과서]\s)[\s가-힣]){{0,12}}?)?"
    before = re.compile(rf"{either}\s{number}\s?(?:{counter})\Z")
    return before, re.compile(rf"{number}{gap}{either}(?:(?<=단계)|{_END})"), nouns


def _after(words: int, nouns: Sequence[str]) -> re.Pattern[str]:
    """One of the nouns, at most so many words after the place where an English number ends."""
    others = one_of(load_number_words().english.ones[2:11])
    gap = rf"[\s+-]+(?:(?!(?:{others})\b)[A-Za-z][\w/-]*+[,\s]+){{0,{words}}}?"
    return re.compile(rf"{gap}(?:{'|'.join(nouns)})", re.IGNORECASE)
