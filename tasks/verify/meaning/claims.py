"""What may be said only where the abstract says it: first, all, proven, will be released."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from prompts.statements import Claim, load_statements
from tasks.verify.meaning.near import near
from tasks.verify.plain import quote
from tasks.verify.source import Evidence, Source


def unsaid_claims(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    """Claims of status, certainty and scope that the abstract does not make."""
    if not _any_claim().search(text):
        return
    for claim, korean, english, instead in _claims():
        said = korean.search(text)
        if said and not _is_said(english, claim, text, source, cites):
            where = near(text, source, cites)
            other = next((m for e in where if instead and (m := instead.search(e.text.lower()))), None)
            if instead is None or other:
                yield _detail(said[0], other[0] if other else "", where)


def _is_said(english, claim, text, source, cites) -> bool:
    where: Sequence[Evidence] = source.places
    if claim.where == "near":
        where = near(text, source, cites)
        if not where:
            return True
    return any(english.search(place.text.lower()) for place in where)


def _detail(korean: str, other: str, where) -> str:
    english = f" 초록: {quote(where[0].text)}" if where else ""
    return f"'{quote(korean)}'(이)라고 할 말이 초록에 없습니다.{english}"


@cache
def _claims():
    return [
        (c, re.compile(c.ko), re.compile(c.en), re.compile(c.needs) if c.needs else None)
        for c in load_statements().claims
    ]


@cache
def _any_claim() -> re.Pattern[str]:
    return re.compile("|".join(c.ko for c in load_statements().claims))
