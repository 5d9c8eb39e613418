"""Plays the arXiv API from the papers of the played Hugging Face, with the quirks of the real one.

Ten results unless asked for more, entries in an order of its own, nothing for an unknown id, the
whole batch lost by a malformed one, and the two feed formats that are about.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

MAX_REQUEST_LINE_BYTES = 4094

_WELL_FORMED = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?")
_FEED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
    "<title>arXiv Query</title>\n{entries}\n</feed>\n"
)
_ERROR = (
    "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_{id}</id><title>Error</title>"
    "<summary>incorrect id format for {id}</summary>"
    "<author><name>arXiv api core</name></author></entry>"
)

Facts = Mapping[str, Any]
"""What arXiv knows beyond the list: `version`, `primary_category`, `categories`, `comment`,
`summary`, `title`; each may be left out."""


class Arxiv:
    """Answers for every paper that `paper` finds; `facts` by id adds what only arXiv knows.

    One of the recorded `feeds` is served as it is where it holds all that is asked for.
    """

    def __init__(
        self,
        paper: Callable[[str], Mapping[str, Any] | None],
        facts: Mapping[str, Facts],
        feeds: Sequence[bytes] = (),
    ) -> None:
        self._paper, self._feeds = paper, feeds
        self.facts = facts
        self.feed_format: Literal["new", "old"] = "new"

    def routes(self) -> list[Route]:
        """The one route of the API."""
        return [Route("/api/query", self._query)]

    async def _query(self, request: Request) -> Response:
        line = f"GET {request.url.path}?{request.url.query} HTTP/1.1"
        if len(line) > MAX_REQUEST_LINE_BYTES:
            return PlainTextResponse("URI Too Long", 414)
        asked = [part for part in request.query_params.get("id_list", "").split(",") if part]
        malformed = next((part for part in asked if not _WELL_FORMED.fullmatch(part)), None)
        if malformed is not None:
            return _feed(_ERROR.format(id=escape(malformed)), 400)
        for feed in self._feeds:
            if asked and all(f"/abs/{arxiv_id}".encode() in feed for arxiv_id in asked):
                return Response(feed, media_type="application/atom+xml")
        most = int(request.query_params.get("max_results", "10"))
        known = [arxiv_id for arxiv_id in map(_without_version, asked) if self._paper(arxiv_id)]
        chosen = sorted(dict.fromkeys(known), key=lambda arxiv_id: arxiv_id[::-1])[:most]
        return _feed("\n".join(map(self._entry, chosen)))

    def _entry(self, arxiv_id: str) -> str:
        paper = self._paper(arxiv_id) or {}
        facts = self.facts.get(arxiv_id, {})
        old = self.feed_format == "old"
        title = str(facts.get("title", paper.get("title", "")))
        summary = str(facts.get("summary", paper.get("summary", "")))
        names = _names(paper.get("authors"))
        categories = facts.get("categories", ["cs.LG"])
        primary = facts.get("primary_category", categories[0])
        submitted = escape(str(paper.get("publishedAt", "2024-01-01T00:00:00Z")))
        parts = [
            f"<id>http://arxiv.org/abs/{arxiv_id}v{facts.get('version', 1)}</id>",
            f"<title>{escape(_wrapped(title) if old else title)}</title>",
            f"<updated>{submitted}</updated><published>{submitted}</published>",
            f"<summary>{escape(_wrapped('  ' + summary) if old else summary)}</summary>",
            *(f'<category term="{escape(term)}"/>' for term in categories),
            f'<arxiv:primary_category term="{escape(primary)}"/>',
            *(f"<author><name>{escape(name)}</name></author>" for name in names),
        ]
        if comment := facts.get("comment"):
            parts.append(f"<arxiv:comment>{escape(comment)}</arxiv:comment>")
        return f"<entry>{''.join(parts)}</entry>"


def _feed(entries: str, status: int = 200) -> Response:
    return Response(_FEED.format(entries=entries), status, media_type="application/atom+xml")


def _names(authors: Any) -> list[str]:
    """The names of a list of authors, which may be spoiled on purpose."""
    found = authors if isinstance(authors, list) else []
    return [
        str(author["name"]) for author in found if isinstance(author, dict) and "name" in author
    ]


def _without_version(arxiv_id: str) -> str:
    return re.sub(r"v\d+$", "", arxiv_id)


def _wrapped(text: str) -> str:
    """The text broken into lines, as the feeds had it until 2025."""
    return re.sub(r"(.{60}\S*) ", "\\1\n  ", text)
