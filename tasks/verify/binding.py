"""Rule "number", second half: a number that is there, but speaks of something else there.

Three tests, each of which needs a contradiction, not merely missing support:

* a version: `Llama 4`, where the source follows `Llama` by another number only;
* a count: 세 가지 모듈, where the source counts its modules and has another number for them;
* a place: the number stands only in sentences that share nothing with the Korean one, while others
  share a lot. It is how a text without citations is held to the sentences that it rests on.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from prompts.topic_words import load_topic_words
from tasks.verify.claims import claims_of
from tasks.verify.names import is_everyday
from tasks.verify.numbers import Quantity, supported
from tasks.verify.source import TITLE, Evidence, Source
from tasks.verify.words import squash

_VERSION = re.compile(
    r"([A-Za-z](?<![A-Za-z0-9_.-][A-Za-z])[A-Za-z0-9_.-]*+) (\d+(?:\.\d+)?)"
    r"(?![\d.,]*(?:%|배|개|[가-힣]개|[KMBT]))"
)
_REACH = 12
"""How many letters after a name its version may stand: `AIME 2024 and AIME 2025`."""

_MOST_COUNTED = 100
_KOREAN_GAP = r"\s?(?:(?:가지|개|종|종류|편|명)(?:의)?\s?[\s가-힣]{0,8}?)?"
_WORDS_TO_CONTRADICT, _WORDS_TO_SUPPORT = 2, 7
"""How many words may stand between an English number and the noun that it counts."""

_BOTH = 2
_LEAST_MORE = {1: 2, 2: 3}
"""What the number's best place shares with the sentence, the number itself included: how much more
another place must, which lacks the number."""


def misplaced_numbers(text: str, source: Source) -> Iterator[str]:
    """The numbers of a normalised sentence that stand in the source, but for something else."""
    yield from _versions(text, source)
    for number in claims_of(text).numbers:
        holding = [place for place in source.places if supported(number, place.numbers)]
        if not holding or _is_place_in_order(number, source):
            continue
        if _counts_otherwise(number, text, source) or _is_apart(number, text, holding, source):
            yield number.text


def _is_place_in_order(number: Quantity, source: Source) -> bool:
    """True for 2단계에서는 where the source has a second stage, whatever else it counts."""
    return number.kind == "ordinal" and supported(
        number, [other for other in source.whole.numbers if other.kind == "ordinal"]
    )


def _versions(text: str, source: Source) -> Iterator[str]:
    for found in _VERSION.finditer(text):
        name, version, words = squash(found[1]), squash(found[2]), source.whole.words
        if words.holds(name) and not words.follows(name, version, _REACH):
            yield found[0]


def _counts_otherwise(number: Quantity, text: str, source: Source) -> bool:
    if number.value >= _MOST_COUNTED or number.value % 1 or number.kind in ("percent", "times"):
        return False
    korean, english = _counted_nouns()
    if not (counted := korean.match(text, number.start)):
        return False
    near, far = english[counted[1]]
    return bool(_counts(near, source)) and not supported(number, _counts(far, source))


def _counts(noun: re.Pattern[str], source: Source) -> list[Quantity]:
    """The numbers of the source that the noun follows; an ordinal counts nothing."""
    return [
        number
        for place in source.places
        for number in place.numbers
        if number.kind != "ordinal" and noun.match(place.text, number.end)
    ]


@cache
def _counted_nouns() -> tuple[re.Pattern[str], dict[str, tuple[re.Pattern[str], re.Pattern[str]]]]:
    """A Korean count, with the noun as its group; for each noun the English one, near and far."""
    nouns = {
        noun: (_after(_WORDS_TO_CONTRADICT, english), _after(_WORDS_TO_SUPPORT, english))
        for english, korean in load_topic_words().counted
        for noun in korean
    }
    return re.compile(rf"(?:\d+|[가-힣]{{1,3}}){_KOREAN_GAP}({'|'.join(nouns)})"), nouns


def _after(words: int, nouns: Sequence[str]) -> re.Pattern[str]:
    """One of the nouns, at most so many words after the place where an English number ends."""
    gap = rf"[\s+-]+(?:[A-Za-z][\w/]*+[,\s-]+){{0,{words}}}?"
    return re.compile(rf"{gap}(?:{'|'.join(nouns)})", re.IGNORECASE)


def _is_apart(number: Quantity, text: str, holding: Sequence[Evidence], source: Source) -> bool:
    # A title speaks of the whole paper, and 두 (both) of anything: they are at home everywhere.
    if number.kind == "ordinal" or number.value <= _BOTH or source.places[TITLE] in holding:
        return False
    best = max(_shared(text, place, max(_LEAST_MORE) + 1) for place in holding)
    if best not in _LEAST_MORE:
        return False
    least = best + _LEAST_MORE[best]
    return any(_shared(text, place, least) >= least for place in source.places[1:])


@lru_cache(maxsize=256)
def _shared(text: str, place: Evidence, enough: int) -> int:
    """How many names, numbers, meanings and terms of the sentence the place holds.

    What is dearer to count is left out where there is enough. Cached, for it is asked again for
    each number of the sentence.
    """
    claims, lowered = claims_of(text), place.text.lower()
    shared = sum(name.lower() in lowered for name in claims.names if not is_everyday(name))
    shared += sum(supported(number, place.numbers) for number in claims.numbers)
    if shared < enough:
        shared += len(place.meanings & _meanings(text))
    if shared < enough:
        shared += sum(any(korean in text for korean in term.ko) for term in place.terms)
    return shared


@lru_cache(maxsize=16)
def _meanings(text: str) -> frozenset[int]:
    return load_topic_words().in_text(text)
