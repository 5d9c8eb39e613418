"""How well the place of a Korean number fits a place of the abstract: what stands around both.

Counted are words of one meaning right beside the numbers (in English behind them, where the noun
stands that is counted) and further around, names, other numbers, and what the sentences are about.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from prompts.glossary import fold_plural
from prompts.topic_words import load_topic_words
from tasks.verify.claims import claims_of
from tasks.verify.numbers import Quantity, supported
from tasks.verify.source import Evidence
from tasks.verify.words import tokens_of

_BESIDE, _AROUND, _NAMES_AROUND = 2.0, 1.0, 2.0
_NUMBER, _TOPIC = 1.0, 0.5
_MOST_OF_EACH = 2
"""What one thing in common is worth, and how many of a sort count.

What is nearest says most. Lower and higher, so many changed numbers pass (and texts are refused,
where not 20): _BESIDE 1: 41, 3: 36 (21); _AROUND 0: 41, 2: 37; _NAMES_AROUND 0: 38, 3: 37;
_NUMBER 0: 40, 2: 37 (21); _TOPIC 0: 41, 1: 36; _MOST_OF_EACH 1: 39, 3: 37 (21).
"""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9+-]+")
_GAP = re.compile(r"[\s-]+")
_ENDS_PHRASE = re.compile(r"(?:[을를이가은는와과도만]|으?로|에서?)(?![가-힣])")
"""모델 열 개를: the noun stood before the number, and what follows is of something else."""

Place = tuple[Evidence, Quantity]
"""A number of the abstract, and the sentence in which it stands."""

_Words = frozenset[frozenset[int]]
"""Words, each as its meanings; words of the same meanings are one."""


class _Surroundings(NamedTuple):
    """The words right beside a number, those around it, and the names among them."""

    beside: _Words
    around: _Words
    names: frozenset[str]


def best_fit(claim: Quantity, text: str, places: Sequence[Place]) -> float:
    """How well the best of the places fits the number of the sentence; 0 is not at all."""
    return max((fit(claim, text, place) for place in places), default=0.0)


def fit(claim: Quantity, text: str, place: Place) -> float:
    """How well a place fits the number of the sentence."""
    sentence, number = place
    korean = _around_korean(text, claim.start, claim.end)
    english = _around_english(sentence.text, number.start, number.end)
    neighbours = [other for other in sentence.numbers if other is not number]
    others = (other for other in claims_of(text).numbers if other is not claim)
    numbers = sum(supported(other, neighbours) for other in others)
    topics = len(load_topic_words().in_text(text) & sentence.meanings)
    return (
        _BESIDE * min(_MOST_OF_EACH, _shared(korean.beside, english.beside))
        + _AROUND * min(_MOST_OF_EACH, _shared(korean.around, english.around))
        + _NAMES_AROUND * min(_MOST_OF_EACH, _shared_names(korean.names, english.names))
        + _NUMBER * min(_MOST_OF_EACH, numbers)
        + _TOPIC * topics
    )


def _shared(korean: _Words, english: _Words) -> int:
    """The pairs of words of one meaning, each word in one pair at most."""
    meant, said = frozenset().union(*english), frozenset().union(*korean)
    return min(
        sum(not word.isdisjoint(meant) for word in korean),
        sum(not word.isdisjoint(said) for word in english),
    )


def _shared_names(korean: frozenset[str], english: frozenset[str]) -> int:
    """The Korean sentence's names that the English has, whole or in part (Janus-Pro of Janus)."""
    parts = {part for name in english for part in (name, *name.split("-"))}
    return sum(
        name in parts or any(part in parts for part in name.split("-") if len(part) > 1)
        for name in korean
    )


@lru_cache(maxsize=256)
def _around_korean(text: str, start: int, end: int) -> _Surroundings:
    before, after = text[max(0, start - 40) : start].split(), text[end : end + 40].split()
    behind = () if _ENDS_PHRASE.match(text, end) else after[:3]
    around = (*before[-5:], *after[:5])
    in_korean = load_topic_words().all.in_korean
    # The number may hold its noun: 세 단계.
    beside = frozenset(map(in_korean, (*before[-2:], text[start:end], *behind)))
    return _Surroundings(beside, frozenset(map(in_korean, around)), _names(" ".join(around)))


@lru_cache(maxsize=256)
def _around_english(text: str, start: int, end: int) -> _Surroundings:
    before = _GAP.split(text[max(0, start - 70) : start])
    after = _GAP.split(text[end : end + 80])
    in_english = load_topic_words().all.in_english
    behind = frozenset(in_english(tokens_of(word)) for word in after[:5])
    ahead = frozenset(in_english(tokens_of(word)) for word in before[-5:])
    names = _names(f"{text[max(0, start - 30) : start]} {text[end : end + 40]}")
    return _Surroundings(behind, behind | ahead, names)


def _names(text: str) -> frozenset[str]:
    return frozenset(fold_plural(name.lower().strip("-+")) for name in _NAME.findall(text))
