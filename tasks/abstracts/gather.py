"""A list to papers with abstracts; arXiv may fail without stopping the day."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.abstracts.arxiv import fetch_entries
from tasks.abstracts.merge import papers_of
from tasks.records import Listing, Paper

Gathered = tuple[tuple[Paper, ...], tuple[str, ...]]


def gather_abstracts(
    listing: Listing, *, arxiv_url: str, delay_seconds: float, timeout_seconds: float
) -> Gathered:
    """The papers of a list in its order, and remarks on what arXiv did not give. Never raises."""
    entries, remarks = fetch_entries(
        [paper.arxiv_id for paper in listing.papers],
        arxiv_url=arxiv_url,
        delay_seconds=delay_seconds,
        timeout_seconds=timeout_seconds,
    )
    return papers_of(listing, entries), remarks


@task(name="abstracts", task_run_name="abstracts-{listing.day}", cache_policy=NO_CACHE)
def gather(
    listing: Listing, arxiv_url: str, delay_seconds: float, timeout_seconds: float
) -> Gathered:
    """`gather_abstracts` without retries of its own: the HTTP client has them."""
    return gather_abstracts(
        listing,
        arxiv_url=arxiv_url,
        delay_seconds=delay_seconds,
        timeout_seconds=timeout_seconds,
    )
