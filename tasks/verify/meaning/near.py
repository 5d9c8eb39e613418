"""The sentences of an abstract that a Korean sentence rests on: cited ones, or the most alike."""

from collections.abc import Sequence, Set
from functools import lru_cache

from prompts.topic_words import load_topic_words
from tasks.verify.claims import claims_of
from tasks.verify.numbers import supported
from tasks.verify.source import Evidence, Source

_NUMBER, _NAME, _WORD = 3.0, 1.5, 1.0
_ENOUGH = 3.0
_SHARE, _SOME = 0.6, 2.0


def near(text: str, source: Source, cites: Sequence[int] = ()) -> tuple[Evidence, ...]:
    """The cited sentences that exist, and those that share nearly as much as the best one does."""
    points = _all_points(text, source)
    best = max(points.values(), default=0.0)
    alike = {n for n, point in points.items() if best >= _ENOUGH and point >= _SHARE * best}
    return _of(source, source.citable.intersection(cites) | alike)


def closest(text: str, source: Source) -> tuple[Evidence, ...]:
    """The sentences that share most with a text; () when none shares enough."""
    points = _all_points(text, source)
    best = max(points.values(), default=0.0)
    return _of(source, {n for n, point in points.items() if point == best >= _ENOUGH})


def related(text: str, source: Source, cites: Sequence[int] = ()) -> tuple[Evidence, ...]:
    """The cited sentences; without citations all that share something with the sentence."""
    cited = source.citable.intersection(cites)
    points = _all_points(text, source)
    return _of(source, cited or {n for n, point in points.items() if point >= _SOME})


def _of(source: Source, numbers: Set[int]) -> tuple[Evidence, ...]:
    return tuple(source.places[n] for n in sorted(numbers))


@lru_cache(maxsize=256)
def _all_points(text: str, source: Source) -> dict[int, float]:
    claims, meant = claims_of(text), load_topic_words().in_text(text)
    names = [name.lower() for name in claims.names]
    return {
        n: _NUMBER * sum(supported(number, place.numbers) for number in claims.numbers)
        + _NAME * sum(name in low for name in names)
        + _WORD * len(meant & place.meanings)
        for n, place in enumerate(source.places)
        if n in source.citable and (low := place.text.lower())
    }
