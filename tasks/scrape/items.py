"""One item of Hugging Face's JSON, as the island and the API both hold it, to a `ListedPaper`.

What is wrong in one item costs that item alone, except for pictures and links, which are merely
left out.
"""

import re
from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    ValidationError,
)

from tasks.records import ArxivId, Author, ListedPaper
from tasks.run.errors import SourceUnreadable
from tasks.text import one_line

MAX_ITEMS = 1000
"""More than ten times the longest list seen (73 papers on 2026-02-03)."""

_LINK = re.compile(r"https?://[^\s<>\"'\\]{1,2000}")


def http_url(value: object) -> str | None:
    """The value when it is an http or https address of visible characters, otherwise None."""
    if isinstance(value, str) and _LINK.fullmatch(value) and value.isprintable():
        return value
    return None


class Items(NamedTuple):
    """A list as read: papers, remarks, and what to call each item that could not be read."""

    papers: tuple[ListedPaper, ...]
    remarks: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def _cleaned(value: object) -> object:
    """Cleaned before pydantic looks: it refuses a text with half a surrogate pair altogether."""
    return one_line(value) if isinstance(value, str) else value


Line = Annotated[str, Field(max_length=50_000), BeforeValidator(_cleaned)]
Link = Annotated[str | None, BeforeValidator(http_url)]


class _RawAuthor(BaseModel):
    name: Line
    hidden: bool = False


class _RawPaper(BaseModel):
    id: ArxivId
    title: Line = ""
    summary: Line | None = None
    authors: list[_RawAuthor] = []
    upvotes: int = Field(0, ge=0, le=10**9)
    projectPage: Link = None  # noqa: N815 (Hugging Face's name)
    githubRepo: Link = None  # noqa: N815
    withdrawnAt: object = None  # noqa: N815


class _RawItem(BaseModel):
    """The title of the item is right where the paper's has lost its LaTeX (2410.09342)."""

    paper: _RawPaper
    title: Line = ""
    thumbnail: Link = None


def read_items(items: Sequence[object]) -> Items:
    """The papers of a list in its order, each once, and a remark for each item left out.

    Raises `SourceUnreadable` when there are items and none can be read: the format has changed,
    and the day must not pass for an empty one.
    """
    papers: dict[str, ListedPaper] = {}
    remarks: list[str] = []
    unread: list[str] = []
    if len(items) > MAX_ITEMS:
        remarks.append(f"the list has {len(items)} items; only the first {MAX_ITEMS} are read")
        unread.append(f"all items after the first {MAX_ITEMS}")
    for item in items[:MAX_ITEMS]:
        try:
            paper = _read_item(item, rank=len(papers) + 1)
        except ValueError as error:
            unread.append(_name(item))
            remarks.append(f"{unread[-1]} is left out: {_reason(error)}")
            continue
        if paper.arxiv_id in papers:
            remarks.append(f"{paper.arxiv_id} is in the list twice")
            continue
        papers[paper.arxiv_id] = paper
    if items and not papers:
        raise SourceUnreadable(f"none of {len(items)} items can be read, such as: {remarks[-1]}")
    return Items(
        tuple(papers.values()), tuple(dict.fromkeys(remarks)), tuple(dict.fromkeys(unread))
    )


def _read_item(item: object, rank: int) -> ListedPaper:
    """Raises ValueError (pydantic's is one) for an item that cannot be used."""
    raw = _RawItem.model_validate(item)
    title = raw.title or raw.paper.title
    if not title:
        raise ValueError("it has no title")
    return ListedPaper(
        arxiv_id=raw.paper.id,
        title=title,
        abstract=raw.paper.summary or None,
        authors=tuple(
            Author(name=author.name, hidden=author.hidden)
            for author in raw.paper.authors
            if author.name
        ),
        votes=raw.paper.upvotes,
        rank=rank,
        thumbnail=raw.thumbnail,
        project_page=raw.paper.projectPage,
        github_repo=raw.paper.githubRepo,
        withdrawn=bool(raw.paper.withdrawnAt),
    )


def _name(item: object) -> str:
    """What to call a broken item: its id when it has something like one."""
    found: Any = item
    for key in ("paper", "id"):
        found = found.get(key) if isinstance(found, dict) else None
    return (isinstance(found, str) and one_line(found)[:40]) or "an item without an id"


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'item'}: {first['msg']}"
