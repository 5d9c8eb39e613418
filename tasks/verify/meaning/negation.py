"""What the abstract negates is not affirmed.

A word counts as negated when it stands behind a negating word of the abstract, in the same clause.
Only words that are negated everywhere in the abstract are asked about. The reverse, a negation that
the abstract has not, is the second reader's: asked by code, it refused more sound sentences than
wrong ones.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from prompts.statements import grammar, load_statements, pattern
from tasks.verify.meaning.near import near, related
from tasks.verify.plain import quote
from tasks.verify.source import Evidence, Source

_SPAN, _BEFORE, _BEHIND, _NEAR, _REACH = 7, 12, 46, 80, 60

Span = tuple[str, frozenset[int]]
"""Negated English words, and their meanings."""

Word = tuple[int, int, frozenset[int]]
"""Where a Korean word begins and ends, and what it means."""


def turned_negations(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    """Statements of a normalised sentence that the abstract negates."""
    if not grammar("negation_states").search(text):
        return
    negated = _negated_anywhere(source)
    if not negated or negated.isdisjoint(_korean(text)):
        return
    words = [
        (m.start(), m.end(), _korean(m[0]) & negated)
        for m in grammar("negation_hangul").finditer(text)
    ]
    for place in source.places:
        for span, meant in _spans(place):
            here = [word for word in words if word[2] & meant]
            if (
                here
                and place in (rests := _rests(text, source, cites, len(here)))
                and _is_told(text, span, meant, here, rests if cites else source.places)
            ):
                yield (
                    f"'{quote(text[here[0][0] : here[-1][1] + _BEFORE])}'은(는) 초록이 "
                    f"'{quote(span)}'(이)라고 부정한 것입니다."
                )
                return


def _rests(text: str, source: Source, cites: Sequence[int], words: int) -> tuple[Evidence, ...]:
    """The sentences that several words in common, or one, may rest on; all when none is alike."""
    close = () if cites or words < 2 else near(text, source)
    return close or related(text, source, cites) or source.places


def _is_told(
    text: str,
    span: str,
    meant: frozenset[int],
    here: Sequence[Word],
    rests: tuple[Evidence, ...],
) -> bool:
    """True when the sentence says what the span negates, and nothing in it may negate it."""
    negation = load_statements().negation
    begin, end = here[0][0], here[-1][1]
    found = frozenset().union(*(word[2] & meant for word in here))
    if end - begin > _REACH or pattern(negation.denies).search(text, begin, end + _BEFORE):
        return False
    only = found.isdisjoint(_affirmed_in(rests))
    if grammar("negation_plain").match(span) and pattern(negation.by_means).match(text, end):
        return only or (len(here) > 1 and found == meant)
    wholly = len(here) > 1 and found == meant and grammar("negation_plain").match(span) is not None
    if wholly and not pattern(negation.ko).search(text):
        return True
    if not only or pattern(negation.ko).search(text, max(0, begin - _BEFORE), end + _BEHIND):
        return False
    return pattern(negation.does).search(text[begin:end]) is not None or (
        len(here) > 1 and not span.startswith("fail")
    )


@lru_cache(maxsize=64)
def _negated_anywhere(source: Source) -> frozenset[int]:
    if load_statements().negation.words.isdisjoint(source.whole.tokens):
        return frozenset()
    return frozenset().union(*(meant for place in source.places for _, meant in _spans(place)))


@lru_cache(maxsize=64)
def _affirmed_in(places: tuple[Evidence, ...]) -> frozenset[int]:
    """What the words of the sentences mean that stand outside of what they negate."""
    text = "\n".join(place.text for place in places)
    for place in places:
        for span, _ in _spans(place):
            text = text.replace(span, " ")
    return _english(text.lower())


@lru_cache(maxsize=512)
def _spans(place: Evidence) -> tuple[Span, ...]:
    """What a sentence negates: the words behind a negating one, in the same clause."""
    if load_statements().negation.words.isdisjoint(place.tokens):
        return ()
    low = place.text.lower()
    spans = []
    for found in pattern(load_statements().negation.en).finditer(low):
        words = list(grammar("negation_word").finditer(low, found.end(), found.end() + 90))[:_SPAN]
        cut = grammar("negation_cut").search(low, found.end())
        if found[0].endswith("free") or (found[0].startswith("un") and found[0] != "unable to"):
            words = []
        end = min(words[-1].end() if words else found.end(), cut.start() if cut else len(low))
        spans.append((place.text[found.start() : end], _english(low[found.start() : end])))
    return tuple(spans)


def _english(text: str) -> frozenset[int]:
    return load_statements().meanings.in_english(grammar("negation_word").findall(text))


def _korean(text: str) -> frozenset[int]:
    return load_statements().meanings.in_korean(text)
