"""arXiv's Atom feeds, in the format of today and in the one until 2025, to `ArxivEntry` records.

Bytes in; nothing is fetched. Feeds with a document type are refused, so no entity is ever expanded.
"""

import re
from datetime import datetime

from lxml import etree

from tasks.records import ArxivEntry
from tasks.run.errors import SourceUnreadable
from tasks.text import one_line

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_ID = re.compile(r"https?://arxiv\.org/abs/(\S+?)(?:v([0-9]{1,4}))?")
_ERROR_ID = re.compile(r"https?://arxiv\.org/api/errors#(?:incorrect_id_format_for_(.*))?.*")
_WITHDRAWN = re.compile(
    r"\bthis (paper|article|manuscript|submission|preprint|work) (has been|is|was) withdrawn\b"
    r"|^withdrawn\b",
    re.IGNORECASE,
)


class MalformedIdError(SourceUnreadable):
    """arXiv lost the whole batch to one id that it cannot read."""

    def __init__(self, arxiv_id: str) -> None:
        super().__init__(f"arXiv refuses the id {arxiv_id!r} and the whole batch with it")
        self.arxiv_id = arxiv_id


def read_feed(body: bytes) -> dict[str, ArxivEntry]:
    """The entries by id without version, in the order of the feed.

    Raises `MalformedIdError` for arXiv's entry about a malformed id, and `SourceUnreadable` for its
    other errors and for anything that is not an Atom feed.
    """
    entries = [_entry(element) for element in _root(body).iterfind(f"{_ATOM}entry")]
    return {entry.arxiv_id: entry for entry in entries if entry is not None}


def _root(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = one_line(str(error))[:200]
        raise SourceUnreadable(f"arXiv's answer is not XML: {reason}") from None
    if root.tag != f"{_ATOM}feed" or root.getroottree().docinfo.doctype:
        raise SourceUnreadable("arXiv's answer is not an Atom feed")
    return root


def _entry(element: etree._Element) -> ArxivEntry | None:
    """One entry; None when it has no id of a paper."""
    url = _text(element, f"{_ATOM}id")
    abstract = _text(element, f"{_ATOM}summary")
    if error := _ERROR_ID.fullmatch(url):
        if error[1]:
            raise MalformedIdError(error[1])
        raise SourceUnreadable(f"arXiv answers with an error: {abstract[:200]}")
    found = _ID.fullmatch(url)
    if found is None:
        return None
    comment = _text(element, f"{_ARXIV}comment") or None
    primary = element.find(f"{_ARXIV}primary_category")
    return ArxivEntry(
        arxiv_id=found[1],
        title=_text(element, f"{_ATOM}title"),
        abstract=abstract,
        authors=_authors(element),
        version=int(found[2]) if found[2] else None,
        primary_category=_term(primary) if primary is not None else None,
        categories=tuple(filter(None, map(_term, element.iterfind(f"{_ATOM}category")))),
        published=_moment(element, "published"),
        updated=_moment(element, "updated"),
        comment=comment,
        withdrawn=any(_WITHDRAWN.search(text) for text in (comment or "", abstract)),
    )


def _authors(element: etree._Element) -> tuple[str, ...]:
    names = (_text(author, f"{_ATOM}name") for author in element.iterfind(f"{_ATOM}author"))
    return tuple(filter(None, names))


def _term(category: etree._Element) -> str | None:
    return one_line(category.get("term", "")) or None


def _moment(element: etree._Element, name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_text(element, f"{_ATOM}{name}"))
    except ValueError:
        return None


def _text(element: etree._Element, tag: str) -> str:
    """The text of a child on one line; "" when there is none."""
    return one_line(element.findtext(tag) or "")
