"""The page of a day: the island with the whole list, and the cards as a weaker second source.

Parsing takes any text and never raises: what cannot be read is None, with a remark.
"""

import json
import re
from dataclasses import dataclass
from datetime import date

import soupsieve
from bs4 import BeautifulSoup, Tag

from tasks.records import Author, ListedPaper
from tasks.run.errors import SourceUnreadable
from tasks.scrape.items import MAX_ITEMS, Items, http_url, read_items
from tasks.text import one_line

_ISLAND = soupsieve.compile('[data-target="DailyPapers"][data-props]')
_ARTICLE = soupsieve.compile("article")
_LINK = soupsieve.compile("a[href]")
_HEADING = soupsieve.compile("h3")
_AUTHOR = soupsieve.compile("li[title]")
_VOTES = soupsieve.compile("div.leading-none")
_IMAGE = soupsieve.compile("img[src]")
_PAPER_LINK = re.compile(r"/papers/([0-9]{4}\.[0-9]{4,5})")


@dataclass(frozen=True)
class Page:
    """What a page says: each source None when it is gone, `shown_day` None when not said."""

    island: tuple[ListedPaper, ...] | None = None
    cards: tuple[ListedPaper, ...] | None = None
    shown_day: date | None = None
    remarks: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_page(html: str) -> Page:
    """Read island and cards of a page."""
    encodable = html.encode("utf-8", "replace").decode("utf-8")
    # The doctype in front keeps bs4 from warning of text that looks like an address or XML.
    soup = BeautifulSoup(f"<!doctype html>{encodable}", "lxml")
    cards = _cards(soup)
    props = _props(soup)
    if props is None:
        return Page(cards=cards, remarks=("the page has no island that can be read",))
    island = _island(props)
    if isinstance(island, str):
        return Page(None, cards, _shown_day(props), (island,))
    return Page(island.papers, cards, _shown_day(props), island.remarks, island.unread)


def _props(soup: BeautifulSoup) -> dict[str, object] | None:
    """The island's JSON; the parser has already undone the HTML escapes."""
    island = _ISLAND.select_one(soup)
    if island is None:
        return None
    try:
        props = json.loads(str(island["data-props"]))
    except (ValueError, RecursionError):
        return None
    return props if isinstance(props, dict) else None


def _island(props: dict[str, object]) -> Items | str:
    """What the island lists, or why that cannot be read."""
    items = props.get("dailyPapers")
    if not isinstance(items, list):
        return "the island has no list of papers"
    try:
        return read_items(items)
    except SourceUnreadable as error:
        return f"of the island, {error}"


def _shown_day(props: dict[str, object]) -> date | None:
    try:
        return date.fromisoformat(str(props.get("dateString"))[:10])
    except ValueError:
        return None


def _cards(soup: BeautifulSoup) -> tuple[ListedPaper, ...] | None:
    """The cards that lead to a paper, each once; None when there are none."""
    papers: dict[str, ListedPaper] = {}
    for article in _ARTICLE.select(soup, limit=MAX_ITEMS):
        if article.find_parent("article"):
            continue  # Reading articles inside articles over and over would take minutes.
        paper = _card(article, rank=len(papers) + 1)
        if paper is not None:
            papers.setdefault(paper.arxiv_id, paper)
    return tuple(papers.values()) or None


def _card(article: Tag, rank: int) -> ListedPaper | None:
    """A card's paper. With a video the first link is not the paper's, so all links are tried."""
    links = (_PAPER_LINK.fullmatch(str(link["href"])) for link in _LINK.select(article))
    found = next(filter(None, links), None)
    heading = _HEADING.select_one(article)
    title = one_line(heading.get_text()) if heading else ""
    if found is None or not title:
        return None
    names = (one_line(str(entry["title"])) for entry in _AUTHOR.select(article))
    return ListedPaper(
        arxiv_id=found[1],
        title=title,
        authors=tuple(Author(name=name) for name in names if name),
        votes=_votes(article),
        rank=rank,
        thumbnail=_thumbnail(article, found[1]),
    )


def _votes(article: Tag) -> int:
    """The number of votes; `-` stands for 0."""
    counter = _VOTES.select_one(article)
    digits = re.sub(r"[^0-9]", "", counter.get_text())[:9] if counter else ""
    return int(digits or 0)


def _thumbnail(article: Tag, arxiv_id: str) -> str | None:
    """The picture that belongs to the paper, not the submitter's."""
    sources = (str(image["src"]) for image in _IMAGE.select(article))
    return next((http_url(source) for source in sources if arxiv_id in source), None)
