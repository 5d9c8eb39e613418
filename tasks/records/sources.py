"""What the sources say: a day's list, and what is known of each paper."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from tasks.records.base import ArxivId, Record, sha256_hex


class Author(Record):
    """One author in the order of the paper; `hidden` when the author took the name off."""

    name: str
    hidden: bool = False


class ListedPaper(Record):
    """One item of a day's list as Hugging Face shows it, white space already collapsed."""

    arxiv_id: ArxivId
    title: str
    abstract: str | None = None
    authors: tuple[Author, ...] = ()
    votes: int = Field(0, ge=0)
    rank: int = Field(ge=1, description="Position in the list as shown, from 1.")
    thumbnail: str | None = None
    project_page: str | None = None
    github_repo: str | None = None
    withdrawn: bool = Field(False, description="True when Hugging Face says so.")


class Listing(Record):
    """A day's list in list order, and how it was obtained.

    `shown_day` is the day the source says that it shows; when it is not `day`, the day is empty
    and `papers` is (). `unread` names items that no source could read: while there are any, that
    a paper is not in `papers` does not mean that it has left the list.
    """

    day: date
    papers: tuple[ListedPaper, ...] = ()
    shown_day: date | None = None
    sources: tuple[Literal["island", "cards", "api"], ...] = ()
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = Field((), description="Disagreements and dropped items, in English.")

    @property
    def is_empty(self) -> bool:
        """True when the day has no papers (weekend, holiday, not opened yet)."""
        return not self.papers


class ArxivEntry(Record):
    """What one arXiv Atom entry adds to a paper. `version` is None when the feed gives none."""

    arxiv_id: str
    title: str
    abstract: str
    authors: tuple[str, ...]
    version: int | None = None
    primary_category: str | None = None
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    comment: str | None = None
    withdrawn: bool = False


class Paper(Record):
    """A paper as the store knows it. Authors are the visible ones, in order."""

    arxiv_id: ArxivId
    title: str
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    hidden_authors: int = Field(0, ge=0)
    thumbnail: str | None = None
    project_page: str | None = None
    github_repo: str | None = None
    arxiv: ArxivEntry | None = None

    @property
    def abstract_sha(self) -> str:
        """The SHA-256 of title and abstract: a new one means that a summary must be made anew."""
        return sha256_hex(f"{self.title}\n{self.abstract or ''}")

    @property
    def withdrawn(self) -> bool:
        """True when arXiv says that the paper has been withdrawn."""
        return self.arxiv is not None and self.arxiv.withdrawn

    @property
    def url(self) -> str:
        """The canonical arXiv page, without version."""
        return f"https://arxiv.org/abs/{self.arxiv_id}"

    @property
    def pdf_url(self) -> str:
        """The canonical PDF, without version."""
        return f"https://arxiv.org/pdf/{self.arxiv_id}"


class ListedRow(Record):
    """A paper in a day's stored list: its votes and rank when last seen, and whether it left."""

    paper: Paper
    votes: int
    rank: int
    gone: bool = False


class ListingChange(Record):
    """What storing a list changed, as arXiv ids in list order."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    votes_changed: tuple[str, ...] = ()
    abstract_changed: tuple[str, ...] = ()
