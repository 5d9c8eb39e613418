"""The abstracts room: a `Listing` to papers with abstracts and what arXiv adds."""

from tasks.abstracts.gather import gather, gather_abstracts

__all__ = ["gather", "gather_abstracts"]
