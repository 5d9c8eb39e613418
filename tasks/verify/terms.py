"""Rule "term": a term of the abstract is not rendered as another word (preference: never 기호)."""

import re
from collections.abc import Iterator
from functools import cache

from prompts.glossary import load_glossary
from tasks.verify.source import Source


def term_faults(text: str, source: Source) -> Iterator[str]:
    """Korean details of forbidden renderings in a normalised sentence.

    A rendering that is right for another term of the same abstract is allowed: 기호 where the
    abstract is about symbols, too. Of a longer rendering and a part of it, the longer is told.
    """
    if not _any_forbidden().search(text):
        return  # nearly always, and before the terms of the abstract are looked for
    found = [
        (term, wrong) for term in source.whole.terms for wrong in term.forbidden if wrong in text
    ]
    accepted = {korean for term in source.whole.terms for korean in term.ko}
    for term, wrong in found:
        longer = any(wrong in other and wrong != other for _, other in found)
        if not longer and not any(wrong in right for right in accepted):
            yield f"{term.en}은(는) '{wrong.strip('( ')}'이(가) 아니라 '{term.ko[0]}'입니다."


@cache
def _any_forbidden() -> re.Pattern[str]:
    forbidden = {wrong for term in load_glossary().terms for wrong in term.forbidden}
    return re.compile("|".join(map(re.escape, sorted(forbidden))))
