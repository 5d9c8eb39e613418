"""Several views of the same list made into one: the union, with what the first view lacks filled.

Pure: lists in, list and remarks out.
"""

from collections.abc import Mapping
from typing import Literal

from tasks.records import ListedPaper

Papers = tuple[ListedPaper, ...]
Source = Literal["island", "cards", "api"]

_FILLED = ("abstract", "authors", "thumbnail", "project_page", "github_repo", "withdrawn")
_NAMED_AT_MOST = 5


def union(sources: Mapping[Source, Papers]) -> tuple[Papers, tuple[str, ...]]:
    """The papers of all sources by name, best source first, ranked anew from 1.

    A paper keeps the place, the title and the votes of the first source that has it; fields that
    are empty there come from the next. Disagreements about what is listed are the remarks.
    """
    merged: dict[str, ListedPaper] = {}
    for papers in sources.values():
        for paper in papers:
            known = merged.get(paper.arxiv_id)
            merged[paper.arxiv_id] = _filled(known, paper) if known else paper
    remarks = tuple(
        f"{_named(missing)} not in the {name}"
        for name, papers in sources.items()
        if (missing := sorted(merged.keys() - _ids(papers)))
    )
    ranked = enumerate(merged.values(), start=1)
    return tuple(paper.model_copy(update={"rank": rank}) for rank, paper in ranked), remarks


def is_complete(papers: Papers) -> bool:
    """True when every paper has an abstract and authors."""
    return all(paper.abstract and paper.authors for paper in papers)


def same_papers(papers: Papers, others: Papers) -> bool:
    """True when both lists hold the same papers, in any order."""
    return _ids(papers) == _ids(others)


def overlap(papers: Papers, others: Papers) -> bool:
    """True when the lists share a paper."""
    return not _ids(papers).isdisjoint(_ids(others))


def _ids(papers: Papers) -> set[str]:
    return {paper.arxiv_id for paper in papers}


def _filled(paper: ListedPaper, other: ListedPaper) -> ListedPaper:
    empty = [name for name in _FILLED if not getattr(paper, name)]
    return paper.model_copy(update={name: getattr(other, name) for name in empty})


def _named(arxiv_ids: list[str]) -> str:
    more = len(arxiv_ids) - _NAMED_AT_MOST
    shown = ", ".join(arxiv_ids[:_NAMED_AT_MOST])
    return f"{shown} and {more} more" if more > 0 else shown
