"""The synthesis of the extractive engine: counts and shared terms, put into fixed sentences."""

from collections import Counter
from collections.abc import Sequence

from prompts.glossary import Term, load_glossary
from prompts.taxonomy import load_taxonomy
from tasks.records import EditionPaper, Insight, InsightSentence

MAX_TERMS = 5


def counted_insight(category: str, papers: Sequence[EditionPaper]) -> Insight:
    """What can be said of a category without a model: how many papers, which terms, which votes."""
    name = load_taxonomy()[category].ko
    ids = tuple(row.paper.arxiv_id for row in papers)
    counts = _term_counts(papers)
    common = [term for term, _ in counts.most_common(MAX_TERMS)]
    shared = [term for term, count in counts.most_common(MAX_TERMS) if count > 1]
    top = papers[0]

    def say(text: str, *about: str) -> tuple[InsightSentence, ...]:
        return (InsightSentence(text=text, papers=about or ids),)

    return Insight(
        themes=say(f"{name} 분야의 논문 {len(papers)}편이 이날 목록에 올랐습니다."),
        trends=say(
            f"두 편 이상의 초록에 함께 나오는 용어는 {_listed(shared)}입니다."
            if shared
            else "두 편 이상의 초록에 함께 나오는 용어는 없습니다."
        ),
        findings=say(
            f"초록에 자주 나오는 용어는 {_listed(common)}입니다."
            if common
            else "초록에서 용어집에 있는 용어를 찾지 못했습니다."
        ),
        impact=say(f"가장 많은 추천을 받은 논문의 추천수는 {top.votes}입니다.", top.paper.arxiv_id),
        outlook=say(
            "이 종합은 언어 모델 없이 개수와 용어만으로 만든 것이며, 해석을 담지 않습니다."
        ),
    )


def _term_counts(papers: Sequence[EditionPaper]) -> Counter[Term]:
    glossary = load_glossary()
    return Counter(
        term
        for row in papers
        for term in glossary.terms_in(f"{row.paper.title}\n{row.paper.abstract or ''}")
    )


def _listed(terms: Sequence[Term]) -> str:
    return ", ".join(f"{term.ko[0]}({term.en})" for term in terms)
