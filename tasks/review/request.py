"""What the second reader is to read, and against what."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from tasks.records import Digest, Insight, Paper, ReviewRequest
from tasks.text.sentences import split_sentences

Place = tuple[str, int | None, str]
"""Section, index in it (None for a title), and Korean text."""


def paper_evidence(paper: Paper) -> ReviewRequest:
    """The title and the sentences of an abstract; no Korean sentences yet."""
    evidence = split_sentences(paper.abstract or "")
    return ReviewRequest(subject=paper.arxiv_id, title=paper.title, evidence=evidence)


def insight_evidence(day: date, category: str, papers: Sequence[Paper]) -> ReviewRequest:
    """The titles and abstracts of a category's papers; no Korean sentences yet."""
    lines = (
        line for paper in papers for line in (paper.title, *split_sentences(paper.abstract or ""))
    )
    subject, title = f"{day} {category}", f"{len(papers)} papers"
    return ReviewRequest(subject=subject, title=title, evidence=tuple(lines))


def digest_places(digest: Digest) -> Iterator[Place]:
    """The Korean title, if there is one, and every sentence of the prose."""
    if digest.title_ko.strip():
        yield "title_ko", None, digest.title_ko
    for section, sentences in digest.sections():
        yield from ((section, index, item.text) for index, item in enumerate(sentences))


def insight_places(insight: Insight) -> Iterator[Place]:
    """Every sentence of a synthesis."""
    for part, sentences in insight.parts():
        yield from ((part, index, item.text) for index, item in enumerate(sentences))


def unread(places: Iterable[Place], known: Collection[str]) -> tuple[str, ...]:
    """The texts that are not known, each once."""
    return tuple(dict.fromkeys(text for _, _, text in places if text.strip() and text not in known))
