"""The list and arXiv's entries made into papers: Hugging Face's word first, arXiv fills gaps."""

from collections.abc import Mapping

from tasks.records import ArxivEntry, ListedPaper, Listing, Paper


def papers_of(listing: Listing, entries: Mapping[str, ArxivEntry]) -> tuple[Paper, ...]:
    """The listed papers, in list order, each with its arXiv entry where there is one.

    The abstract is None when neither source has one; authors who took their names off are counted
    and never named, also not from arXiv.
    """
    return tuple(_paper(listed, entries.get(listed.arxiv_id)) for listed in listing.papers)


def _paper(listed: ListedPaper, entry: ArxivEntry | None) -> Paper:
    visible = tuple(author.name for author in listed.authors if not author.hidden)
    if not listed.authors and entry is not None:
        visible = entry.authors
    return Paper(
        arxiv_id=listed.arxiv_id,
        title=listed.title,
        abstract=listed.abstract or (entry.abstract if entry else None) or None,
        authors=visible,
        hidden_authors=sum(author.hidden for author in listed.authors),
        thumbnail=listed.thumbnail,
        project_page=listed.project_page,
        github_repo=listed.github_repo,
        arxiv=_marked(entry, listed),
    )


def _marked(entry: ArxivEntry | None, listed: ListedPaper) -> ArxivEntry | None:
    """The entry, which says that the paper is withdrawn also when only Hugging Face says so."""
    if not listed.withdrawn:
        return entry
    known = entry or ArxivEntry(
        arxiv_id=listed.arxiv_id, title=listed.title, abstract=listed.abstract or "", authors=()
    )
    return known.model_copy(update={"withdrawn": True})
