"""Checks the synthesis of a category against the titles and abstracts of the papers it cites."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from prompts.numbers import load_number_words
from tasks.records import Insight, InsightPart, InsightSentence, Paper, Refusal, Verdict
from tasks.verify.orders import order_faults
from tasks.verify.plain import normalize, quote
from tasks.verify.sentence import Fault, fact_faults, form_faults, refusals
from tasks.verify.source import Evidence, Source, analyse, joined
from tasks.verify.terms import term_faults
from tasks.verify.topic import topic_faults
from tasks.verify.version import CHECKER_VERSION

_NAMES_OF_PARTS: dict[InsightPart, str] = {
    "themes": "주제",
    "trends": "동향",
    "findings": "발견",
    "impact": "영향",
    "outlook": "전망",
}
_COUNT_OF_PAPERS = re.compile(r"(\d{1,3}|[가-힣]{1,4})\s?(?:편|개의 논문|개 논문|건의 논문)")


def verify_insight(papers: Sequence[Paper], insight: Insight) -> Verdict:
    """The verdict on a synthesis of these papers; a refusal names part and index of a sentence.

    A synthesis that as a whole speaks of other things is refused without naming a part.
    """
    sources = {paper.arxiv_id: analyse(paper.title, paper.abstract or "") for paper in papers}
    found: list[Refusal] = []
    for part, sentences in insight.parts():
        if not any(sentence.text.strip() for sentence in sentences):
            found += refusals("", [_missing(part)], part)
        for index, sentence in enumerate(sentences):
            found += refusals(sentence.text, _faults(sentence, sources), part, index)
    texts = [sentence.text for _, sentences in insight.parts() for sentence in sentences]
    found += refusals("", topic_faults(texts, _together(list(sources.values()))))
    return Verdict(refusals=tuple(found), checker=CHECKER_VERSION)


def _together(sources: Sequence[Source]) -> Source:
    """All papers as one source, for what a synthesis is about as a whole."""
    titles = "\n".join(source.title for source in sources)
    return Source(titles, (), frozenset(), (Evidence(titles),), joined(sources))


def _missing(part: InsightPart) -> Fault:
    return "missing", f"'{_NAMES_OF_PARTS[part]}'({part}) 부분이 없습니다."


def _faults(sentence: InsightSentence, sources: dict[str, Source]) -> Iterator[Fault]:
    yield from form_faults(sentence.text)
    cited = [sources[paper] for paper in dict.fromkeys(sentence.papers) if paper in sources]
    unknown = [paper for paper in sentence.papers if paper not in sources]
    if unknown:
        yield "citation", f"{quote(', '.join(unknown))}은(는) 이 분야에 없는 논문입니다."
    elif not cited:
        yield "citation", "근거 논문의 번호가 없습니다. 근거가 되는 논문의 번호를 적으십시오."
    else:
        yield from _fact_faults(sentence.text, cited, len(sources))


def _fact_faults(raw: str, cited: Sequence[Source], papers: int) -> Iterator[Fault]:
    text = _without_counts(normalize(raw), {len(cited), papers})
    yield from fact_faults(text, joined(cited))
    terms = chain.from_iterable(term_faults(text, source) for source in cited)
    yield from (("term", detail) for detail in dict.fromkeys(terms))
    orders = [text for source in cited for text in source.order_texts]
    yield from (("order", detail) for detail in order_faults(text, orders))


def _without_counts(text: str, counts: set[int]) -> str:
    """The text without right counts of papers (`3편`, `세 편`), which no abstract holds."""
    return _COUNT_OF_PAPERS.sub(lambda found: "" if _count(found[1]) in counts else found[0], text)


def _count(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    native = (*load_number_words().korean.native, "열")
    return native.index(word) + 1 if word in native else None
