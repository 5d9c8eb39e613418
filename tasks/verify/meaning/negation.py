"""What the abstract negates is not affirmed, and what it affirms is not negated.

A word of the abstract counts as negated when it stands behind a negating word, in the same clause.
Only words that are negated (or affirmed) everywhere in the abstract are asked about.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from prompts.statements import load_statements
from tasks.verify.meaning.near import near, related
from tasks.verify.plain import quote
from tasks.verify.source import Evidence, Source

_WORD = re.compile(r"[A-Za-z]+")
_HANGUL = re.compile(r"[^\s,.;()]+")
_CUT = re.compile(r"[,;:.()]|\b(?:and|but|while|which|that|when|as|by|because|if|or|than|for|to|thereby|who)\b")
_STATES = re.compile(r"(?:다|음|함|됨|임)\.?\Z")
_DOES = re.compile(r"(?:합니다|했습니다|했고|했으며|했지만|하며|하고|하지만|하는데|됩니다|됐습니다|되었|됐으며|시킵|시켰|시키|할 수 있|한다고|하도록|함\b)")
_WITH = re.compile(
    r"(?:[가-힣]{0,3} ?[가-힣]{0,4}[을를과와] |[가-힣]{0,2}(?:으)?로 )(?:함께|거쳐|써서|쓰|사용|활용|이용|통해|두고|포함|동원|들여|갖추|바탕)"
)
_NOTHING_DENIED = re.compile(
    r"구애|얽매|상관|그치|불과|어긋|다르|끊|손색|뒤지|못지|떨어|잃|해치|무너|깨|손상|흔들|희생|저하|줄|벗어|놓치"
    r"|망각|멈추|흐트|왜곡|훼손|붕괴|치우치|않으면|못하면|아깝|쉽|적지|지나지|가리지|마다|머무|한정|국한|않을|못할|없을|밀리|그렇|소용|평가되"
)
_FREE = re.compile(r"\b(\w+)-free\b|\bun(?:label|annotat|supervis|pair|structur|align|constrain)\w*")
_SPAN = 7
_BEFORE, _BEHIND, _NEAR = 12, 46, 80
_NEGATED = re.compile(
    r"(?P<what>[가-힣A-Za-z-]+?)(?:을|를|이|가|은|는|도|의|조차)?(?: ?[가-힣]{0,4})?"
    r"(?:(?:하|되|시키|[가-힣])?지(?:는|도|를|조차)? ?(?:않|못)| ?없이|(?<=[이가은는도]) ?없[습는었다으고음]|에 실패|지 못)"
)


class Spans(NamedTuple):
    """The words of a sentence that are negated, each with its meanings, and all the others."""

    negated: tuple[tuple[str, frozenset[int]], ...]
    affirmed: frozenset[int]


def turned_negations(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    """Statements of a normalised sentence that the abstract negates, and the reverse."""
    yield from _affirmed(text, source, cites)
    yield from _denied(text, source, cites)


def _affirmed(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    if not _STATES.search(text):
        return
    negated, affirmed = _all_spans(source)
    asked = negated - affirmed
    if not asked:
        return
    words = [(m.start(), m.end(), _korean(m[0]) & asked) for m in _HANGUL.finditer(text)]
    if not any(meant for *_, meant in words):
        return
    ko = _pattern(load_statements().negation.ko)
    for place in related(text, source, cites):
        for span, meant in _spans(place).negated:
            wanted = meant & asked
            here = [(a, b) for a, b, m in words if m & wanted]
            found = frozenset().union(*(m & wanted for *_, m in words))
            if not found:
                continue
            begin, end = here[0][0], here[-1][1]
            alone = len(found) < 2 and len(meant) > 1 or span.startswith("un")
            if len(found) < 2 and not _DOES.search(text[here[0][0] : here[0][1]]) and (
                alone or not _WITH.match(text, end)
            ):
                continue
            if end - begin < 60 and not ko.search(text, max(0, begin - _BEFORE), end + _BEHIND):
                yield (
                    f"'{quote(text[begin : end + 12])}'은(는) 초록이 부정한 것입니다: '{quote(span)}'"
                )
                return


def _denied(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    for found in _NEGATED.finditer(text):
        meant = _korean(found[0])
        if not meant or _NOTHING_DENIED.search(text, found.start(), found.end() + 3):
            continue
        holding = [p for p in near(text, source, cites) if meant & _spans(p).affirmed]
        if holding and not any(_may_be_denied(meant, place) for place in source.places):
            yield f"'{quote(found[0])}'은(는) 초록이 부정하지 않습니다: {quote(holding[0].text)}"
            return


def _may_be_denied(meant: frozenset[int], place: Evidence) -> bool:
    """True when something negative stands near a word of that meaning."""
    if any(meant & words for _, words in _spans(place).negated):
        return True
    low = place.text.lower()
    negative = _pattern(load_statements().negation.any_en)
    return any(
        negative.search(low, max(0, word.start() - _NEAR), word.end() + _NEAR)
        for word in _WORD.finditer(low)
        if meant & _english(word[0])
    )


@lru_cache(maxsize=64)
def _all_spans(source: Source) -> tuple[frozenset[int], frozenset[int]]:
    spans = [_spans(place) for place in source.places]
    negated = frozenset().union(*(meant for s in spans for _, meant in s.negated))
    return negated, frozenset().union(*(s.affirmed for s in spans))


@lru_cache(maxsize=512)
def _spans(place: Evidence) -> Spans:
    low = place.text.lower()
    inside: list[tuple[int, int]] = []
    for found in _pattern(load_statements().negation.en).finditer(low):
        words = list(_WORD.finditer(low, found.end()))[:_SPAN]
        cut = _CUT.search(low, found.end())
        end = min(words[-1].end() if words else found.end(), cut.start() if cut else len(low))
        inside.append((found.start(), end))
    inside += [(m.start(), m.end()) for m in _FREE.finditer(low)]
    negated = tuple((place.text[a:b], _english(low[a:b])) for a, b in inside)
    outside = "".join(
        c if not any(a <= i < b for a, b in inside) else " " for i, c in enumerate(low)
    )
    return Spans(negated, _english(outside))


def _english(text: str) -> frozenset[int]:
    return load_statements().meanings.in_english(_WORD.findall(text))


def _korean(word: str) -> frozenset[int]:
    return load_statements().meanings.in_korean(word)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
