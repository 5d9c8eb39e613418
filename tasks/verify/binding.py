"""Rule "number", second half: a number that is there, but speaks of something else there.

Three tests, each of which needs a contradiction, not merely missing support:

* a version: `Llama 4`, where the source follows `Llama` by another number only;
* a count: 세 가지 모듈, where the source counts its modules and has another number for them;
* a place: the number stands only in sentences that share nothing with the Korean one, while others
  share a lot. It is how a text without citations is held to the sentences that it rests on.
"""

import re
from collections.abc import Iterator
from functools import cache

from prompts.topic_words import load_topic_words
from tasks.verify.claims import claims_of
from tasks.verify.names import is_everyday
from tasks.verify.numbers import Quantity, supported
from tasks.verify.source import TITLE, Evidence, Source
from tasks.verify.words import Words, squash

_VERSION = re.compile(
    r"(?<![A-Za-z0-9_.-])([A-Za-z][A-Za-z0-9_.-]*+) (\d+(?:\.\d+)?)(?![\d.,]*(?:%|배|개|[가-힣]개|[KMBT]))"
)
_REACH = 12
"""How many letters after a name its version may stand: `AIME 2024 and AIME 2025`."""

_MOST_COUNTED = 100
_KOREAN_GAP = r"\s?(?:(?:가지|개|종|종류|편|명)(?:의)?\s?[\s가-힣]{0,8}?)?"
_ENGLISH_GAP = r"[\s-]+(?:[A-Za-z][\w/-]*[\s-]+){0,2}?"

_LEAST_MORE = {0: 3, 1: 4}
"""What the number's best place shares with the sentence: how much more another place must."""


def misplaced_numbers(text: str, source: Source) -> Iterator[str]:
    """The numbers of a normalised sentence that stand in the source, but for something else."""
    yield from _versions(text, source.whole.words)
    for number in claims_of(text).numbers:
        if supported(number, source.whole.numbers) and (
            _counts_otherwise(number, text, source.whole) or _stands_apart(number, text, source)
        ):
            yield number.text


def _versions(text: str, words: Words) -> Iterator[str]:
    for found in _VERSION.finditer(text):
        name, version = squash(found[1]), squash(found[2])
        if words.holds(name) and not words.follows(name, version, _REACH):
            yield found[0]


def _counts_otherwise(number: Quantity, text: str, evidence: Evidence) -> bool:
    if number.value >= _MOST_COUNTED or number.value % 1 or number.kind in ("percent", "times"):
        return False
    for korean, english in _counted_nouns():
        if korean.match(text, number.start):
            counts = [
                quantity
                for place in evidence.parts
                for quantity in place.numbers
                if quantity.kind != "ordinal" and english.match(place.text, quantity.end)
            ]
            return bool(counts) and not supported(number, counts)
    return False


@cache
def _counted_nouns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            re.compile(rf"(?:\d+|[가-힣]{{1,3}}){_KOREAN_GAP}(?:{'|'.join(korean)})"),
            re.compile(rf"{_ENGLISH_GAP}(?:{'|'.join(english)})", re.IGNORECASE),
        )
        for english, korean in load_topic_words().counted
    )


def _stands_apart(number: Quantity, text: str, source: Source) -> bool:
    holding = [place for place in source.places if supported(number, place.numbers)]
    if not holding or source.places[TITLE] in holding:
        return False
    best = max(_shared(number, text, place) for place in holding)
    if best not in _LEAST_MORE:
        return False
    return max(_shared(number, text, place) for place in source.places) >= best + _LEAST_MORE[best]


def _shared(number: Quantity, text: str, place: Evidence) -> int:
    """How many meanings, terms, names and other numbers of the sentence the place holds."""
    claims = claims_of(text)
    names = (name for name in claims.names if not is_everyday(name))
    return (
        len(place.meanings & claims.meanings)
        + sum(any(korean in text for korean in term.ko) for term in place.terms)
        + sum(place.words.holds(squash(name)) for name in names)
        + sum(supported(other, place.numbers) for other in claims.numbers if other is not number)
    )
