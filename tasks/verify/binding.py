"""Rule "number", second half: a number that is there, but speaks of something else there.

Four tests, each of which needs a contradiction, not merely missing support:

* a version: `Llama 4`, where the source follows `Llama` by another number only;
* a count: 세 가지 모듈 or 모듈 세 개, where the source counts its modules and has another number;
* a range that does not rise: 7~5분;
* a result that the sentence gives twice, and the source once: 71.8점, 71.8점.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from prompts.topic_words import load_topic_words
from tasks.verify.claims import claims_of
from tasks.verify.numbers import Quantity, supported
from tasks.verify.numbers.otherwise import is_in_a_stage
from tasks.verify.numbers.own_lists import contradicts_own_list
from tasks.verify.rivals import is_at_home
from tasks.verify.source import Source
from tasks.verify.words import squash

_PARTICLE = r"(?:들|을|를|은|는|이|가|의|에|에서|와|과|로|으로|도|만|보다|부터|까지|마다)"
_END = (
    rf"(?=[^가-힣A-Za-z\d\s]|\Z|{_PARTICLE}{{1,2}}(?![가-힣])|\s(?:모두|전부|각각|중|가운데|전체))"
)
"""Where a noun ends and none follows: 모델의, but not 모델 크기 nor 언어 모델."""

_VERSION = re.compile(
    r"([A-Za-z](?<![A-Za-z0-9_.-][A-Za-z])[A-Za-z0-9_.-]*+) (\d{1,2}(?:\.\d{1,2})?|20\d\d)"
    rf"(?!만)(?=\s?(?:\Z|[^\w\s가-힣%.~+×^°/-]|\.(?!\d)|{_PARTICLE}{{1,2}}(?![가-힣])|같은\s|라이선스)"
    r"|\s[A-Z][a-z]+(?![A-Za-z\d]))"
)
_REACH = 20
"""How many characters before or after a name its version may stand: `AIME 2024 and AIME 2025`."""

_RANGE = re.compile(r"\s?~\s?")
_MOST_COUNTED = 100
_COUNTER = r"(?:가지|개|종|종류|편|명)"
_KOREAN_GAP = rf"\s?(?:{_COUNTER}(?:의)?\s?(?:(?![을를로에가와과서]\s)[\s가-힣]){{0,12}}?)?"
_WORDS_TO_CONTRADICT, _WORDS_TO_SUPPORT = 2, 7
"""How many words may stand between an English number and the noun that it counts."""
_SOME_NOUN = re.compile(r"[\s-][a-z]")
_OTHER_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten)\b"


def misplaced_numbers(text: str, source: Source) -> Iterator[str]:
    """The numbers of a normalised sentence that stand in the source, but for something else."""
    yield from _versions(text, source)
    yield from (number.text for number in claims_of(text).numbers if _is_no_part(number))
    numbers = claims_of(text).numbers
    yield from _impossible_ranges(text, numbers)
    yield from _said_twice(numbers, source)
    for number in numbers:
        if (
            _may_count(number)
            and (contradicts_own_list(number, text) or _counts_otherwise(number, text, source))
            and not is_at_home(number, text, source)
        ):
            yield number.text


def _is_no_part(number: Quantity) -> bool:
    """True for 5분의 5: nobody writes the whole as a part."""
    return number.kind == "fraction" and number.value >= 1 and "분의" in number.text


def _versions(text: str, source: Source) -> Iterator[str]:
    for found in _VERSION.finditer(text):
        name = squash(found[1])
        if source.whole.words.numbered(name) and not _has_version(name, found[2], source):
            yield found[0]


def _has_version(name: str, version: str, source: Source) -> bool:
    """True when the version stands near the name; AIME 2024 is AIME24, and 3.0 may be 3."""
    short = version.removeprefix("20").removesuffix(".0") or version
    spelled = r"[^A-Za-z\d]{0,2}".join(name)
    number = rf"(?<![\d.])(?:20)?{re.escape(short)}(?:\.0)?(?!\.?\d)"
    near = re.compile(
        rf"{spelled}.{{0,{_REACH}}}?{number}|{number}.{{0,{_REACH}}}?{spelled}", re.IGNORECASE
    )
    return any(near.search(place.text) for place in source.places)


def _impossible_ranges(text: str, numbers: Sequence[Quantity]) -> Iterator[str]:
    """Ranges that do not rise: 7~5분."""
    for low, high in pairwise(numbers):
        alike = low.kind == high.kind or low.text.isdigit()
        if alike and low.value >= high.value and _RANGE.fullmatch(text, low.end, high.start):
            yield text[low.start : high.end]


def _said_twice(numbers: Sequence[Quantity], source: Source) -> Iterator[str]:
    """Results that two things have in the sentence, and one thing in the source: 71.8 and 71.8."""
    for at, number in enumerate(numbers):
        result = number.kind == "percent" or not number.whole
        if result and number[:3] in [other[:3] for other in numbers[:at]]:
            places = {
                (place, piece.start)
                for place, evidence in enumerate(source.places)
                for piece in evidence.numbers
                if supported(number, (piece,))
            }
            if len(places) == 1:
                yield number.text


def _may_count(number: Quantity) -> bool:
    small = number.value < _MOST_COUNTED and number.whole
    return small and number.kind not in ("percent", "times", "fraction", "vague")


def _counts_otherwise(number: Quantity, text: str, source: Source) -> bool:
    before, after, english = _counted_nouns()
    counted = after.match(text, number.start) or before.search(text, 0, number.end)
    if not counted or _counted_by_another(number, text, counted.start("noun")):
        return False
    near, far = english[counted["noun"]]
    counts = _counts(near, source)
    if not counts or supported(number, _counts(far, source)) or _counts_unknown(number, source):
        return False
    most = max(count.value for count in counts)
    in_order = number.kind == "ordinal" and number.value <= most
    return not (in_order and is_in_a_stage(number, text))  # 1단계에서는, of two stages


def _counted_by_another(number: Quantity, text: str, noun: int) -> bool:
    """True for the 16 of 후보가 16개인 다섯 개 벤치마크."""
    between = range(number.end, noun)
    return any(other.start in between for other in claims_of(text).numbers)


def _counts_unknown(number: Quantity, source: Source) -> bool:
    """True when the source has the number before a noun that no list holds: it may be the one."""
    return any(
        _SOME_NOUN.match(place.text, piece.end) and not _any_noun().match(place.text, piece.end)
        for place in source.places
        for piece in place.numbers
        if piece.kind in ("count", "plain") and supported(number, (piece,))
    )


def _counts(noun: re.Pattern[str], source: Source) -> list[Quantity]:
    """The numbers of the source that the noun follows; an ordinal counts nothing."""
    return [
        number
        for place in source.places
        for number in place.numbers
        if number.kind in ("count", "plain")
        and number.value < _MOST_COUNTED
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
    number = r"(?:\d+|[가-힣]{1,3})"
    before = re.compile(rf"{either}\s{number}\s?{_COUNTER}\Z")
    after = re.compile(rf"{number}{_KOREAN_GAP}{either}(?:(?<=단계)|{_END})")
    return before, after, nouns


@cache
def _any_noun() -> re.Pattern[str]:
    english = [noun for nouns, _ in load_topic_words().counted for noun in nouns]
    return _after(_WORDS_TO_CONTRADICT, english)


def _after(words: int, nouns: Sequence[str]) -> re.Pattern[str]:
    """One of the nouns, at most so many words after the place where an English number ends."""
    gap = rf"[\s+-]+(?:(?!{_OTHER_NUMBER})[A-Za-z][\w/-]*+[,\s]+){{0,{words}}}?"
    return re.compile(rf"{gap}(?:{'|'.join(nouns)})", re.IGNORECASE)
