"""What may be said only where the abstract says it: first, all, proven, will be released."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from prompts.statements import Claim, grammar, load_statements, pattern
from tasks.verify.meaning.near import closest, near, related
from tasks.verify.plain import quote
from tasks.verify.source import Evidence, Source

_BEFORE = 5


def unsaid_claims(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    """Claims of status, certainty and scope that the abstract does not make."""
    if not _any_claim().search(text):
        return
    for claim in load_statements().claims:
        said = pattern(claim.ko).search(text)
        if not said or grammar("claims_denied").match(text, said.end()):
            continue
        clause = _clause_of(text, said.start())
        where = _evidence(claim, clause, text, source, cites)
        if any(pattern(claim.en).search(p.text.lower()) for p in where):
            continue
        needs = pattern(claim.needs) if claim.needs else None
        others = [(p, m) for p in where if needs and (m := needs.search(p.text.lower()))]
        if others:
            yield _detail(said[0], others[0][1][0], others[0][0])
        elif not needs:
            yield _detail(said[0], "", (closest(text, source) or where[-1:])[0])
    yield from _all_of_several(text, source, cites)


def _evidence(
    claim: Claim, clause: str, text: str, source: Source, cites: Sequence[int]
) -> Sequence[Evidence]:
    if claim.where == "paper":
        return source.places
    if cites:
        return related(text, source, cites)
    narrow = closest(clause, source) if claim.needs else near(clause, source)
    return narrow or near(text, source) or source.places


def _all_of_several(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    """모든 데이터셋 where the abstract has "various datasets", and "all datasets" nowhere."""
    several, every = pattern(load_statements().several), pattern(load_statements().every)
    rests = related(text, source, cites) or source.places
    for found in grammar("claims_all").finditer(text):
        if grammar("claims_denied").match(text, found.end()):
            continue
        meant = load_statements().meanings.in_korean(found[1])
        latin = {word.lower().rstrip("s") for word in grammar("claims_word").findall(found[1])}
        counted = None
        for place in source.places:
            low = place.text.lower()
            for noun in _nouns(place, meant, frozenset(latin)):
                before = " ".join(low[:noun].split()[-_BEFORE:])
                if every.search(before):
                    counted = None
                    break
                if place in rests and (m := several.search(before)):
                    counted = counted or (place, m[0])
            else:
                continue
            return
        if counted:
            yield _detail(found[0], counted[1], counted[0])
            return


@lru_cache(maxsize=256)
def _nouns(place: Evidence, meant: frozenset[int], latin: frozenset[str]) -> tuple[int, ...]:
    meanings = load_statements().meanings
    return tuple(
        word.start()
        for word in grammar("claims_word").finditer(place.text.lower())
        if word[0].rstrip("s") in latin or not meanings.in_english((word[0],)).isdisjoint(meant)
    )


def _clause_of(text: str, at: int) -> str:
    begin = max((m.end() for m in grammar("claims_clause").finditer(text, 0, at)), default=0)
    end = grammar("claims_clause").search(text, at)
    return text[begin : end.end() if end else len(text)]


def _detail(korean: str, english: str, place: Evidence) -> str:
    words = f"'{quote(english)}'입니다" if english else "그렇게 말하지 않습니다"
    return f"'{quote(korean)}'(이)라고 하지만 초록은 {words}: {quote(place.text)}"


@cache
def _any_claim() -> re.Pattern[str]:
    return pattern("|".join([*(claim.ko for claim in load_statements().claims), "모든"]))
